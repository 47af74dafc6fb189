#!/bin/sh
# shellcheck disable=SC2317

# [1] The name of the node
rmd_t_1() {
  rmd_env() { :; }
  rmd_read() { rmd_show_hostname permanent; }
  rmd_fix() { rmd_set_hostname permanent node1.example.org; }
  rmd_ensure permanent node1.example.org || return
  rmd_read() { rmd_show_hostname current; }
  rmd_fix() { rmd_set_hostname current node1.example.org; }
  rmd_ensure current node1.example.org || return
  :
}
rmd_run 1
