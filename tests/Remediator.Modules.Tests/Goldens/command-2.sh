#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Make the key once
rmd_t_1() {
  rmd_title='Make the key once'
  rmd_env() { :; }
  rmd_unless() {
cd /etc/chrony || return 1
rmd_exists 'ke?'
  }
  rmd_do() {
cd /etc/chrony || return 1
exec cp 'a key' key
  }
  rmd_act rcou '' 'Did not run command since '\''ke?'\'' exists' '' 'non-zero return code' || return
  :
}
rmd_run 1
