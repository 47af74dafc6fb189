#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] No names of the old cluster
rmd_t_1() {
  rmd_title='No names of the old cluster'
  rmd_env() { :; }
  rmd_want() { rmd_set_block '# BEGIN old cluster' '# END old cluster' '' after EOF; }
  rmd_put /etc/hosts plei '' '' '' '' '' || return
  rmd_read() { rmd_said_told; }
  rmd_take . t || return
  :
}
rmd_run 1
