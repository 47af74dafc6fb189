#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Configure chrony
rmd_t_1() {
  rmd_title='Configure chrony'
  rmd_env() { :; }
  rmd_text='# from chrony.conf.sbn
server ntp.example.org iburst
'
  rmd_valid() { grep -q server "$1"; }
  rmd_put /etc/chrony/chrony.conf pvt 0644 root root chrony.conf.sbn '' || return
  rmd_read() { rmd_put_told; }
  rmd_take . t || return
  :
}
rmd_run 1
