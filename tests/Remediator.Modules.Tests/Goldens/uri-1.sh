#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Is the node manager healthy
rmd_t_1() {
  rmd_title='Is the node manager healthy'
  rmd_env() { :; }
  rmd_stdin() {
cat <<'RMD_END'
header = "User-Agent: ansible-httpget"
RMD_END
  }
  rmd_do() { rm -f "${rmd_d:?}/body"; rmd_uri http://localhost:8042/ws/v1/node/info GET 30 "${rmd_d:?}/body" '' safe 1 ; }
  rmd_judge rik result '' || return
  :
}
rmd_run 1 8<&0
