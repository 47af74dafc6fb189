#!/bin/sh
# shellcheck disable=SC2317

# [1] A mark of this run
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { [ ! -e /var/lib/mark ] || echo present; }
  rmd_fix() { : >>/var/lib/mark && rmd_own /var/lib/mark '' '' ''; }
  rmd_ensure state present || return
  rmd_do() { touch -a /var/lib/mark; }
  rmd_act rc access_time '' '' 'the access_time could not be set' || return
  rmd_do() { touch -m /var/lib/mark; }
  rmd_act rc modification_time '' '' 'the modification_time could not be set' || return
  rmd_read() { rmd_file_state /var/lib/mark; }
  rmd_capture . || return
  :
}
rmd_run 1
