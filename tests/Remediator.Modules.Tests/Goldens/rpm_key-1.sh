#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The key of the site
rmd_t_1() {
  rmd_title='The key of the site'
  rmd_env() { :; }
  rmd_test() { rmd_load_key https://rpm.example.org/RPM-GPG-KEY-site 1; }
  rmd_require 'Failed to download key at https://rpm.example.org/RPM-GPG-KEY-site' || return
  rmd_test() { [ -n "$(rmd_key_ids "${rmd_d:?}/file")" ]; }
  rmd_require 'Not a valid key https://rpm.example.org/RPM-GPG-KEY-site, or gpg is not there' || return
  rmd_read() { rmd_show_rpm_key "$(rmd_key_ids "${rmd_d:?}/file" | head -n 1)"; }
  rmd_fix() { rmd_tell rpm --import "${rmd_d:?}/file"; }
  rmd_ensure key present || return
  :
}
rmd_run 1
