#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The user of the data nodes
rmd_t_1() {
  rmd_title='The user of the data nodes'
  rmd_env() { :; }
  rmd_test() { rmd_need_groups hadoop,adm; }
  rmd_require 'a group does not exist' || return
  rmd_read() { rmd_show_user hdfs; }
  rmd_fix() { if command -v useradd >/dev/null 2>&1; then rmd_add_user hdfs /var/lib/hdfs -u 1017 -G hadoop,adm -c 'Hadoop'\''s files' -d /var/lib/hdfs -s /bin/sh -M; else rmd_add_user_small hdfs '' hadoop,adm -u 1017 -g 'Hadoop'\''s files' -h /var/lib/hdfs -s /bin/sh -H; fi; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
if command -v userdel >/dev/null 2>&1; then rmd_tell userdel hdfs; else rmd_tell deluser hdfs; fi
RMD_END
  }
  rmd_undo() { rmd_keep_call user; }
  rmd_ensure user present u || return
  rmd_read() { rmd_show_user_field hdfs 3 1017; }
  rmd_fix() { rmd_tell usermod -u 1017 hdfs; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
rmd_tell usermod -o -u "$rmd_before" hdfs
RMD_END
  }
  rmd_undo() { rmd_keep_call uid; }
  rmd_ensure uid 1017 u || return
  rmd_read() { rmd_show_user_groups hdfs hadoop,adm append; }
  rmd_fix() { rmd_set_groups hdfs hadoop,adm append; }
  rmd_back() {
rmd_back_text "$(rmd_groups_of hdfs | paste -s -d , -)" <<'RMD_END'
rmd_set_groups hdfs "$rmd_before"
RMD_END
  }
  rmd_undo() { rmd_keep_call groups; }
  rmd_ensure groups hadoop,adm u || return
  rmd_read() { rmd_show_user_field hdfs 5 'Hadoop'\''s files'; }
  rmd_fix() { rmd_tell usermod -c 'Hadoop'\''s files' hdfs; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
rmd_tell usermod -c "$rmd_before" hdfs
RMD_END
  }
  rmd_undo() { rmd_keep_call comment; }
  rmd_ensure comment 'Hadoop'\''s files' u || return
  rmd_read() { rmd_show_user_field hdfs 6 /var/lib/hdfs; }
  rmd_fix() { rmd_tell usermod -d /var/lib/hdfs hdfs; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
rmd_tell usermod -d "$rmd_before" hdfs
RMD_END
  }
  rmd_undo() { rmd_keep_call home; }
  rmd_ensure home /var/lib/hdfs u || return
  rmd_read() { rmd_show_user_field hdfs 7 /bin/sh; }
  rmd_fix() { rmd_tell usermod -s /bin/sh hdfs; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
rmd_tell usermod -s "$rmd_before" hdfs
RMD_END
  }
  rmd_undo() { rmd_keep_call shell; }
  rmd_ensure shell /bin/sh u || return
  rmd_read() { rmd_account passwd hdfs; }
  rmd_capture . || return
  :
}
rmd_run 1
