#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Remove the old drift file
rmd_t_1() {
  rmd_title='Remove the old drift file'
  rmd_env() { :; }
  rmd_unless() { ! rmd_exists /var/lib/ntp.drift; }
  rmd_do() { rm /var/lib/ntp.drift; }
  rmd_act rpcou '' 'Did not run command since '\''/var/lib/ntp.drift'\'' does not exist' '' 'non-zero return code' || return
  :
}
rmd_run 1
