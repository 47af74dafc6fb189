#!/bin/sh
# shellcheck disable=SC2317

# [1] The list of leap seconds
rmd_t_1() {
  rmd_env() { :; }
  rmd_stdin() {
cat <<'RMD_END'
header = "User-Agent: ansible-httpget"
RMD_END
  }
  rmd_do() { rmd_download /var/lib/ leap-seconds.list '' sha1 8bd1cd0eb1e85de3f4e52b95a4d7d8f4a4a5a3f6 file:///etc/mirror/leap-seconds.list GET 10 "${rmd_d:?}/download" '' all 1 ; }
  rmd_judge ri result '' || return
  rmd_read() { rmd_downloaded /var/lib/ leap-seconds.list; }
  rmd_capture . || return
  rmd_want() { if [ -e "${rmd_d:?}/download" ]; then cat "${rmd_d:?}/download"; else cat; fi; }
  rmd_put /var/lib/ pe 0644 '' '' leap-seconds.list '' || return
  rmd_read() { rmd_put_state; }
  rmd_capture . || return
  :
}
rmd_run 1 8<&0
