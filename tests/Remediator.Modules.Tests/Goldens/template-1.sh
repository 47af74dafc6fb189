#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Configure chrony
rmd_t_1() {
  rmd_title='Configure chrony'
  rmd_env() { :; }
  rmd_want() {
cat <<'RMD_END'
# from chrony.conf.sbn
server ntp.example.org iburst
RMD_END
  }
  rmd_valid() { grep -q server "$1"; }
  rmd_put /etc/chrony/chrony.conf pv 0644 root root chrony.conf.sbn '' || return
  rmd_read() { rmd_put_told; }
  rmd_take . kept || return
  :
}
rmd_run 1
