#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Keep a copy of a folder
rmd_t_1() {
  rmd_title='Keep a copy of a folder'
  rmd_env() { :; }
  rmd_test() { [ -e /etc/chrony/ ]; }
  rmd_require 'Source /etc/chrony/ not found' || return
  rmd_read() { rmd_show_tree /etc/chrony/ "$(rmd_tree_place /etc/chrony/ /var/lib/chrony.orig '')" force; }
  rmd_fix() { rmd_copy_tree /etc/chrony/ "$(rmd_tree_place /etc/chrony/ /var/lib/chrony.orig '')" force '' 0600; }
  rmd_undo() { { (cd /etc/chrony/ && find . -mindepth 1); } >"${rmd_d:?}/names" && rmd_keep_names "$(rmd_tree_place /etc/chrony/ /var/lib/chrony.orig '')"; }
  rmd_ensure tree declared u || return
  rmd_read() { if [ -d /etc/chrony/ ]; then rmd_show_below "$(rmd_tree_place /etc/chrony/ /var/lib/chrony.orig '')" 0600 0%a -type f ! -perm 0600; else echo 0600; fi; }
  rmd_fix() { find "$(rmd_tree_place /etc/chrony/ /var/lib/chrony.orig '')" -type f ! -perm 0600 -exec chmod 0600 {} +; }
  rmd_undo() { rmd_keep_below "$(rmd_tree_place /etc/chrony/ /var/lib/chrony.orig '')"; }
  rmd_ensure 'mode of tree' 0600 u || return
  rmd_want() { cat /etc/chrony/; }
  [ -d /etc/chrony/ ] || rmd_put /var/lib/chrony.orig pe 0600 '' '' chrony '' || return
  rmd_read() { if [ -d /etc/chrony/ ]; then rmd_file_state "$(rmd_tree_place /etc/chrony/ /var/lib/chrony.orig '')"; else rmd_put_state; fi; }
  rmd_capture . || return
  :
}
rmd_run 1
