#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Have one time daemon
rmd_t_1() {
  rmd_title='Have one time daemon'
  rmd_env() { :; }
  rmd_test() { rmd_pkg_look 'use=auto' 'state=present' 'update=yes' 'valid=3600' 'lock=60' 'purge=no' 'apt=-oDpkg::Options::=--force-confdef -oDpkg::Options::=--force-confold' 'rpm=' -- chrony vim; }
  rmd_require 'could not ask the package manager of the host' t || return
  rmd_read() { rmd_pkg_state chrony present; }
  rmd_fix() { rmd_pkg_fix chrony present; }
  rmd_ensure 'package chrony' present t || return
  rmd_read() { rmd_pkg_state vim present; }
  rmd_fix() { rmd_pkg_fix vim present; }
  rmd_ensure 'package vim' present t || return
  rmd_read() { rmd_pkg_result; }
  rmd_take . t || return
  :
}
rmd_run 1
