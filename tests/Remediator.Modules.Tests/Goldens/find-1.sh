#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Which sources are there
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_find_files '' '' '' '' -type f '(' -name '*.sources' ')' -- /etc/chrony/sources.d; }
  rmd_capture . || return
  :
}
rmd_run 1
