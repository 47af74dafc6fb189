#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] No server that is gone
rmd_t_1() {
  rmd_title='No server that is gone'
  rmd_env() { :; }
  rmd_want() { rmd_drop_lines F gone.example.org; }
  rmd_put /etc/chrony.conf plei '' '' '' '' '' || return
  rmd_read() { rmd_said_told; }
  rmd_take . t || return
  :
}
rmd_run 1
