#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] A library for requests
rmd_t_1() {
  rmd_title='A library for requests'
  rmd_env() { :; }
  rmd_read() { [ -x /opt/site/bin/pip ] && echo present || echo absent; }
  rmd_fix() { rmd_pip_venv /opt/site '' no; }
  rmd_ensure virtualenv present || return
  rmd_read() { rmd_show_pip /opt/site/bin/python 'requests==2.31.0'; }
  rmd_fix() { rmd_tell /opt/site/bin/python -m pip --disable-pip-version-check --no-input install  'requests==2.31.0'; }
  rmd_ensure 'package requests' present || return
  :
}
rmd_run 1
