#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] No time servers from DHCP
rmd_t_1() {
  rmd_title='No time servers from DHCP'
  rmd_env() { :; }
  rmd_want() { rmd_set_line 'PEERNTP=no' E '^#?[[:space:]]*PEERNTP=' last after EOF; }
  rmd_put /etc/sysconfig/network plde '' '' '' '' '' || return
  rmd_read() { rmd_said; }
  rmd_capture . || return
  rmd_read() { rmd_file_state /etc/sysconfig/network; }
  rmd_capture . || return
  :
}
rmd_run 1
