#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The host's time zone
rmd_t_1() {
  rmd_title='The host'\''s time zone'
  rmd_env() { :; }
  rmd_test() { rmd_may_link /etc/localtime /usr/share/zoneinfo/UTC force; }
  rmd_require 'the link cannot be made' t || return
  rmd_read() { rmd_show_link /etc/localtime; }
  rmd_fix() { rmd_make_link /etc/localtime /usr/share/zoneinfo/UTC; }
  rmd_undo() { rmd_keep /etc/localtime; }
  rmd_ensure state 'link to /usr/share/zoneinfo/UTC' tu || return
  rmd_read() { rmd_file_told /etc/localtime; }
  rmd_take . t || return
  :
}
rmd_run 1
