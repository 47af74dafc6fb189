#!/usr/bin/env bash
# base.sh [nopy|py|bare|barepy|rhel]…: builds the hosts' root file systems, once per recipe; prints the overlay lowerdirs.
#   nopy   Debian 12 with systemd, sshd, chrony, sudo; no Python (default)
#   py     the same with Python 3, for comparison with Ansible
#   bare   nopy without chrony; apt-get can install it from the package repository the lab carries
#   barepy py without chrony
#   rhel   nopy laid out like Amazon Linux: /etc/chrony.conf, chronyd.service, yum and rpm stand-ins
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

PACKAGES=systemd,systemd-sysv,dbus,openssh-server,chrony,sudo,iproute2,procps,netbase,adduser,wget
REPO=/var/local/lab-repo # the hosts' only package source
SOURCES=/etc/apt/sources.list.d/debian.sources
[ -f "$SOURCES" ] || SOURCES=/etc/apt/sources.list

# A change of what makes a root file system makes a new one.
recipe() { # VARIANT
  case $1 in bare | barepy | rhel) cat "$LAB_DIR/base.sh" "$LAB_DIR"/guest/* ;; *) cat "$LAB_DIR/base.sh" ;; esac | sha256sum | cut -c1-12
}

# Runs inside mmdebstrap, while its downloads are still there: keeps chrony's .deb and those only chrony needs.
keep_packages() {
  local root=$1 p
  mkdir -p "$root$REPO"
  for p in $(chroot "$root" apt-get -s purge --autoremove chrony | awk '$1 == "Purg" || $1 == "Remv" { print $2 }'); do
    cp "$root"/var/cache/apt/archives/"$p"_*.deb "$root$REPO/"
  done
  hello_package "$root" 1.0
  hello_package "$root" 1.1
  (
    cd "$root$REPO"
    for p in *.deb; do
      dpkg-deb -f "$p"
      printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$p" "$(stat -c %s "$p")" "$(sha256sum "$p" | cut -d' ' -f1)"
    done >Packages
  )
  rm -f "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/*
  echo "deb [trusted=yes] file:$REPO ./" >"$root/etc/apt/sources.list"
  chroot "$root" apt-get -q update
}

# A package of one file in two versions, to install, upgrade and remove.
hello_package() {
  local dir=$1/tmp/hello
  mkdir -p "$dir/DEBIAN" "$dir/usr/bin"
  printf '#!/bin/sh\necho "lab-hello %s"\n' "$2" >"$dir/usr/bin/lab-hello"
  chmod 755 "$dir/usr/bin/lab-hello"
  printf 'Package: lab-hello\nVersion: %s\nArchitecture: all\nMaintainer: lab\nDescription: says hello\n' "$2" \
    >"$dir/DEBIAN/control"
  dpkg-deb -Znone --root-owner-group --build "$dir" "$1$REPO" >/dev/null
  rm -r "$dir"
}

configure() {
  local root=$1 unit
  chroot "$root" useradd -m -u 1000 -s /bin/bash ops
  chroot "$root" useradd -m -u 1001 -s /bin/bash pw
  # Of a fixed salt, so that hosts that shall differ in nothing do not differ here.
  # shellcheck disable=SC2016 # the dollars are perl's
  chroot "$root" perl -e 'print "pw:", crypt("lab-secret", q($6$remediator$)), "\n"' | chroot "$root" chpasswd -e
  printf 'ops ALL=(ALL) NOPASSWD: ALL\npw ALL=(ALL) ALL\n' >"$root/etc/sudoers.d/lab"
  chmod 440 "$root/etc/sudoers.d/lab"
  cat >"$root/etc/ssh/sshd_config.d/lab.conf" <<'END'
AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/lab_keys
PermitRootLogin prohibit-password
UseDNS no
MaxStartups 200:30:400
MaxSessions 100
END
  rm -f "$root"/etc/ssh/ssh_host_* # each host gets its own key
  # chronyd never touches the clock, which is this machine's: -x here, and the clock's system calls are refused as well
  mkdir -p "$root/usr/lib/systemd/system/chrony.service.d"
  cat >"$root/usr/lib/systemd/system/chrony.service.d/lab-no-clock.conf" <<'END'
[Service]
ExecStart=
ExecStart=!/usr/sbin/chronyd -x $DAEMON_OPTS
END
  # not wanted in a container, or changing a host by themselves
  for unit in systemd-timesyncd.service apt-daily.timer apt-daily-upgrade.timer fstrim.timer e2scrub_all.timer \
    e2scrub_reap.service dpkg-db-backup.timer man-db.timer systemd-tmpfiles-clean.timer getty@.service \
    console-getty.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  chroot "$root" systemctl -q enable ssh chrony
  : >"$root/etc/machine-id"    # made at the first boot
  rm -f "$root/etc/hostname"   # else every host is called like this machine
  : >"$root/etc/resolv.conf"   # a nameserver that does not answer would make chronyd's start take 10 s
}

build_debian() { # FOLDER EXTRA-PACKAGES
  local final=$1 extra=$2 build=$LAB_ROOT/build.$$ root
  # in RAM, because of dpkg's fsyncs: 27 s instead of 113 s seen
  mkdir -p "$build"
  mount -t tmpfs -o size=1500m lab-build "$build"
  # shellcheck disable=SC2064  # expanded now: $build is local
  trap "umount -l '$build'; rmdir '$build'" EXIT
  root=$build/root
  mmdebstrap --variant=minbase --mode=root --include="$PACKAGES$extra" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --aptopt='APT::Install-Recommends "false"' \
    --skip=cleanup/apt/lists --customize-hook="'$LAB_DIR/base.sh' keep-packages \"\$1\"" \
    "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$root" "$SOURCES" >"$LAB_ROOT/build.log" 2>&1 </dev/null ||
    { tail -20 "$LAB_ROOT/build.log" >&2; die "could not build the root file system"; }
  configure "$root"
  rm -rf "$final.part"
  cp -a "$root" "$final.part"
  mv "$final.part" "$final"
  umount "$build"
  rmdir "$build"
  trap - EXIT
}

# A layer is the upper directory of an overlay on nopy in which guest/$2.sh ran.
build_layer() { # FOLDER SCRIPT LOWER
  local final=$1 script=$2 lower=$3 root=$1.root
  rm -rf "$final.part" "$final.work"
  mkdir -p "$final.part" "$final.work" "$root"
  mount -t overlay lab-layer -o "lowerdir=$lower,upperdir=$final.part,workdir=$final.work" "$root"
  # shellcheck disable=SC2064
  trap "umount -l '$root'" EXIT
  mkdir "$root/tmp/guest"
  cp "$LAB_DIR"/guest/* "$root/tmp/guest/"
  chroot "$root" env DEBIAN_FRONTEND=noninteractive sh "/tmp/guest/$script" >"$LAB_ROOT/build.log" 2>&1 </dev/null ||
    { tail -20 "$LAB_ROOT/build.log" >&2; die "$script failed"; }
  rm -r "$root/tmp/guest"
  umount "$root"
  trap - EXIT
  rm -rf "$final.work" "$root"
  mv "$final.part" "$final"
}

build() { # VARIANT; prints the lowerdirs of its overlay
  local variant=$1 dir lower
  dir=$LAB_ROOT/base/$1-$(recipe "$1")
  case $variant in
    nopy) [ -d "$dir" ] || build_debian "$dir" '' ;;
    py) [ -d "$dir" ] || build_debian "$dir" ',python3,python3-apt' ;;
    bare | barepy | rhel)
      lower=nopy
      [ "$variant" != barepy ] || lower=py
      lower=$(build "$lower")
      [ -d "$dir" ] || build_layer "$dir" "make-${variant%py}.sh" "$lower"
      dir=$dir:$lower
      ;;
    *) die "unknown variant $variant: nopy, py, bare, barepy or rhel" ;;
  esac
  touch "${dir%%:*}"
  echo "$dir"
}

# Root file systems that no lab has used for a day.
prune() {
  local dir
  find "$LAB_ROOT/base" -mindepth 1 -maxdepth 1 -mmin +1440 | while read -r dir; do
    grep -qsF "$dir" /proc/mounts || rm -rf --one-file-system "$dir"
  done
}

if [ "${1:-}" = keep-packages ]; then
  keep_packages "$2"
  exit
fi
lab_require_host
need_lab_packages
mkdir -p "$LAB_ROOT/base"
exec 9>"$LAB_ROOT/base.lock"
flock 9
prune
for v in "${@:-nopy}"; do build "$v"; done
