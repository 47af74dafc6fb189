#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Wait until chrony has written its drift
rmd_t_1() {
  rmd_env() { :; }
  rmd_do() { rmd_wait 0 20 1 rmd_holds_text /var/lib/chrony/drift '^[[:space:]]*-?[0-9]+\.[0-9]+'; }
  rmd_act rk '' '' '' 'Timeout when waiting for search string ^\s*-?\d+\.\d+ in /var/lib/chrony/drift' || return
  :
}
rmd_run 1
