#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] No pools but those of the last section
rmd_t_1() {
  rmd_title='No pools but those of the last section'
  rmd_env() { :; }
  rmd_test() { [ ! -d /etc/chrony.conf ]; }
  rmd_require 'Path /etc/chrony.conf is a directory !' || return
  rmd_test() { [ -e /etc/chrony.conf ]; }
  rmd_require 'Path /etc/chrony.conf does not exist !' || return
  rmd_put /etc/chrony.conf plea 0644 '' '' '' '' || return
  :
}
rmd_run 1 8<&0
