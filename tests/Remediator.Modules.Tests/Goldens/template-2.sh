#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Write into a folder and keep the old file
rmd_t_1() {
  rmd_title='Write into a folder and keep the old file'
  rmd_env() { :; }
  rmd_want() {
cat <<'RMD_END'
# from motd.j2
server ntp.example.org iburst
RMD_END
  }
  rmd_put /etc/motd.d/ pb '' '' '' motd.j2 '' || return
  rmd_read() { rmd_put_told; }
  rmd_take . kept || return
  :
}
rmd_run 1
