#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Into the new kernel
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { sh -c 'cat /proc/sys/kernel/random/boot_id'; }
  rmd_capture boot_id || return
  :
}
rmd_run 1
