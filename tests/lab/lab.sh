#!/usr/bin/env bash
# lab.sh: hosts with a real systemd, sshd and chronyd, in containers on this machine, beside an NTP server.
#   up N [--variant nopy|py|bare|barepy] [--variant nsI=…]… [--size 128m] [--layout nsI=rhel]…   hosts ns1 … nsN
#   down                 ends and removes all of it, also what a crash left
#   ssh I [COMMAND…]     as root, or as $LAB_USER (root, ops, pw)
#   exec I COMMAND…      in host I without ssh
#   list | status        addresses | which hosts run
#   inventory            prints the inventory's path
#   break I FAULT [ARG]  makes a fault (`break` alone lists them); mend I ends those of network, disk and sshd
#   snapshot I           what check mode must not change: /etc, /usr/local, unit states
# LAB_NAME=other runs a second lab beside the first. State: $REMEDIATOR_LAB, else ${TMPDIR:-/tmp}/remediator-lab.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
. "$LAB_DIR/host.sh"
. "$LAB_DIR/faults.sh"

RUN=$LAB_ROOT/run/$LAB_NAME
NET=$(bridge_number "$RUN" rlab)

lab_up() {
  local count='' variant=nopy variants=' ' size=128m layouts=' ' start i layout own lower hosts=() pids=() bad=0
  local -A lowers=()
  while [ $# -gt 0 ]; do
    case $1 in
      --variant)
        case $2 in ns*=*) variants+="$2 " ;; *) variant=$2 ;; esac
        shift
        ;;
      --size) size=$2; shift ;;
      --layout) layouts+="$2 "; shift ;;
      [1-9] | [1-9][0-9] | 1[0-4][0-9] | 150) count=$1 ;;
      *) die "up: $1 is neither a number of hosts up to 150 nor an option" ;;
    esac
    shift
  done
  [ -n "$count" ] || die 'up: how many hosts?'
  lab_require_host
  for own in nopy "$variant" $variants $layouts; do
    own=${own#*=}
    [ -n "${lowers[$own]:-}" ] || lowers[$own]=$("$LAB_DIR/base.sh" "$own")
  done
  lab_down
  start=$(now)
  mkdir -p "$RUN"
  take_bridge "$RUN" rlab 200
  NET=$(cat "$RUN/net")
  ip addr add "198.18.$NET.1/24" dev "rlab$NET"
  write_ssh_files "$RUN"
  if [ "$count" -gt 10 ] && [ "$(sysctl -n fs.inotify.max_user_instances)" -lt 2048 ]; then
    sysctl -q fs.inotify.max_user_instances=2048 # each systemd takes several
  fi

  add_netns "rlab$NET-ntp" "rlab$NET-ntp" "rlab$NET" "$(ntp_address)/24"
  ntp_start "rlab$NET-ntp" "${lowers[nopy]}" "$RUN"

  for i in $(seq "$count"); do
    layout=debian
    case $layouts in *" ns$i=rhel "*) layout=rhel ;; *" ns$i="*) die "up: the only layout is rhel" ;; esac
    own=$variant
    case $variants in *" ns$i="*) own=${variants#*" ns$i="} own=${own%% *} ;; esac
    if [ $layout = rhel ]; then lower=${lowers[rhel]}; else lower=${lowers[$own]}; fi
    host_prepare "$i" "$layout" "$own" "$lower" "$size"
    host_start "$i"
    hosts+=("ns$i=$(host_address "$i")")
  done
  write_inventory "$RUN" "$(ntp_address)" ops "${hosts[@]}"
  for i in $(seq "$count"); do
    host_wait "$i" 120 &
    pids+=($!)
  done
  for i in "${pids[@]}"; do wait "$i" || bad=$((bad + 1)); done
  [ $bad = 0 ] || die "$bad of $count hosts did not start"
  say "lab: $count hosts ($variant) ready in $(since "$start") s; inventory: $RUN/inventory.ini"
}

lab_down() {
  local i g
  [ -d "$RUN" ] || return 0
  if [ -n "$NET" ]; then
    for i in $(host_numbers); do host_kill "$i"; done
    for i in $(host_numbers); do host_remove "$i"; done
    ntp_stop "$RUN"
    ip netns del "rlab$NET-ntp" 2>/dev/null || true
    ip link del "rlab$NET-ntp" 2>/dev/null || true
    ip link del "rlab$NET" 2>/dev/null || true
    for g in $(cgroup_roots); do rmdir "$g/rlab$NET" 2>/dev/null || true; done
  fi
  rm -rf --one-file-system "$RUN"
}

lab_status() {
  local i state
  for i in $(host_numbers); do
    state=down
    [ -z "$(host_leader "$i")" ] || state=up
    printf 'ns%s %s %s\n' "$i" "$(host_address "$i")" "$state"
  done
}

need_host() {
  [ -n "${1:-}" ] && [ -d "$RUN/ns$1" ] && return 0
  die "there is no host ${1:-(number missing)}; lab $LAB_NAME has: $(host_numbers | xargs)"
}

verb=${1:-}
[ $# = 0 ] || shift
case $verb in
  up) lab_up "$@" ;;
  down) lab_down ;;
  ssh)
    need_host "${1:-}"
    i=$1
    shift
    exec ssh -F "$RUN/ssh_config" "${LAB_USER:-root}@$(host_address "$i")" "$@"
    ;;
  exec)
    need_host "${1:-}"
    host_exec "$@"
    ;;
  list) for i in $(host_numbers); do echo "ns$i $(host_address "$i")"; done ;;
  status) lab_status ;;
  inventory) echo "$RUN/inventory.ini" ;;
  break)
    [ $# -gt 0 ] || { list_faults; exit; }
    need_host "$1"
    break_host "$@"
    ;;
  mend)
    need_host "${1:-}"
    mend_host "$1"
    ;;
  snapshot)
    need_host "${1:-}"
    host_exec "$1" "$(cat "$LAB_DIR/snapshot.sh")"
    ;;
  *)
    sed -n '2,/^# LAB_NAME/s/^# \{0,1\}//p' "$0"
    [ "$verb" = help ] || exit 2
    ;;
esac
