#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Which sources are there
rmd_t_1() {
  rmd_title='Which sources are there'
  rmd_env() { :; }
  rmd_do() { rmd_find_files '' '' '' '' -type f '(' -name '*.sources' ')' -- /etc/chrony/sources.d; }
  rmd_judge r result '' || return
  :
}
rmd_run 1 8<&0
