#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Who is the administrator
rmd_t_1() {
  rmd_env() { :; }
  rmd_test() { rmd_look_up ''  passwd root; }
  rmd_require 'Unexpected failure!' || return
  rmd_read() { cat "${rmd_d:?}/entries"; }
  rmd_capture . || return
  :
}
rmd_run 1
