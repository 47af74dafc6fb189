#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] A file that never comes
rmd_t_1() {
  rmd_env() { :; }
  rmd_do() { rmd_wait 0 0 1 rmd_is_there /run/never; }
  rmd_act rk '' '' '' 'it did not come' || return
  :
}
rmd_run 1
