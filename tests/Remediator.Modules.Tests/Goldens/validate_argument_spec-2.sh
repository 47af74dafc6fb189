#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The mode is one of two
rmd_t_1() {
  rmd_env() { :; }
  rmd_deny 'Validation of arguments failed:
value of mode must be one of: server, client, got: both' || return
  :
}
rmd_run 1
