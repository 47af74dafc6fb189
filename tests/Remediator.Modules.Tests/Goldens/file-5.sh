#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] One file under two names
rmd_t_1() {
  rmd_title='One file under two names'
  rmd_env() { :; }
  rmd_test() { rmd_may_link /srv/b /srv/a '' hard; }
  rmd_require '/srv/b cannot be made a hard link' t || return
  rmd_read() { rmd_show_hard_link /srv/b /srv/a; }
  rmd_fix() { rmd_make_link /srv/b /srv/a hard; }
  rmd_undo() { rmd_keep /srv/b; }
  rmd_ensure state 'hard link to /srv/a' tu || return
  rmd_read() { rmd_file_told /srv/b; }
  rmd_take . t || return
  :
}
rmd_run 1
