#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Nothing listens on the port
rmd_t_1() {
  rmd_env() { :; }
  rmd_do() { rmd_wait 0 20 1 rmd_not rmd_answers 127.0.0.1 9 0009 5; }
  rmd_act rk '' '' '' 'Timeout when waiting for 127.0.0.1:9 to stop.' || return
  :
}
rmd_run 1
