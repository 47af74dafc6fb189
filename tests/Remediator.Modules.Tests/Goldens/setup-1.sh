#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Know the host
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_facts rmd_facts_network; }
  rmd_take ansible_facts || return
  :
}
rmd_run 1
