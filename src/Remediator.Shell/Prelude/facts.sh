# Remediator prelude: what kind of host this is. Few processes: it is in every play. The text is taken apart on the controller
# (Facts/ in the modules), so a section is what a file or a command has to say, after a line "@@ NAME".

# rmd_facts FUNCTION...: what is always asked, and those of the functions below.
rmd_facts() {
  echo '@@ uname'
  rmd_facts_kernel
  echo '@@ date'
  # A date that does not know the fraction prints its letters, or nothing.
  date '+%s %Y %m %d %H %M %S %A %w %W %Z %z
%N'
  echo '@@ user'
  rmd_know_user
  printf '%s\n' "$rmd_my_uid" "$rmd_my_gid" "$rmd_my_name"
  if [ -n "$rmd_my_entry" ]; then printf '%s\n' "$rmd_my_entry"; else getent passwd "$rmd_my_name" 2>/dev/null; fi
  echo '@@ names'
  rmd_facts_full_name
  echo '@@ have'
  # Which commands and folders there are; each names a package or service manager.
  for rmd_i in apt-get dnf5 dnf yum microdnf zypper apk pacman systemctl rc-service initctl; do
    command -v "$rmd_i" 2>/dev/null
  done
  for rmd_i in /run/systemd/system /run/openrc /sys/module/apparmor /sys/kernel/security/apparmor /.dockerenv /run/.containerenv /dev/kvm /proc/xen /proc/vz /proc/bc /sys/fs/selinux/enforce /run/ostree-booted; do
    [ ! -e "$rmd_i" ] || echo "$rmd_i"
  done
  # Nothing here needs Python, but what asks which one the host has is told.
  for rmd_i in python3 /usr/libexec/platform-python python; do
    command -v "$rmd_i" >/dev/null 2>&1 || continue
    echo '@@ python'
    command -v "$rmd_i"
    "$rmd_i" -V 2>&1
    break
  done
  rmd_facts_chroot
  for rmd_part; do "$rmd_part"; done
  rmd_facts_local
  rmd_facts_files /etc/os-release /etc/debian_version /etc/redhat-release /etc/system-release /etc/alpine-release /etc/lsb-release \
    /etc/machine-id /proc/uptime /proc/loadavg /proc/cmdline /proc/1/comm /proc/sys/crypto/fips_enabled \
    /etc/selinux/config /sys/fs/selinux/enforce /sys/fs/selinux/policyvers /etc/resolv.conf
}

# rmd_facts_files FILE...: their lines, each after the file's name; and the environment. That is last, since its entries may hold lines. A byte
# of 1 ends them: NUL is nothing that a shell's variable can hold.
rmd_facts_files() {
  echo '@@ files'
  awk 'BEGIN {
    for (i = 1; i < ARGC; i++) while ((getline line < ARGV[i]) > 0) print ARGV[i] ":" line
    print "@@ env"
    for (name in ENVIRON) printf "%s=%s\001", name, ENVIRON[name]
  }' "$@" 2>/dev/null && return
  grep -saH '' "$@"
  echo '@@ env'
  env
}

# The host's full name: what the only line about it in a short /etc/hosts says first, as every resolver would; else as hostname -f finds it.
rmd_facts_full_name() {
  rmd_got='' rmd_nth=0
  { read -r rmd_name </proc/sys/kernel/hostname; } 2>/dev/null
  while read -r rmd_i rmd_first rmd_rest; do
    rmd_nth=$((rmd_nth + 1))
    [ "$rmd_nth" -le 50 ] || { rmd_got=; break; }
    case $rmd_i in *'#'* | '') continue ;; esac
    for rmd_i in $rmd_first ${rmd_rest%%#*}; do
      [ "$rmd_i" = "$rmd_name" ] || continue
      rmd_got="$rmd_got $rmd_first"
      break
    done
  done 2>/dev/null </etc/hosts
  case $rmd_got in
    ' '*' '* | '') rmd_within 2 hostname -f 2>/dev/null ;;
    *) echo "${rmd_got# }" ;;
  esac
}

# Name, host, release, machine and version of the kernel, a line each: from /proc, which costs no process, else by uname.
rmd_facts_kernel() {
  for rmd_i in ostype:s hostname:n osrelease:r arch:m version:v; do
    if read -r rmd_got 2>/dev/null <"/proc/sys/kernel/${rmd_i%:*}"; then
      printf '%s\n' "$rmd_got"
    else
      uname "-${rmd_i#*:}"
    fi
  done 2>/dev/null
}

rmd_facts_hardware() {
  echo '@@ hardware'
  grep -saH '' /proc/meminfo /sys/class/dmi/id/bios_date /sys/class/dmi/id/bios_vendor /sys/class/dmi/id/bios_version \
    /sys/class/dmi/id/board_asset_tag /sys/class/dmi/id/board_name /sys/class/dmi/id/board_vendor /sys/class/dmi/id/chassis_asset_tag \
    /sys/class/dmi/id/chassis_vendor /sys/class/dmi/id/product_name /sys/class/dmi/id/product_serial /sys/class/dmi/id/product_uuid \
    /sys/class/dmi/id/product_version /sys/class/dmi/id/sys_vendor
  echo '@@ cpuinfo'
  grep -E '^(processor|vendor_id|model name|Processor|cpu model|physical id|core id|cpu cores|siblings)[[:space:]]*:' /proc/cpuinfo
  echo '@@ nproc'
  nproc 2>/dev/null
  echo '@@ mounts'
  awk '$1 ~ /^\// || $1 ~ /:\// || $3 ~ /^(zfs|btrfs|9p|virtiofs)$/' /proc/mounts
  # A server that is gone would hold this up for ever.
  echo '@@ statfs'
  awk '$1 ~ /^\// || $1 ~ /:\// || $3 ~ /^(zfs|btrfs|9p|virtiofs)$/ { gsub(/\\040/, " ", $2); print $2 }' /proc/mounts | {
    set --
    while IFS= read -r rmd_i; do set -- "$@" "$rmd_i"; done
    [ "$#" -eq 0 ] || rmd_within 5 stat -f -c '%S %s %b %f %a %c %d %n' "$@" 2>/dev/null
  }
}

