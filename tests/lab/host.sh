#!/usr/bin/env bash
# One host of the lab: a systemd-nspawn container with a network namespace, a cgroup and a writable layer of its own.
# Sourced by lab.sh, which sets RUN (the lab's folder) and NET (its number: bridge rlabNET, network 198.18.NET.0/24).
# shellcheck disable=SC2034  # used by the scripts that source this one

# The unit's ConditionCapability=CAP_SYS_TIME holds, but the clock, which is this machine's, cannot be set.
NO_CLOCK=(--capability=CAP_SYS_TIME)
for call in clock_settime clock_settime64 settimeofday adjtimex clock_adjtime clock_adjtime64; do
  NO_CLOCK+=("--system-call-filter=~$call")
done

host_address() { echo "198.18.$NET.$((100 + $1))"; }
ntp_address() { echo "198.18.$NET.2"; }
host_netns() { echo "rlab$NET-ns$1"; }
host_root() { echo "$RUN/ns$1/root"; }
host_numbers() { find "$RUN" -maxdepth 1 -name 'ns[0-9]*' -printf '%f\n' 2>/dev/null | tr -d ns | sort -n; }
host_layout() { cat "$RUN/ns$1/layout"; }
host_unit() { if [ "$(host_layout "$1")" = rhel ]; then echo chronyd; else echo chrony; fi; }
host_config() { if [ "$(host_layout "$1")" = rhel ]; then echo /etc/chrony.conf; else echo /etc/chrony/chrony.conf; fi; }

# host_prepare I LAYOUT VARIANT LOWERDIRS SIZE: disk, keys, configuration.
host_prepare() {
  local i=$1 layout=$2 variant=$3 lower=$4 size=$5 dir=$RUN/ns$1 upper root config
  mkdir -p "$dir/disk" "$dir/root"
  echo "$layout" >"$dir/layout"
  mount -t tmpfs -o "size=$size,nr_inodes=20000,mode=755" "lab-ns$i" "$dir/disk"
  upper=$dir/disk/upper
  mkdir -p "$upper/etc/ssh" "$dir/disk/work"
  echo "ns$i" >"$upper/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 ns%s\n' "$i" >"$upper/etc/hosts"
  cp "$RUN/id_ed25519.pub" "$upper/etc/ssh/lab_keys"
  ssh-keygen -q -t ed25519 -N '' -C "ns$i" -f "$upper/etc/ssh/ssh_host_ed25519_key"
  printf '%s,ns%s %s\n' "$(host_address "$i")" "$i" "$(cut -d' ' -f1,2 "$upper/etc/ssh/ssh_host_ed25519_key.pub")" \
    >>"$RUN/known_hosts"
  root=$(host_root "$i")
  mount -t overlay "lab-ns$i" -o "lowerdir=$lower,upperdir=$upper,workdir=$dir/disk/work" "$root"
  if [ "$layout" = rhel ] && [ "$variant" = bare ]; then
    chroot "$root" yum -q -y remove chrony
    rm -rf "$root/var/lib/chrony" "$root/var/log/chrony"
  fi
  config=$root$(host_config "$i")
  [ ! -f "$config" ] || sed -i "s/^pool .*/server $(ntp_address) iburst/" "$config"
}

# host_start I: network, cgroup, and the container, started again whenever it reboots (nspawn then ends with 133).
host_start() {
  local i=$1 dir=$RUN/ns$1 ns groups=() g
  ns=$(host_netns "$i")
  add_netns "$ns" "rlab$NET-$i" "rlab$NET" "$(host_address "$i")/24"
  for g in $(cgroup_roots); do
    mkdir -p "$g/rlab$NET/ns$i"
    groups+=("$g/rlab$NET/ns$i/cgroup.procs")
  done
  # shellcheck disable=SC2016  # expanded by the inner shell
  setsid bash -c '
    dir=$1 netns=$2 name=$3; shift 3
    while [ "$1" != -- ]; do echo $$ >"$1"; shift; done; shift
    while :; do
      systemd-nspawn -q --register=no --keep-unit -M "$name" -D "$dir/root" --network-namespace-path="/run/netns/$netns" \
        --resolv-conf=off --timezone=off --link-journal=no --console=read-only "$@" --boot
      [ $? = 133 ] && [ ! -e "$dir/stop" ] || break
    done' lab-host "$dir" "$ns" "ns$i" "${groups[@]}" -- "${NO_CLOCK[@]}" </dev/null >"$dir/console.log" 2>&1 &
  echo $! >"$dir/pid"
}

# The supervising shell's pid, when it is still ours (a pid is used again after a crash).
host_supervisor() {
  local pid
  pid=$(cat "$RUN/ns$1/pid" 2>/dev/null) || return 0
  if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF "lab-host $RUN/ns$1 "; then echo "$pid"; fi
}

# The pid, as this machine sees it, of the host's PID 1; nothing when it does not run.
host_leader() {
  local pid nspawn
  pid=$(host_supervisor "$1")
  [ -n "$pid" ] || return 0
  for nspawn in $(pgrep -P "$pid"); do
    for pid in $(pgrep -P "$nspawn"); do
      if grep -qsP '^NSpid:.*\t1$' "/proc/$pid/status"; then
        echo "$pid"
        return 0
      fi
    done
  done
}

# host_exec I COMMAND…: runs it in the host by sh, without ssh; without the right to set the clock, too.
host_exec() {
  local leader
  leader=$(host_leader "$1")
  [ -n "$leader" ] || die "ns$1 does not run"
  shift
  nsenter -t "$leader" -m -u -i -n -p -C --root --wd env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 setpriv --bounding-set=-sys_time --inh-caps=-all sh -c "$*"
}

# host_wait I SECONDS: until the boot has ended and sshd answers.
host_wait() {
  local end=$((SECONDS + $2))
  while [ $SECONDS -lt $end ]; do
    case $( (host_exec "$1" 'systemctl is-system-running --wait') 2>/dev/null </dev/null) in
      running | degraded) wait_banner "$(host_address "$1")" $((end - SECONDS + 1)) && return 0 ;;
    esac
    sleep 0.1
  done
  say "lab: ns$1 is not ready after $2 s; its console:"
  tail -5 "$RUN/ns$1/console.log" >&2
  return 1
}

# host_kill I: ends the container; the end of PID 1 ends its whole pid namespace.
host_kill() {
  local leader
  touch "$RUN/ns$1/stop"
  leader=$(host_leader "$1")
  [ -z "$leader" ] || kill -9 "$leader" 2>/dev/null || true
}

# host_remove I: after host_kill; network, mounts, cgroup and folder go, whatever of them is there.
host_remove() {
  local i=$1 dir=$RUN/ns$1 pid g n
  for n in $(seq 50); do
    pid=$(host_supervisor "$i")
    [ -n "$pid" ] || break
    [ "$n" != 40 ] || kill -9 $(pgrep -P "$pid") "$pid" 2>/dev/null || true
    sleep 0.1
  done
  umount -R -l "$dir/root" 2>/dev/null || true
  umount -l "$dir/disk" 2>/dev/null || true
  ip netns del "$(host_netns "$i")" 2>/dev/null || true
  ip link del "rlab$NET-$i" 2>/dev/null || true
  for g in $(cgroup_roots); do
    [ ! -d "$g/rlab$NET/ns$i" ] || find "$g/rlab$NET/ns$i" -depth -type d -exec rmdir {} \; 2>/dev/null || true
  done
  rm -rf --one-file-system "$dir"
}
