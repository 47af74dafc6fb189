#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] No stray drop-in
rmd_t_1() {
  rmd_title='No stray drop-in'
  rmd_env() { :; }
  rmd_read() { rmd_show_kind /etc/chrony/conf.d/stray.conf; }
  rmd_fix() { rm -rf /etc/chrony/conf.d/stray.conf; }
  rmd_undo() { rmd_keep_whole /etc/chrony/conf.d/stray.conf; }
  rmd_ensure state absent tu || return
  :
}
rmd_run 1
