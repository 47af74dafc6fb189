#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Allow the cluster's network
rmd_t_1() {
  rmd_title='Allow the cluster'\''s network'
  rmd_env() { :; }
  rmd_text='allow 10.0.0.0/8
'
  rmd_put /etc/chrony/conf.d/allow.conf pt 0640 root '' '' '' || return
  rmd_read() { rmd_put_told; }
  rmd_take . t || return
  :
}
rmd_run 1
