#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] A place to work
rmd_t_1() {
  rmd_title='A place to work'
  rmd_env() { :; }
  rmd_do() { rmd_make_temporary /var/lib ansible. .work -d; }
  rmd_act rck '' '' '' 'could not make a temporary directory' || return
  :
}
rmd_run 1