rmd_facts_network() {
  echo '@@ links'
  grep -saH '' /sys/class/net/*/address /sys/class/net/*/mtu /sys/class/net/*/operstate /sys/class/net/*/type /sys/class/net/*/flags /sys/class/net/*/speed
  echo '@@ addresses'
  ip -o addr show 2>/dev/null
  echo '@@ route4'
  ip -4 route show default 2>/dev/null || awk '$2 == "00000000" { print "hex", $1, $3 }' /proc/net/route 2>/dev/null
  # As Ansible does: which address would be used for one far away.
  ip -4 route get 8.8.8.8 2>/dev/null
  echo '@@ route6'
  ip -6 route show default 2>/dev/null
  ip -6 route get 2404:6800:400a:800::1012 2>/dev/null
}

rmd_facts_virtual() {
  echo '@@ virtual'
  if command -v systemd-detect-virt >/dev/null 2>&1; then
    echo "vm $(systemd-detect-virt --vm 2>/dev/null)"
    echo "container $(systemd-detect-virt --container 2>/dev/null)"
  fi
  { tr '\0' '\n' </proc/1/environ; } 2>/dev/null | sed -n 's/^container=/environ /p'
  echo "cgroup $(head -n 20 /proc/1/cgroup 2>/dev/null | tr '\n' ' ')"
  echo "hypervisor $(cat /sys/hypervisor/type 2>/dev/null)"
  grep -sq '^flags.* hypervisor' /proc/cpuinfo && echo 'flag hypervisor'
  grep -saH '' /sys/class/dmi/id/product_name /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/bios_vendor
}

# Facts that the host has of its own: files of a folder, of which those that can be run print their content.
rmd_facts_local() {
  for rmd_i in "${rmd_fact_path:-/etc/ansible/facts.d}"/*.fact; do
    [ -e "$rmd_i" ] || continue
    echo "@@ local ${rmd_i##*/}"
    if [ -x "$rmd_i" ]; then rmd_within 10 "$rmd_i" 2>/dev/null </dev/null; else cat "$rmd_i"; fi
    echo
  done
}

# Prints chroot where the root is not that of the first process (which only root may look at).
rmd_facts_chroot() {
  [ -e /proc/1/root/. ] || return 0
  # shellcheck disable=SC3013 # a shell without it says so by another code
  [ /proc/1/root/. -ef / ] 2>/dev/null
  case $? in
    0) return 0 ;;
    1) echo chroot ;;
    *)
      rmd_i=$(stat -c %d:%i /proc/1/root/. / 2>/dev/null) || return 0
      [ "${rmd_i%%[!0-9:]*}" = "${rmd_i##*[!0-9:]}" ] || echo chroot
      ;;
  esac
}

# Services of the host, after a line that names their manager.
rmd_service_facts() {
  if rmd_got=$(rmd_within 30 systemctl list-unit-files --no-pager --no-legend --type service 2>/dev/null) && [ -n "$rmd_got" ]; then
    echo '@@ files'
    printf '%s\n' "$rmd_got"
    echo '@@ units'
    rmd_within 30 systemctl list-units --no-pager --no-legend --plain --all --type service 2>/dev/null
  elif command -v rc-service >/dev/null 2>&1; then
    echo '@@ openrc'
    rc-service --list 2>/dev/null
    echo '@@ started'
    rc-status --all --servicelist 2>/dev/null || rc-status --all 2>/dev/null
  else
    echo '@@ sysv'
    for rmd_i in /etc/init.d/*; do
      [ ! -x "$rmd_i" ] || echo "${rmd_i##*/}"
    done
  fi
}

# Packages of the host: name, version, release, epoch, architecture and category, with tabs between, after a line with their source.
rmd_package_facts() {
  if command -v dpkg-query >/dev/null 2>&1; then
    echo '@@ apt'
    # shellcheck disable=SC2016 # dpkg-query's own variables
    dpkg-query -W -f '${db:Status-Status}\t${Package}\t${Version}\t\t\t${Architecture}\t${Section}\n' 2>/dev/null | awk '{ if (sub(/^installed\t/, "")) print }'
  elif command -v rpm >/dev/null 2>&1; then
    echo '@@ rpm'
    rpm -qa --qf '%{NAME}\t%{VERSION}\t%{RELEASE}\t%|EPOCH?{%{EPOCH}}:{}|\t%{ARCH}\t\n' 2>/dev/null
  elif command -v apk >/dev/null 2>&1; then
    echo '@@ apk'
    apk info -v 2>/dev/null | awk 'match($0, /-[^-]*-r[0-9]*$/) { print substr($0, 1, RSTART - 1) "\t" substr($0, RSTART + 1) }'
  fi
}
