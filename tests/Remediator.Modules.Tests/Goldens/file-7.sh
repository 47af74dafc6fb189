#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] A mark that is made once
rmd_t_1() {
  rmd_title='A mark that is made once'
  rmd_env() { :; }
  rmd_read() { [ ! -e /var/lib/mark ] || rmd_told=present; }
  rmd_fix() { : >>/var/lib/mark && rmd_own /var/lib/mark 0600 '' ''; }
  rmd_undo() { rmd_keep /var/lib/mark; }
  rmd_ensure state present tu || return
  rmd_read() { rmd_show_mode /var/lib/mark 0600 L; }
  rmd_fix() { rmd_own /var/lib/mark 0600 '' ''; }
  rmd_undo() { rmd_keep "$(readlink -f /var/lib/mark)"; }
  rmd_ensure mode 0600 tu || return
  rmd_read() { rmd_file_told /var/lib/mark; }
  rmd_take . t || return
  :
}
rmd_run 1
