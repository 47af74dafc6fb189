#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Nobody who left
rmd_t_1() {
  rmd_title='Nobody who left'
  rmd_env() { :; }
  rmd_read() { rmd_show_user former; }
  rmd_fix() { if command -v userdel >/dev/null 2>&1; then rmd_tell userdel -r former; else rmd_tell deluser --remove-home former; fi; }
  rmd_ensure user absent || return
  :
}
rmd_run 1
