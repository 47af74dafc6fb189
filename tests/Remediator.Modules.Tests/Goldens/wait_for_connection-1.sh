#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Wait for a host that has just been made
rmd_t_1() {
  rmd_env() { :; }
  :
}
rmd_run 1
