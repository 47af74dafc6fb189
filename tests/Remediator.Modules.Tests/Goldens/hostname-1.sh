#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The name of the node
rmd_t_1() {
  rmd_title='The name of the node'
  rmd_env() { :; }
  rmd_read() { rmd_show_hostname permanent; }
  rmd_fix() { rmd_set_hostname permanent node1.example.org; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
rmd_set_hostname permanent "$rmd_before"
RMD_END
  }
  rmd_undo() { rmd_keep_call permanent; }
  rmd_ensure permanent node1.example.org u || return
  rmd_read() { rmd_show_hostname current; }
  rmd_fix() { rmd_set_hostname current node1.example.org; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
rmd_set_hostname current "$rmd_before"
RMD_END
  }
  rmd_undo() { rmd_keep_call current; }
  rmd_ensure current node1.example.org u || return
  :
}
rmd_run 1
