#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The operator's key
rmd_t_1() {
  rmd_title='The operator'\''s key'
  rmd_env() { :; }
  rmd_want() { rmd_set_keys present AAAAC3NzaC1lZDI1NTE5AAAAIFoo 'from="10.0.0.0/8" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo operator@example.org'; }
  rmd_put /srv/keys/root ple 0600 root '' '' '' || return
  :
}
rmd_run 1
