#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Keep the drift
rmd_t_1() {
  rmd_env() { :; }
  rmd_test() { [ -e /var/lib/chrony/drift ]; }
  rmd_require 'the remote file does not exist' || return
  rmd_test() { [ ! -d /var/lib/chrony/drift ]; }
  rmd_require 'remote file is a directory, fetch cannot work on directories' || return
  rmd_test() { [ -r /var/lib/chrony/drift ]; }
  rmd_require 'Permission denied: /var/lib/chrony/drift' || return
  rmd_fetch /var/lib/chrony/drift || return
  :
}
rmd_run 1 8<&0
