#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Write into a folder and keep the old file
rmd_t_1() {
  rmd_title='Write into a folder and keep the old file'
  rmd_env() { :; }
  rmd_text='# from motd.j2
server ntp.example.org iburst
'
  rmd_put /etc/motd.d/ pbt '' '' '' motd.j2 '' || return
  rmd_read() { rmd_put_told; }
  rmd_take . t || return
  :
}
rmd_run 1
