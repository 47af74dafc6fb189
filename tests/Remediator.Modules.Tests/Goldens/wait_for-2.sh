#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The old pid file is gone
rmd_t_1() {
  rmd_env() { :; }
  rmd_do() { rmd_wait 0 300 1 rmd_not rmd_is_there /run/ntpd.pid; }
  rmd_act rk '' '' '' 'Timeout when waiting for /run/ntpd.pid to be absent' || return
  :
}
rmd_run 1
