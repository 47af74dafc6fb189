#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Keys are for chrony alone
rmd_t_1() {
  rmd_title='Keys are for chrony alone'
  rmd_env() { :; }
  rmd_test() { rmd_is_given /etc/chrony/chrony.keys ''; }
  rmd_require 'file (/etc/chrony/chrony.keys) is absent, cannot continue' t || return
  rmd_read() { rmd_show_mode /etc/chrony/chrony.keys 'u=rw,g=r,o=' L; }
  rmd_fix() { rmd_own /etc/chrony/chrony.keys 'u=rw,g=r,o=' '' ''; }
  rmd_undo() { rmd_keep "$(readlink -f /etc/chrony/chrony.keys)"; }
  rmd_ensure mode 'u=rw,g=r,o=' tu || return
  rmd_read() { rmd_file_told /etc/chrony/chrony.keys; }
  rmd_take . t || return
  :
}
rmd_run 1
