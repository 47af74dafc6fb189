#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The key of the gate
rmd_t_1() {
  rmd_title='The key of the gate'
  rmd_env() { :; }
  rmd_put /etc/ssh_known_hosts pldea '' '' '' '' '' || return
  :
}
rmd_run 1 8<&0
