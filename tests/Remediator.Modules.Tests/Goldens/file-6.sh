#!/bin/sh
# shellcheck disable=SC2317

# [1] No stray drop-in
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_show_kind /etc/chrony/conf.d/stray.conf; }
  rmd_fix() { rm -rf /etc/chrony/conf.d/stray.conf; }
  rmd_ensure state absent || return
  :
}
rmd_run 1
