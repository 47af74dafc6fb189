#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Unpack what was loaded
rmd_t_1() {
  rmd_title='Unpack what was loaded'
  rmd_env() { :; }
  rmd_test() { rmd_may_unpack /srv/spark.tar /opt; }
  rmd_require 'the archive cannot be unpacked' || return
  rmd_read() { rmd_show_unpacked /srv/spark.tar /opt unpacked ; }
  rmd_fix() { rmd_unpack /srv/spark.tar /opt ; }
  rmd_undo() { { rmd_archive_list /srv/spark.tar; } >"${rmd_d:?}/names" && rmd_keep_names /opt; }
  rmd_ensure content unpacked u || return
  rmd_read() { rmd_show_listed /srv/spark.tar /opt mode 'u=rwX,g=rX,o=rX'; }
  rmd_fix() { rmd_own_listed /srv/spark.tar /opt 'u=rwX,g=rX,o=rX' '' ''; }
  rmd_undo() { { rmd_archive_list /srv/spark.tar; } >"${rmd_d:?}/names" && rmd_keep_names /opt; }
  rmd_ensure mode 'u=rwX,g=rX,o=rX' u || return
  rmd_read() { rmd_archive_kind /srv/spark.tar; }
  rmd_capture handler || return
  rmd_read() { rmd_file_told /opt; }
  rmd_take . t || return
  :
}
rmd_run 1
