#!/bin/sh
# shellcheck disable=SC2317

# [1] The group of all that belongs to Hadoop
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_show_group_there hadoop; }
  rmd_fix() { if command -v groupadd >/dev/null 2>&1; then rmd_tell groupadd -g 900 -r hadoop; else rmd_tell addgroup -g 900 -S hadoop; fi; }
  rmd_ensure group present || return
  rmd_read() { rmd_show_group_id hadoop 900; }
  rmd_fix() { rmd_tell groupmod -g 900 hadoop; }
  rmd_ensure gid 900 || return
  rmd_read() { rmd_account group hadoop; }
  rmd_capture . || return
  :
}
rmd_run 1
