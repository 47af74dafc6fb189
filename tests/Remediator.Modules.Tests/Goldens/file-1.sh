#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] A folder for drop-ins
rmd_t_1() {
  rmd_title='A folder for drop-ins'
  rmd_env() { :; }
  rmd_test() { [ ! -e /etc/chrony/conf.d ] || [ -d /etc/chrony/conf.d ]; }
  rmd_require '/etc/chrony/conf.d already exists as a file' t || return
  rmd_read() { rmd_show_kind /etc/chrony/conf.d L; }
  rmd_fix() { rmd_make_folder /etc/chrony/conf.d 0755 root root; }
  rmd_undo() { rmd_keep /etc/chrony/conf.d; }
  rmd_ensure state directory tu || return
  rmd_read() { rmd_show_owner /etc/chrony/conf.d root L; }
  rmd_fix() { chown root /etc/chrony/conf.d; }
  rmd_undo() { rmd_keep "$(readlink -f /etc/chrony/conf.d)"; }
  rmd_ensure owner root tu || return
  rmd_read() { rmd_show_group /etc/chrony/conf.d root L; }
  rmd_fix() { chown :root /etc/chrony/conf.d; }
  rmd_undo() { rmd_keep "$(readlink -f /etc/chrony/conf.d)"; }
  rmd_ensure group root tu || return
  rmd_read() { rmd_show_mode /etc/chrony/conf.d 0755 L; }
  rmd_fix() { rmd_own /etc/chrony/conf.d 0755 '' ''; }
  rmd_undo() { rmd_keep "$(readlink -f /etc/chrony/conf.d)"; }
  rmd_ensure mode 0755 tu || return
  rmd_read() { rmd_file_told /etc/chrony/conf.d; }
  rmd_take . t || return
  :
}
rmd_run 1
