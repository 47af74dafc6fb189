#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Are you there
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { printf %s pong; }
  rmd_capture ping || return
  :
}
rmd_run 1
