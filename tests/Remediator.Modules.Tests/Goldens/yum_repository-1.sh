#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The site's own packages
rmd_t_1() {
  rmd_title='The site'\''s own packages'
  rmd_env() { :; }
  rmd_want() {
rmd_set_section site '[site]
baseurl = http://rpm.example.org/site/
enabled = 1
gpgcheck = 0
name = Our packages
'
  }
  rmd_put /etc/yum.repos.d/site.repo pe '' '' '' '' '' || return
  :
}
rmd_run 1
