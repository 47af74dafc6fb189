#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Names of the old domain become those of the new one
rmd_t_1() {
  rmd_title='Names of the old domain become those of the new one'
  rmd_env() { :; }
  rmd_test() { [ ! -d /etc/hosts ]; }
  rmd_require 'Path /etc/hosts is a directory !' || return
  rmd_test() { [ -e /etc/hosts ]; }
  rmd_require 'Path /etc/hosts does not exist !' || return
  rmd_put /etc/hosts plea '' '' '' '' '' || return
  :
}
rmd_run 1 8<&0
