#!/usr/bin/env bash
# light.sh: hundreds of light hosts: namespaces and a chroot, sshd as PID 1, real chronyd -x, a stand-in for systemctl.
#   up N [--stopped] [--python]   hosts L1 … LN (up to 1000), chronyd running unless --stopped; with Python 3 for what needs it
#   down | list | status | inventory
#   ssh I [COMMAND…]   as root, or as $LAB_USER (root, ops)
# LAB_NAME and REMEDIATOR_LAB as for lab.sh; a light lab and a lab.sh lab of one name do not collide.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

RUN=$LAB_ROOT/run/$LAB_NAME.light
NET=$(bridge_number "$RUN" rlight)

# 198.19.(16 NET).0/20: .1 is this machine, .2 the NTP server
address() { echo "198.19.$((16 * NET + 1 + ($1 - 1) / 250)).$((1 + ($1 - 1) % 250))"; }
ntp_address() { echo "198.19.$((16 * NET)).2"; }
count() { cat "$RUN/count" 2>/dev/null || echo 0; }

# What all light hosts share, between the base and each host's own layer.
make_layer() {
  local base=$1 layer=$RUN/layer node name major minor
  mkdir -p "$layer"/etc/ssh/sshd_config.d "$layer"/etc/chrony "$layer"/usr/bin "$layer"/run/sshd "$layer"/dev/pts "$layer"/dev/shm
  sed 's/^ops:[^:]*:/ops:*:/' "$base/etc/shadow" >"$layer/etc/shadow" # not locked, for sshd without PAM
  chmod 640 "$layer/etc/shadow"
  chgrp 42 "$layer/etc/shadow"
  cat >"$layer/etc/ssh/sshd_config" <<'END'
UsePAM no
UseDNS no
PermitRootLogin prohibit-password
PasswordAuthentication no
AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/lab_keys
HostKey /etc/ssh/ssh_host_ed25519_key
MaxStartups 200:30:400
MaxSessions 100
Subsystem sftp /usr/lib/openssh/sftp-server
END
  cp "$RUN/id_ed25519.pub" "$layer/etc/ssh/lab_keys"
  # one host key for all: hundreds of keys would take longer than the hosts
  ssh-keygen -q -t ed25519 -N '' -C light -f "$layer/etc/ssh/ssh_host_ed25519_key"
  install -m 755 "$LAB_DIR/guest/systemctl" "$layer/usr/bin/systemctl"
  sed "s/^pool .*/server $(ntp_address) iburst/" "$base/etc/chrony/chrony.conf" >"$layer/etc/chrony/chrony.conf"
  for node in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
    IFS=: read -r name major minor <<<"$node"
    mknod -m 666 "$layer/dev/$name" c "$major" "$minor"
  done
  ln -s pts/ptmx "$layer/dev/ptmx"
  ln -s /proc/self/fd "$layer/dev/fd"
}

light_up() {
  local n=${1:-} chrony=yes variant=nopy i start base bridge ns bad=0 hosts=()
  case $n in '' | *[!0-9]*) die 'up: how many hosts?' ;; esac
  [ "$n" -le 1000 ] || die 'up: a bridge carries up to 1000 hosts'
  shift
  while [ $# -gt 0 ]; do
    case $1 in --stopped) chrony='' ;; --python) variant=py ;; *) die "up: unknown option $1" ;; esac
    shift
  done
  lab_require_host
  base=$("$LAB_DIR/base.sh" "$variant")
  light_down
  start=$(now)
  mkdir -p "$RUN"
  take_bridge "$RUN" rlight 16
  NET=$(cat "$RUN/net")
  ip addr add "198.19.$((16 * NET)).1/20" dev "rlight$NET"
  bridge=rlight$NET
  write_ssh_files "$RUN"
  mkdir -p "$RUN/hosts"
  mount -t tmpfs -o size=50%,nr_inodes=2m lab-light "$RUN/hosts"
  make_layer "$base"
  add_netns "$bridge-ntp" "$bridge-ntp" "$bridge" "$(ntp_address)/20"
  ntp_start "$bridge-ntp" "$base" "$RUN"
  if [ "$n" -gt 100 ]; then # room for the addresses of all of them
    sysctl -q net.ipv4.neigh.default.gc_thresh3=8192 net.ipv4.neigh.default.gc_thresh2=4096
  fi
  echo "$n" >"$RUN/count"
  for i in $(seq "$n"); do
    hosts+=("L$i=$(address "$i")")
    printf '%s %s\n' "$(address "$i")" "$(cut -d' ' -f1,2 "$RUN/layer/etc/ssh/ssh_host_ed25519_key.pub")" >>"$RUN/known_hosts"
  done
  write_inventory "$RUN" "$(ntp_address)" root "${hosts[@]}"
  for i in $(seq "$n"); do echo "netns add $bridge-$i"; done | ip -batch -
  for i in $(seq "$n"); do
    echo "link add $bridge-$i type veth peer name eth0 netns $bridge-$i"
    echo "link set $bridge-$i master $bridge up"
  done | ip -batch -
  for i in $(seq "$n"); do
    ns=/run/netns/$bridge-$i
    setsid nsenter --net="$ns" unshare -m -p -u -i --fork --kill-child --propagation private \
      "$LAB_DIR/light-host.sh" "$RUN" "$base" "$i" "$(address "$i")" "$chrony" </dev/null >>"$RUN/hosts.log" 2>&1 &
    echo $! >>"$RUN/pids"
  done
  for i in $(seq "$n"); do wait_banner "$(address "$i")" 60 || bad=$((bad + 1)); done
  [ $bad = 0 ] || die "$bad of $n hosts did not start; see $RUN/hosts.log"
  say "lab: $n light hosts ready in $(since "$start") s; inventory: $RUN/inventory.ini"
}

# The pids of the hosts' outer processes that are still ours.
pids() {
  local pid
  while read -r pid; do
    if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -q '^unshare .*light-host.sh'; then echo "$pid"; fi
  done < <(cat "$RUN/pids" 2>/dev/null)
}

light_down() {
  local n pid i
  [ -d "$RUN" ] || return 0
  n=$(count)
  for pid in $(pids); do kill -9 "$pid" 2>/dev/null || true; done
  if [ -n "$NET" ]; then
    ntp_stop "$RUN"
    { for i in $(seq "$n"); do echo "link del rlight$NET-$i"; done; echo "link del rlight$NET-ntp"; } |
      ip -force -batch - 2>/dev/null || true
    { for i in $(seq "$n"); do echo "netns del rlight$NET-$i"; done; echo "netns del rlight$NET-ntp"; } |
      ip -force -batch - 2>/dev/null || true
    ip link del "rlight$NET" 2>/dev/null || true
  fi
  umount -l "$RUN/hosts" 2>/dev/null || true
  rm -rf --one-file-system "$RUN"
}

verb=${1:-}
[ $# = 0 ] || shift
case $verb in
  up) light_up "$@" ;;
  down) light_down ;;
  ssh)
    i=${1:?which host?}
    shift
    exec ssh -F "$RUN/ssh_config" "${LAB_USER:-root}@$(address "$i")" "$@"
    ;;
  list) for i in $(seq "$(count)"); do echo "L$i $(address "$i")"; done ;;
  status) echo "$(pids | wc -l) of $(count) hosts up" ;;
  inventory) echo "$RUN/inventory.ini" ;;
  *)
    sed -n '2,/^# LAB_NAME/s/^# \{0,1\}//p' "$0"
    [ "$verb" = help ] || exit 2
    ;;
esac
