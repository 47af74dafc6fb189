#!/bin/sh
# shellcheck disable=SC2317

# [1] Keep the distribution's configuration
rmd_t_1() {
  rmd_env() { :; }
  rmd_test() { [ -e /etc/chrony.conf ]; }
  rmd_require 'Source /etc/chrony.conf not found' || return
  rmd_test() { [ -f /etc/chrony.conf ]; }
  rmd_require 'remote_src copies files only, and /etc/chrony.conf is none; use the command cp -a for a folder' || return
  rmd_want() { cat /etc/chrony.conf; }
  rmd_put /etc/chrony.conf.orig pne '' '' '' chrony.conf '' || return
  rmd_read() { rmd_put_state; }
  rmd_capture . || return
  :
}
rmd_run 1
