#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Keep the distribution's configuration
rmd_t_1() {
  rmd_title='Keep the distribution'\''s configuration'
  rmd_env() { :; }
  rmd_test() { [ -e /etc/chrony.conf ]; }
  rmd_require 'Source /etc/chrony.conf not found' || return
  rmd_read() { rmd_show_tree /etc/chrony.conf "$(rmd_tree_place /etc/chrony.conf /etc/chrony.conf.orig chrony.conf)" ''; }
  rmd_fix() { rmd_copy_tree /etc/chrony.conf "$(rmd_tree_place /etc/chrony.conf /etc/chrony.conf.orig chrony.conf)" '' '' ''; }
  rmd_undo() { { (cd /etc/chrony.conf && find . -mindepth 1); } >"${rmd_d:?}/names" && rmd_keep_names "$(rmd_tree_place /etc/chrony.conf /etc/chrony.conf.orig chrony.conf)"; }
  rmd_ensure tree declared u || return
  rmd_want() { cat /etc/chrony.conf; }
  [ -d /etc/chrony.conf ] || rmd_put /etc/chrony.conf.orig pne '' '' '' chrony.conf '' || return
  rmd_read() { if [ -d /etc/chrony.conf ]; then rmd_file_state "$(rmd_tree_place /etc/chrony.conf /etc/chrony.conf.orig chrony.conf)"; else rmd_put_state; fi; }
  rmd_capture . || return
  :
}
rmd_run 1
