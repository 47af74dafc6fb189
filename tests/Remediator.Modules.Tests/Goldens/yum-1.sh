#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Have the time daemon
rmd_t_1() {
  rmd_title='Have the time daemon'
  rmd_env() { :; }
  rmd_test() { rmd_pkg_look 'use=auto' 'state=latest' 'update=no' 'valid=0' 'lock=60' 'purge=no' 'apt=-oDpkg::Options::=--force-confdef -oDpkg::Options::=--force-confold' 'rpm=' -- chrony; }
  rmd_require 'could not ask the package manager of the host' t || return
  rmd_read() { rmd_pkg_state chrony latest; }
  rmd_fix() { rmd_pkg_fix chrony latest; }
  rmd_ensure 'package chrony' latest t || return
  rmd_read() { rmd_pkg_result; }
  rmd_take . t || return
  :
}
rmd_run 1
