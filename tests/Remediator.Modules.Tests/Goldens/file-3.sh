#!/bin/sh
# shellcheck disable=SC2034,SC2317

# [1] Everybody reads the logs, nobody else writes them
rmd_t_1() {
  rmd_title='Everybody reads the logs, nobody else writes them'
  rmd_env() { :; }
  rmd_test() { [ ! -e /var/log/chrony ] || [ -d /var/log/chrony ]; }
  rmd_require '/var/log/chrony already exists as a file' t || return
  rmd_read() { rmd_show_kind /var/log/chrony L; }
  rmd_fix() { rmd_make_folder /var/log/chrony 'u=rwX,g=rX,o=rX' '' ''; }
  rmd_undo() { rmd_keep /var/log/chrony; }
  rmd_ensure state directory tu || return
  rmd_read() { rmd_show_mode /var/log/chrony 'u=rwX,g=rX,o=rX' L; }
  rmd_fix() { rmd_own /var/log/chrony 'u=rwX,g=rX,o=rX' '' ''; }
  rmd_undo() { rmd_keep "$(readlink -f /var/log/chrony)"; }
  rmd_ensure mode 'u=rwX,g=rX,o=rX' tu || return
  rmd_read() { rmd_show_below /var/log/chrony 'u=rwX,g=rX,o=rX' 0%a -mindepth 1 ! -type l \( -type d \( ! -perm -0400 -o ! -perm -0200 -o ! -perm -0100 -o ! -perm -0040 -o ! -perm -0010 -o ! -perm -0004 -o ! -perm -0001 -o -perm -0020 -o -perm -0002 \) -o ! -type d \( -perm -0100 -o -perm -0010 -o -perm -0001 \) \( ! -perm -0400 -o ! -perm -0200 -o ! -perm -0100 -o ! -perm -0040 -o ! -perm -0010 -o ! -perm -0004 -o ! -perm -0001 -o -perm -04000 -o -perm -02000 -o -perm -0020 -o -perm -0002 \) -o ! -type d ! \( -perm -0100 -o -perm -0010 -o -perm -0001 \) \( ! -perm -0400 -o ! -perm -0200 -o ! -perm -0040 -o ! -perm -0004 -o -perm -04000 -o -perm -02000 -o -perm -0100 -o -perm -0020 -o -perm -0010 -o -perm -0002 -o -perm -0001 \) \); }
  rmd_fix() { find /var/log/chrony -mindepth 1 ! -type l \( -type d \( ! -perm -0400 -o ! -perm -0200 -o ! -perm -0100 -o ! -perm -0040 -o ! -perm -0010 -o ! -perm -0004 -o ! -perm -0001 -o -perm -0020 -o -perm -0002 \) -o ! -type d \( -perm -0100 -o -perm -0010 -o -perm -0001 \) \( ! -perm -0400 -o ! -perm -0200 -o ! -perm -0100 -o ! -perm -0040 -o ! -perm -0010 -o ! -perm -0004 -o ! -perm -0001 -o -perm -04000 -o -perm -02000 -o -perm -0020 -o -perm -0002 \) -o ! -type d ! \( -perm -0100 -o -perm -0010 -o -perm -0001 \) \( ! -perm -0400 -o ! -perm -0200 -o ! -perm -0040 -o ! -perm -0004 -o -perm -04000 -o -perm -02000 -o -perm -0100 -o -perm -0020 -o -perm -0010 -o -perm -0002 -o -perm -0001 \) \) -exec chmod 'u=rwX,g=rX,o=rX' {} +; }
  rmd_undo() { rmd_keep_below /var/log/chrony; }
  rmd_ensure 'mode below' 'u=rwX,g=rX,o=rX' u || return
  rmd_read() { rmd_file_told /var/log/chrony; }
  rmd_take . t || return
  :
}
rmd_run 1
