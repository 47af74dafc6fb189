#!/usr/bin/env bash
# Names, places and small functions shared by the lab's scripts. Sourced, never run.
#
#   $LAB_ROOT            everything the lab keeps; $REMEDIATOR_LAB, else a folder under $TMPDIR
#     base/              root file systems, one folder per recipe, built once
#     run/$LAB_NAME/     one running lab: keys, inventory.ini, ns1/ ns2/ …
set -euo pipefail

LAB_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB_ROOT=${REMEDIATOR_LAB:-${TMPDIR:-/tmp}/remediator-lab}
LAB_NAME=${LAB_NAME:-lab}
export LAB_DIR

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'; }
say() { printf '%s\n' "$*" >&2; }
die() { say "lab: $*"; exit 1; }

# Says why the lab cannot run here, or nothing when it can.
lab_obstacle() {
  if [ "$(id -u)" != 0 ]; then echo "needs root"
  elif ! grep -qs '^ID=debian' /etc/os-release; then echo "needs Debian"
  elif ! unshare -nm true 2>/dev/null; then echo "needs the right to make namespaces (a privileged container)"
  fi
}

lab_require_host() {
  local why
  why=$(lab_obstacle)
  [ -z "$why" ] || die "$why"
}

# need COMMAND=PACKAGE…: installs the packages whose command is missing; python3:MODULE stands for a module of Debian's Python.
# A package's daemon must not start on the controller, so starting is forbidden during the install; a policy-rc.d that was there
# before says it itself.
need() {
  local pair name missing=()
  for pair in "$@"; do
    name=${pair%%=*}
    case $name in
      python3:*) /usr/bin/python3 -c "import ${name#python3:}" 2>/dev/null ;;
      *) command -v "$name" >/dev/null ;;
    esac || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "lab: installing ${missing[*]}"
  mkdir -p "$LAB_ROOT"
  (
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
      trap 'rm -f "$policy"' EXIT
      printf '#!/bin/sh\nexit 101\n' >"$policy"
      chmod 755 "$policy"
    fi
    # a source that does not answer need not matter: the install says
    apt-get -q update || true
    DEBIAN_FRONTEND=noninteractive apt-get -qy -o Dpkg::Use-Pty=0 install --no-install-recommends "${missing[@]}"
  ) </dev/null >"$LAB_ROOT/apt.log" 2>&1 || {
    tail -5 "$LAB_ROOT/apt.log" >&2
    die "could not install ${missing[*]}"
  }
}

# The lab's own needs. sshd and chronyd are not among them: they run from the hosts' root file system, because Debian's
# chrony would replace the controller's own time daemon.
need_lab_packages() {
  mkdir -p "$LAB_ROOT"
  need mmdebstrap=mmdebstrap systemd-nspawn=systemd-container ssh=openssh-client ssh-keygen=openssh-client \
    ip=iproute2 pgrep=procps nsenter=util-linux
}

# The cgroup hierarchies a container needs a group of its own in: the one of v2, or systemd's own plus v2's beside v1.
cgroup_roots() {
  if [ "$(stat -fc %T /sys/fs/cgroup)" = cgroup2fs ]; then
    echo /sys/fs/cgroup
  else
    for h in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do [ ! -d "$h" ] || echo "$h"; done
  fi
}

