#!/bin/sh
# shellcheck disable=SC2317

# [1] Everyone in one zone
rmd_t_1() {
  rmd_env() { :; }
  rmd_test() { [ -e /usr/share/zoneinfo/Etc/UTC ] || [ -n "${rmd_check?}" ]; }
  rmd_require 'given timezone "Etc/UTC" is not available' || return
  rmd_read() { rmd_show_timezone; }
  rmd_fix() { rmd_set_timezone Etc/UTC; }
  rmd_ensure name Etc/UTC || return
  :
}
rmd_run 1
