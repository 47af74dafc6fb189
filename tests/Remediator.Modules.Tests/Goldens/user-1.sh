#!/bin/sh
# shellcheck disable=SC2317

# [1] The user of the data nodes
rmd_t_1() {
  rmd_env() { :; }
  rmd_test() { rmd_need_groups hadoop,adm; }
  rmd_require 'a group does not exist' || return
  rmd_read() { rmd_show_user hdfs; }
  rmd_fix() { if command -v useradd >/dev/null 2>&1; then rmd_add_user hdfs /var/lib/hdfs -u 1017 -G hadoop,adm -c 'Hadoop'\''s files' -d /var/lib/hdfs -s /bin/sh -M; else rmd_add_user_small hdfs '' hadoop,adm -u 1017 -g 'Hadoop'\''s files' -h /var/lib/hdfs -s /bin/sh -H; fi; }
  rmd_ensure user present || return
  rmd_read() { rmd_show_user_field hdfs 3 1017; }
  rmd_fix() { rmd_tell usermod -u 1017 hdfs; }
  rmd_ensure uid 1017 || return
  rmd_read() { rmd_show_user_groups hdfs hadoop,adm append; }
  rmd_fix() { rmd_set_groups hdfs hadoop,adm append; }
  rmd_ensure groups hadoop,adm || return
  rmd_read() { rmd_show_user_field hdfs 5 'Hadoop'\''s files'; }
  rmd_fix() { rmd_tell usermod -c 'Hadoop'\''s files' hdfs; }
  rmd_ensure comment 'Hadoop'\''s files' || return
  rmd_read() { rmd_show_user_field hdfs 6 /var/lib/hdfs; }
  rmd_fix() { rmd_tell usermod -d /var/lib/hdfs hdfs; }
  rmd_ensure home /var/lib/hdfs || return
  rmd_read() { rmd_show_user_field hdfs 7 /bin/sh; }
  rmd_fix() { rmd_tell usermod -s /bin/sh hdfs; }
  rmd_ensure shell /bin/sh || return
  rmd_read() { rmd_account passwd hdfs; }
  rmd_capture . || return
  :
}
rmd_run 1
