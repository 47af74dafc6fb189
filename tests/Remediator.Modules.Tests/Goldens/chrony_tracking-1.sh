#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The clock is right
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_chrony_read; }
  rmd_take . || return
  rmd_test() { rmd_chrony_judge 'offset=0.05' 'bound=0.1' 'age=8' -- 127.0.0.2; }
  rmd_require 'the clock could not be judged' || return
  :
}
rmd_run 1
