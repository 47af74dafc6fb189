#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Set the time once
rmd_t_1() {
  rmd_title='Set the time once'
  rmd_env() { :; }
  rmd_file() {
cat <<'RMD_END'
content of set-time
RMD_END
  }
  rmd_stage || return
  rmd_unless() { rmd_exists /var/lib/time-set; }
  rmd_do() { /bin/sh -c '/bin/sh "$0" --once' "${rmd_d:?}/file"; }
  rmd_act rpcou '' 'Did not run command since '\''/var/lib/time-set'\'' exists' '' 'non-zero return code' || return
  :
}
rmd_run 1
