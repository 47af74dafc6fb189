#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Know the packages
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_package_facts; }
  rmd_capture ansible_facts || return
  :
}
rmd_run 1
