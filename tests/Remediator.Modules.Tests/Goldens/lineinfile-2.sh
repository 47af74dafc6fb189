#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Log measurements after the pools
rmd_t_1() {
  rmd_title='Log measurements after the pools'
  rmd_env() { :; }
  rmd_test() { [ -e /etc/chrony.conf ]; }
  rmd_require 'Destination /etc/chrony.conf does not exist !' t || return
  rmd_want() { rmd_set_line 'log measurements' x 'log measurements' last after '^pool[[:space:]]'; }
  rmd_right() { rmd_has_line "$1" 'log measurements' x 'log measurements' last after '^pool[[:space:]]'; }
  rmd_put /etc/chrony.conf pleq '' '' '' '' '' || return
  rmd_read() { rmd_said_told; }
  rmd_take . t || return
  :
}
rmd_run 1
