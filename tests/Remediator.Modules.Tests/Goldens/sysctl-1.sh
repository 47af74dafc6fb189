#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Swap little
rmd_t_1() {
  rmd_title='Swap little'
  rmd_env() { :; }
  rmd_put /etc/sysctl.d/90-swap.conf plea '' '' '' '' '' || return
  :
}
rmd_run 1 8<&0
