#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Who is the administrator
rmd_t_1() {
  rmd_title='Who is the administrator'
  rmd_env() { :; }
  rmd_do() { getent  passwd root; }
  rmd_judge r result '' || return
  :
}
rmd_run 1 8<&0
