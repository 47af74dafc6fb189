#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Swap little
rmd_t_1() {
  rmd_title='Swap little'
  rmd_env() { :; }
  rmd_want() { rmd_set_kernel vm.swappiness 1 present; }
  rmd_put /etc/sysctl.d/90-swap.conf ple '' '' '' '' '' || return
  :
}
rmd_run 1
