#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Have no other time daemon
rmd_t_1() {
  rmd_title='Have no other time daemon'
  rmd_env() { :; }
  rmd_test() { rmd_pkg_look 'use=auto' 'state=absent' 'update=no' 'valid=0' 'lock=60' 'purge=yes' 'apt=-oDpkg::Options::=--force-confdef -oDpkg::Options::=--force-confold' 'rpm=' -- ntpsec; }
  rmd_require 'could not ask the package manager of the host' t || return
  rmd_read() { rmd_pkg_state ntpsec absent; }
  rmd_fix() { rmd_pkg_fix ntpsec absent; }
  rmd_ensure 'package ntpsec' absent t || return
  rmd_read() { rmd_pkg_result; }
  rmd_take . t || return
  :
}
rmd_run 1
