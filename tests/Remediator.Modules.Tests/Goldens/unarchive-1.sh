#!/bin/sh
# shellcheck disable=SC2317

# [1] Unpack what was loaded
rmd_t_1() {
  rmd_env() { :; }
  rmd_test() { rmd_may_unpack /srv/spark.tar /opt; }
  rmd_require 'the archive cannot be unpacked' || return
  rmd_read() { rmd_show_unpacked /srv/spark.tar /opt unpacked ; }
  rmd_fix() { rmd_unpack /srv/spark.tar /opt ; }
  rmd_ensure content unpacked || return
  rmd_read() { rmd_show_listed /srv/spark.tar /opt mode 'u=rwX,g=rX,o=rX'; }
  rmd_fix() { rmd_own_listed /srv/spark.tar /opt 'u=rwX,g=rX,o=rX' '' ''; }
  rmd_ensure mode 'u=rwX,g=rX,o=rX' || return
  rmd_read() { rmd_archive_kind /srv/spark.tar; }
  rmd_capture handler || return
  rmd_read() { rmd_file_state /opt; }
  rmd_capture . || return
  :
}
rmd_run 1
