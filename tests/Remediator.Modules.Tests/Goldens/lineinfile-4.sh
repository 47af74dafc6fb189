#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] More open files, whatever else the line says
rmd_t_1() {
  rmd_title='More open files, whatever else the line says'
  rmd_env() { :; }
  rmd_test() { [ -e /etc/security/limits.conf ]; }
  rmd_require 'Destination /etc/security/limits.conf does not exist !' t || return
  rmd_put /etc/security/limits.conf plea '' '' '' '' '' || return
  :
}
rmd_run 1 8<&0
