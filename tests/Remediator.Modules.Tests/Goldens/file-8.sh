#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] A mark with a given time
rmd_t_1() {
  rmd_title='A mark with a given time'
  rmd_env() { :; }
  rmd_read() { [ ! -e /var/lib/mark ] || rmd_told=present; }
  rmd_fix() { : >>/var/lib/mark && rmd_own /var/lib/mark '' '' ''; }
  rmd_undo() { rmd_keep /var/lib/mark; }
  rmd_ensure state present tu || return
  rmd_read() { rmd_show_time /var/lib/mark Y; }
  rmd_fix() { touch -m -t 202601312359.00 /var/lib/mark; }
  rmd_undo() { rmd_keep /var/lib/mark; }
  rmd_ensure modification_time 202601312359.00 u || return
  rmd_read() { rmd_file_told /var/lib/mark; }
  rmd_take . t || return
  :
}
rmd_run 1
