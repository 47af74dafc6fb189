#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The list of leap seconds
rmd_t_1() {
  rmd_title='The list of leap seconds'
  rmd_env() { :; }
  rmd_expect() { rmd_is_loaded; }
  rmd_stdin() {
cat <<'RMD_END'
header = "User-Agent: ansible-httpget"
RMD_END
  }
  rmd_do() { rmd_load /var/lib/ leap-seconds.list '' '' '' https://mirror.example.org/leap-seconds.list GET 10 "${rmd_d:?}/download" '' all 1 ; }
  rmd_act rei '' '' 'Request failed: https://mirror.example.org/leap-seconds.list' 'non-zero return code' || return
  rmd_read() { rmd_downloaded /var/lib/ leap-seconds.list; }
  rmd_capture . || return
  rmd_want() { if [ -e "${rmd_d:?}/download" ]; then cat "${rmd_d:?}/download"; else cat; fi; }
  rmd_put /var/lib/ pe 0644 '' '' leap-seconds.list '' || return
  rmd_read() { rmd_put_told; }
  rmd_take . t || return
  :
}
rmd_run 1
