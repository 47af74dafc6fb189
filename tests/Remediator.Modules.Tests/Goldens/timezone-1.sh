#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Everyone in one zone
rmd_t_1() {
  rmd_title='Everyone in one zone'
  rmd_env() { :; }
  rmd_test() { [ -e /usr/share/zoneinfo/Etc/UTC ] || [ -n "${rmd_check?}" ]; }
  rmd_require 'given timezone "Etc/UTC" is not available' || return
  rmd_read() { rmd_show_timezone; }
  rmd_fix() { rmd_set_timezone Etc/UTC; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
rmd_set_timezone "$rmd_before"
RMD_END
  }
  rmd_undo() { rmd_keep_call name; }
  rmd_ensure name Etc/UTC u || return
  :
}
rmd_run 1
