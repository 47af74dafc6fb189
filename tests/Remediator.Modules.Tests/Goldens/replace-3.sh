#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] No pools of the distribution
rmd_t_1() {
  rmd_title='No pools of the distribution'
  rmd_env() { :; }
  rmd_test() { [ ! -d /etc/chrony.conf ]; }
  rmd_require 'Path /etc/chrony.conf is a directory !' || return
  rmd_test() { [ -e /etc/chrony.conf ]; }
  rmd_require 'Path /etc/chrony.conf does not exist !' || return
  rmd_want() { rmd_substitute '^(pool .*)$' '# \1' /; }
  rmd_put /etc/chrony.conf ple '' '' '' '' '' || return
  rmd_read() { rmd_said_told; }
  rmd_take . t || return
  :
}
rmd_run 1
