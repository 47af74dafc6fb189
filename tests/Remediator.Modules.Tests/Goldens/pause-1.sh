#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Give chrony a moment
rmd_t_1() {
  rmd_env() { :; }
  rmd_do() { sleep 1; }
  rmd_act rk '' '' '' 'non-zero return code' || return
  :
}
rmd_run 1
