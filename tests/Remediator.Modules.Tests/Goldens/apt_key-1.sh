#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] The key of the site
rmd_t_1() {
  rmd_title='The key of the site'
  rmd_env() { :; }
  rmd_test() { command -v apt-key; }
  rmd_require 'Failed to find required executable "apt-key": put the key into a file of /etc/apt/keyrings and name it in the repository'\''s line with signed-by' || return
  rmd_test() { rmd_load_key https://deb.example.org/site.asc 1; }
  rmd_require 'Failed to download key at https://deb.example.org/site.asc' || return
  rmd_read() { rmd_show_apt_key 9FED2BCBDCD29CDF762678CBAED4B06F473041FA ''; }
  rmd_fix() { rmd_tell apt-key  add "${rmd_d:?}/file"; }
  rmd_back() {
rmd_back_text "$(printf %s 9FED2BCBDCD29CDF762678CBAED4B06F473041FA)" <<'RMD_END'
rmd_tell apt-key  del "$rmd_before"
RMD_END
  }
  rmd_undo() { rmd_keep_call key; }
  rmd_ensure key present u || return
  :
}
rmd_run 1
