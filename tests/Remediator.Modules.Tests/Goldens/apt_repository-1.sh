#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The site's own packages
rmd_t_1() {
  rmd_title='The site'\''s own packages'
  rmd_env() { :; }
  rmd_read() { rmd_show_apt_source /etc/apt 'deb [arch=amd64] http://deb.example.org/site stable main'; }
  rmd_fix() { rmd_add_apt_source /etc/apt/sources.list.d/site.list 'deb [arch=amd64] http://deb.example.org/site stable main' 0644; }
  rmd_undo() { rmd_keep /etc/apt/sources.list.d/site.list; }
  rmd_ensure repository present u || return
  rmd_unless() { [ -z "${rmd_changed-}" ]; }
  rmd_do() { apt-get -q update; }
  rmd_act rcu cache '' '' 'Failed to update apt cache' || return
  :
}
rmd_run 1
