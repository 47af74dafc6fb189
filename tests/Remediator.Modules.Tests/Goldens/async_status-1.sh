#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Wait for the long one
rmd_t_1() {
  rmd_title='Wait for the long one'
  rmd_env() { :; }
  rmd_do() { rmd_job_read j123456789012.1; }
  rmd_judge rk result '' || return
  :
}
rmd_run 1 8<&0
