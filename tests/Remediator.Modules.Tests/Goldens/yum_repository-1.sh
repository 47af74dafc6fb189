#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The site's own packages
rmd_t_1() {
  rmd_title='The site'\''s own packages'
  rmd_env() { :; }
  rmd_put /etc/yum.repos.d/site.repo pea '' '' '' '' '' || return
  :
}
rmd_run 1 8<&0
