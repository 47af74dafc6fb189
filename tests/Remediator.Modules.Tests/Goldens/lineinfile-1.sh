#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] No time servers from DHCP
rmd_t_1() {
  rmd_title='No time servers from DHCP'
  rmd_env() { :; }
  rmd_want() { rmd_set_line 'PEERNTP=no' E '^#?[[:space:]]*PEERNTP=' last after EOF; }
  rmd_right() { rmd_has_line "$1" 'PEERNTP=no' E '^#?[[:space:]]*PEERNTP=' last after EOF; }
  rmd_put /etc/sysconfig/network pldeq '' '' '' '' '' || return
  rmd_read() { rmd_said_told; }
  rmd_take . t || return
  :
}
rmd_run 1
