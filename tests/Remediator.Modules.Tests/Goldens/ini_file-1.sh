#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Keep the logs of a month
rmd_t_1() {
  rmd_title='Keep the logs of a month'
  rmd_env() { :; }
  rmd_want() { rmd_set_option set /log days ' = ' '' '=31'; }
  rmd_put /etc/app.ini plde 0644 '' '' '' '' || return
  rmd_read() { rmd_said_told; }
  rmd_take . t || return
  rmd_read() { rmd_file_told /etc/app.ini; }
  rmd_take . t || return
  :
}
rmd_run 1
