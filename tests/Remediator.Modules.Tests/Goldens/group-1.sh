#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The group of all that belongs to Hadoop
rmd_t_1() {
  rmd_title='The group of all that belongs to Hadoop'
  rmd_env() { :; }
  rmd_read() { rmd_show_group_there hadoop; }
  rmd_fix() { if command -v groupadd >/dev/null 2>&1; then rmd_tell groupadd -g 900 -r hadoop; else rmd_tell addgroup -g 900 -S hadoop; fi; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
if command -v groupdel >/dev/null 2>&1; then rmd_tell groupdel hadoop; else rmd_tell delgroup hadoop; fi
RMD_END
  }
  rmd_undo() { rmd_keep_call group; }
  rmd_ensure group present u || return
  rmd_read() { rmd_show_group_id hadoop 900; }
  rmd_fix() { rmd_tell groupmod -g 900 hadoop; }
  rmd_back() {
rmd_back_text "${rmd_before?}" <<'RMD_END'
rmd_tell groupmod  -g "$rmd_before" hadoop
RMD_END
  }
  rmd_undo() { rmd_keep_call gid; }
  rmd_ensure gid 900 u || return
  rmd_read() { rmd_account group hadoop; }
  rmd_capture . || return
  :
}
rmd_run 1
