#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Run the time daemon, now and after a boot
rmd_t_1() {
  rmd_title='Run the time daemon, now and after a boot'
  rmd_env() { :; }
  rmd_do() { rmd_unit_manager daemon-reload system; }
  rmd_act r '' '' '' 'non-zero return code' || return
  rmd_test() { rmd_unit_look chronyd system; }
  rmd_require 'could not look for the service chronyd' t || return
  rmd_read() { rmd_unit_masked; }
  rmd_fix() { rmd_unit_mask unmask chronyd; }
  rmd_undo() { rmd_keep_unit unmask; }
  rmd_ensure masked unmasked tu || return
  rmd_test() { rmd_unit_found chronyd; }
  rmd_require 'Could not find the requested service chronyd: host' t || return
  rmd_read() { rmd_unit_enabled enabled; }
  rmd_fix() { rmd_unit_enable enable chronyd default; }
  rmd_undo() { rmd_keep_unit enable; }
  rmd_ensure enabled enabled tu || return
  rmd_read() { rmd_unit_active active; }
  rmd_fix() { rmd_unit_do start chronyd; }
  rmd_undo() { rmd_keep_unit start; }
  rmd_ensure active active tu || return
  rmd_read() { rmd_unit_told; }
  rmd_take status t || return
  :
}
rmd_run 1
