#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Write the mark once
rmd_t_1() {
  rmd_title='Write the mark once'
  rmd_env() { :; }
  rmd_unless() {
cd /var/lib || return 1
rmd_exists /var/lib/mark
  }
  rmd_stdin() {
cat <<'RMD_END'
done
RMD_END
  }
  rmd_do() {
cd /var/lib || return 1
exec /bin/sh -c 'cat >mark'
  }
  rmd_act rcoui '' 'Did not run command since '\''/var/lib/mark'\'' exists' '' 'non-zero return code' || return
  :
}
rmd_run 1
