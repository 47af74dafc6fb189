#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Allow the cluster's network
rmd_t_1() {
  rmd_title='Allow the cluster'\''s network'
  rmd_env() { :; }
  rmd_want() {
cat <<'RMD_END'
allow 10.0.0.0/8
RMD_END
  }
  rmd_put /etc/chrony/conf.d/allow.conf p 0640 root '' '' '' || return
  rmd_read() { rmd_put_told; }
  rmd_take . kept || return
  :
}
rmd_run 1
