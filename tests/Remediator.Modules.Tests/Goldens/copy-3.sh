#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Put what is in a folder on the host
rmd_t_1() {
  rmd_title='Put what is in a folder on the host'
  rmd_env() { :; }
  rmd_read() { rmd_show_kind /etc/chrony/sources.d L; }
  rmd_fix() { rmd_make_folder /etc/chrony/sources.d 0755 '' ''; }
  rmd_undo() { rmd_keep /etc/chrony/sources.d; }
  rmd_ensure folder directory tu || return
  rmd_text='content of a.sources
'
  rmd_put /etc/chrony/sources.d/a.sources pt 0644 '' '' '' a.sources || return
  rmd_read() { rmd_show_kind /etc/chrony/sources.d/sub L; }
  rmd_fix() { rmd_make_folder /etc/chrony/sources.d/sub 0755 '' ''; }
  rmd_undo() { rmd_keep /etc/chrony/sources.d/sub; }
  rmd_ensure 'folder sub' directory tu || return
  rmd_text='content of sub/b.sources
'
  rmd_put /etc/chrony/sources.d/sub/b.sources pt 0644 '' '' '' sub/b.sources || return
  rmd_read() { rmd_file_told /etc/chrony/sources.d; }
  rmd_take . t || return
  :
}
rmd_run 1
