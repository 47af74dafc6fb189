#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Know the services
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_service_facts; }
  rmd_capture ansible_facts || return
  :
}
rmd_run 1
