#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The key of the gate
rmd_t_1() {
  rmd_title='The key of the gate'
  rmd_env() { :; }
  rmd_want() { rmd_set_known present gate.example.org '|1|xY7AMqv8xXhBcyFVwoRNe3ZL+9M=|78ipPdIj9vSxnZKr4Zl8vEMOIgA=' ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo 'gate.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFoo'; }
  rmd_put /etc/ssh_known_hosts plde '' '' '' '' '' || return
  :
}
rmd_run 1
