#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Read the drift
rmd_t_1() {
  rmd_env() { :; }
  rmd_test() { if [ ! -e /var/lib/chrony/drift ]; then false; elif [ -d /var/lib/chrony/drift ]; then echo 'source is a directory and must be a file: /var/lib/chrony/drift'; false; else [ -r /var/lib/chrony/drift ] || { echo 'file is not readable: /var/lib/chrony/drift'; false; }; fi; }
  rmd_require 'file not found: /var/lib/chrony/drift' || return
  rmd_read() { cat /var/lib/chrony/drift; }
  rmd_capture . || return
  :
}
rmd_run 1
