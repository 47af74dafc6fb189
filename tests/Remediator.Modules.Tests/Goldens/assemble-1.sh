#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] One configuration of many parts
rmd_t_1() {
  rmd_title='One configuration of many parts'
  rmd_env() { :; }
  rmd_test() { [ -e /etc/chrony/parts ]; }
  rmd_require 'Source (/etc/chrony/parts) does not exist' || return
  rmd_test() { [ -d /etc/chrony/parts ]; }
  rmd_require 'Source (/etc/chrony/parts) is not a directory' || return
  rmd_want() {
rmd_assemble /etc/chrony/parts '# --
' '\.conf$' ''
  }
  rmd_put /etc/chrony.conf pe 0644 '' '' '' '' || return
  rmd_read() { rmd_put_told; }
  rmd_take . t || return
  :
}
rmd_run 1
