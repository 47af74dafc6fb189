#!/usr/bin/env bash
# The faults a lab host can be given. Sourced by lab.sh.
# shellcheck shell=bash

list_faults() {
  cat <<'END'
resources                 chronyd in "failed (Result: resources)"; reset-failed and start would heal it
config                    chrony.conf names a server that does not exist, twice; chronyd runs on it
stopped                   chronyd stopped and disabled
passes-p-fatal-at-start   a configuration that chronyd -p accepts and the daemon refuses; chronyd failed
skew SECONDS              chronyd sees its clock SECONDS slow (fast when negative), and has no makestep
ntp-unreachable           the NTP server cannot be reached
net-down                  the host's network goes silent, in mid-connection
sshd-kill                 sshd and its sessions killed, port 22 closed
disk-full                 no byte left on /
END
}

# break_host I FAULT [ARG]
break_host() {
  local i=$1 fault=${2:-} arg=${3:-} unit config
  unit=$(host_unit "$i")
  config=$(host_config "$i")
  case $fault in
    resources)
      host_exec "$i" "
        mkdir -p /run/systemd/system/$unit.service.d
        printf '[Service]\nEnvironmentFile=/nonexistent\n' >/run/systemd/system/$unit.service.d/broken.conf
        systemctl daemon-reload
        systemctl restart $unit 2>/dev/null
        rm -r /run/systemd/system/$unit.service.d
        systemctl daemon-reload"
      ;;
    config)
      host_exec "$i" "
        grep -vE '^(server|pool) ' $config >$config.new
        printf 'server %s prefer iburst\n' 198.18.$NET.250 198.18.$NET.250 >>$config.new
        cat $config.new >$config
        rm $config.new
        systemctl restart $unit"
      ;;
    stopped) host_exec "$i" "systemctl -q disable $unit; systemctl stop $unit" ;;
    passes-p-fatal-at-start)
      host_exec "$i" "
        if [ $unit = chronyd ]; then echo 'hwtimestamp nosuch0' >>$config
        else echo 'hwtimestamp nosuch0' >/etc/chrony/conf.d/broken.conf; fi
        systemctl restart $unit 2>/dev/null; :"
      ;;
    skew)
      case $arg in '' | *[!0-9.-]*) die 'skew: how many seconds?' ;; esac
      # `offset` shifts what is measured; a makestep would seem to set the clock and hide it from `System time`
      host_exec "$i" "
        sed -i -E -e 's/^(server|pool) .*/server $(ntp_address) iburst offset $arg/' -e '/^makestep/d' $config
        systemctl restart $unit"
      ;;
    ntp-unreachable) ip -n "$(host_netns "$i")" route add blackhole "$(ntp_address)" ;;
    net-down) ip link set "rlab$NET-$i" down ;;
    sshd-kill)
      # stopped first, else Restart=on-failure brings it back; then its sessions, which the stop leaves alone
      host_exec "$i" 'systemctl stop ssh.socket ssh.service; pkill -9 -x sshd; :'
      ;;
    disk-full) host_exec "$i" 'cat /dev/zero >/var/tmp/filler 2>/dev/null; :' ;;
    *) die "unknown fault $fault; there are:
$(list_faults)" ;;
  esac
}

# mend_host I: ends what no playbook could, because the host cannot be reached or not be written to.
mend_host() {
  ip -n "$(host_netns "$1")" route del blackhole "$(ntp_address)" 2>/dev/null || true
  ip link set "rlab$NET-$1" up
  host_exec "$1" 'rm -f /var/tmp/filler; systemctl start ssh'
}
