#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] A mark of this run
rmd_t_1() {
  rmd_title='A mark of this run'
  rmd_env() { :; }
  rmd_read() { [ ! -e /var/lib/mark ] || rmd_told=present; }
  rmd_fix() { : >>/var/lib/mark && rmd_own /var/lib/mark '' '' ''; }
  rmd_undo() { rmd_keep /var/lib/mark; }
  rmd_ensure state present tu || return
  rmd_undo() { rmd_keep /var/lib/mark; }
  rmd_do() { touch -a /var/lib/mark; }
  rmd_act rcj access_time '' '' 'the access_time could not be set' || return
  rmd_undo() { rmd_keep /var/lib/mark; }
  rmd_do() { touch -m /var/lib/mark; }
  rmd_act rcj modification_time '' '' 'the modification_time could not be set' || return
  rmd_read() { rmd_file_told /var/lib/mark; }
  rmd_take . t || return
  :
}
rmd_run 1
