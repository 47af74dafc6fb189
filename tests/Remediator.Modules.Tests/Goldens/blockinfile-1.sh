#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The cluster's names
rmd_t_1() {
  rmd_title='The cluster'\''s names'
  rmd_env() { :; }
  rmd_test() { [ -e /etc/hosts ]; }
  rmd_require 'Destination /etc/hosts does not exist !' t || return
  rmd_want() {
rmd_set_block '# BEGIN cluster' '# END cluster' '10.0.0.1 one
10.0.0.2 two' after EOF
  }
  rmd_put /etc/hosts ple '' '' '' '' '' || return
  rmd_read() { rmd_said_told; }
  rmd_take . t || return
  :
}
rmd_run 1
