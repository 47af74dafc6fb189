#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Is there a configuration
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_stat /etc/chrony.conf '' sha256sum; }
  rmd_capture stat || return
  :
}
rmd_run 1
