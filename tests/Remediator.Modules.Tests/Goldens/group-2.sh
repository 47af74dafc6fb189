#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] No group of the old service
rmd_t_1() {
  rmd_title='No group of the old service'
  rmd_env() { :; }
  rmd_read() { rmd_show_group_there mapred; }
  rmd_fix() { if command -v groupdel >/dev/null 2>&1; then rmd_tell groupdel mapred; else rmd_tell delgroup mapred; fi; }
  rmd_ensure group absent || return
  :
}
rmd_run 1