# Keys, known hosts and the ssh configuration of a lab, in folder $1.
write_ssh_files() {
  local run=$1
  [ -f "$run/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C lab -f "$run/id_ed25519"
  : >"$run/known_hosts"
  # OpenSSH's default key exchange costs 0.15 s of processor per login; curve25519 a tenth of it.
  cat >"$run/ssh_config" <<END
Host *
  IdentityFile $run/id_ed25519
  IdentitiesOnly yes
  BatchMode yes
  StrictHostKeyChecking yes
  UserKnownHostsFile $run/known_hosts
  GSSAPIAuthentication no
  KexAlgorithms curve25519-sha256
END
}

# write_inventory RUN NTP USER HOST=ADDR…: writes RUN/inventory.ini.
write_inventory() {
  local run=$1 ntp=$2 user=$3 become=true pair
  shift 3
  [ "$user" != root ] || become=false
  {
    echo '[lab]'
    for pair in "$@"; do
      printf '%s ansible_host=%s\n' "${pair%%=*}" "${pair#*=}"
    done
    cat <<END

[lab:vars]
ansible_user=$user
ansible_become=$become
ansible_ssh_private_key_file=$run/id_ed25519
ansible_ssh_common_args=-o StrictHostKeyChecking=yes -o UserKnownHostsFile=$run/known_hosts -o KexAlgorithms=curve25519-sha256
ntp_server=$ntp
END
  } >"$run/inventory.ini"
}

# Waits until something answers as sshd at address $1; $2 = seconds to wait.
wait_banner() {
  local end=$((SECONDS + $2))
  while [ $SECONDS -lt $end ]; do
    # shellcheck disable=SC2016  # expanded by the inner shell
    if timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/22" && read -r line <&3 && [ -n "$line" ]' "$1" 2>/dev/null; then
      return 0
    fi
    sleep 0.1
  done
  return 1
}

# An NTP server (local stratum 8; -x and no CAP_SYS_TIME: it never touches a clock) in network namespace $1, its files
# from root file system $2; writes its pid to $3/ntp.pid.
ntp_start() {
  local ns=$1 root=$2 run=$3
  # shellcheck disable=SC2016  # expanded by the inner shell
  setsid nsenter --net="/run/netns/$ns" unshare --mount --propagation private sh -c '
    mount -t tmpfs ntp "$0/run" && exec chroot "$0" setpriv --bounding-set=-sys_time --inh-caps=-all \
      chronyd -x -d -u root "local stratum 8" "allow all" "cmdport 0" "bindcmdaddress /" "pidfile /run/chronyd.pid"' \
    "$root" </dev/null >"$run/ntp.log" 2>&1 &
  echo $! >"$run/ntp.pid"
}

ntp_stop() {
  local pid
  pid=$(cat "$1/ntp.pid" 2>/dev/null) || return 0
  # the pid may be another process's by now: only a chronyd is ours
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = chronyd ]; then kill "$pid" 2>/dev/null || true; fi
  rm -f "$1/ntp.pid"
}

# take_bridge RUN NAME COUNT: takes the first free bridge NAME0… and writes its number, which also numbers the lab's network,
# to RUN/net. Making the bridge is the lock, so labs of any state folder can run side by side; its alias says whose it is.
# The networks lie in 198.18.0.0/15, which RFC 2544 keeps for tests, so no real network is hidden.
take_bridge() {
  local run=$1 name=$2 count=$3 n
  for ((n = 0; n < count; n++)); do
    if ip link add "$name$n" type bridge 2>/dev/null; then
      echo "$n" >"$run/net"
      ip link set "$name$n" alias "$run" up
      return 0
    fi
  done
  die "no free bridge (all of ${name}0 to $name$((count - 1)) are taken), or no right to make one"
}

# bridge_number RUN NAME: the number of the lab's bridge; nothing when it has none or, after a crash, another lab took it.
bridge_number() {
  local n owner
  n=$(cat "$1/net" 2>/dev/null) || return 0
  owner=$(ip link show "$2$n" 2>/dev/null | sed -n 's/^ *alias //p')
  [ -n "$owner" ] && [ "$owner" != "$1" ] || echo "$n"
}

# add_netns NETNS VETH BRIDGE ADDRESS: a network namespace on the bridge. No default route: nothing leaves the lab.
add_netns() {
  ip netns add "$1"
  ip link add "$2" type veth peer name eth0 netns "$1"
  ip link set "$2" master "$3" up
  ip -n "$1" addr add "$4" dev eth0
  ip -n "$1" link set lo up
  ip -n "$1" link set eth0 up
}
