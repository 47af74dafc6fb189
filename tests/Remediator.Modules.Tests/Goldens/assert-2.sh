#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] There is a server
rmd_t_1() {
  rmd_env() { :; }
  rmd_deny 'name at least one server' || return
  :
}
rmd_run 1
