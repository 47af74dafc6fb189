#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Take the variables of this release
rmd_t_1() {
  rmd_env() { :; }
  :
}
rmd_run 1
