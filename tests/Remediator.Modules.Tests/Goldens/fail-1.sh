#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Stop here
rmd_t_1() {
  rmd_env() { :; }
  rmd_deny 'this distribution has no chrony' || return
  :
}
rmd_run 1
