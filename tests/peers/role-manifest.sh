#!/bin/sh
# Runs in a host. Prints what a role may have changed, one thing a line, KEY<tab>STATE: every path with its type, mode, owner,
# link target and checksum, and every service unit that can be enabled. What changes by itself is left out: caches, logs,
# the package manager's records, what Ansible and Python leave behind, our own journal of changes; of chronyd's measurements, the content.
paths() {
  find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path /tmp -o -path /var/tmp -o -path /var/log \
    -o -path /var/cache -o -path /var/backups -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /var/lib/systemd -o -path /var/lib/remediator \
    -o -path /etc/ld.so.cache -o -name .ansible -o -name __pycache__ \) -prune -o "$@"
}
tab=$(printf '\t')
{
  paths -printf '%p\t%y %m %u:%g %l\n'
  paths -type f ! -path '/var/lib/chrony/*' -exec sha256sum {} + | sed "s/^\([^ ]*\)  \(.*\)/\2$tab\1/"
} | sed "s/\.[0-9]*\.[0-9-]*@[0-9:]*~$tab/.BACKUP~$tab/" |
  awk -F "$tab" '{ state[$1] = state[$1] $2 " " } END { for (path in state) print path "\t" state[path] }'
systemctl list-unit-files --type=service --no-legend --no-pager --plain | while read -r unit file _; do
  case $unit,$file in
    *@.service,*) ;; # a template has no state
    *,enabled | *,disabled | *,masked) printf 'unit %s\t%s %s\n' "$unit" "$file" "$(systemctl is-active "$unit")" ;;
  esac
done
