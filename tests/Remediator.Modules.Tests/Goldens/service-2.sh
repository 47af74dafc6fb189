#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Restart the time daemon
rmd_t_1() {
  rmd_title='Restart the time daemon'
  rmd_env() { :; }
  rmd_test() { rmd_unit_look chrony system; }
  rmd_require 'could not look for the service chrony' t || return
  rmd_test() { rmd_unit_found chrony; }
  rmd_require 'Could not find the requested service chrony: host' t || return
  rmd_expect() { rmd_unit_went_well; }
  rmd_undo() { rmd_keep_unit restart; }
  rmd_do() { rmd_unit_do restart chrony || :; }
  rmd_act rtcej restart '' 'Unable to restart service chrony' 'non-zero return code' || return
  rmd_read() { rmd_unit_told; }
  rmd_take status t || return
  :
}
rmd_run 1
