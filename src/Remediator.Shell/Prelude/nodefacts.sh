# Remediator prelude: facts that a script reads by itself, each when a condition first asks for it. The same values as those that
# setup's text gives on the controller (Facts/ in the modules), which a test holds against each other.

# rmd_os_release NAME: sets rmd_v to the value in os-release, empty where there is none.
rmd_os_release() {
  rmd_v=
  while IFS= read -r rmd_x || [ -n "$rmd_x" ]; do
    case $rmd_x in
      "$1="*)
        rmd_v=${rmd_x#*=}
        rmd_v=${rmd_v#[\"\']} rmd_v=${rmd_v%[\"\']}
        ;;
    esac
  done 2>/dev/null </etc/os-release
}

# rmd_first_line FILE
rmd_first_line() {
  rmd_v=
  [ -r "$1" ] || return 1
  IFS= read -r rmd_v <"$1" || [ -n "$rmd_v" ] || return 1
  rmd_v_trim
}

rmd_fact_distribution() {
  rmd_os_release ID
  case $rmd_v in
    debian | raspbian) rmd_v=Debian ;;
    ubuntu) rmd_v=Ubuntu ;;
    linuxmint) rmd_v='Linux Mint' ;;
    kali) rmd_v=Kali ;;
    pop) rmd_v='Pop!_OS' ;;
    devuan) rmd_v=Devuan ;;
    rhel) rmd_v=RedHat ;;
    centos) rmd_v=CentOS ;;
    rocky) rmd_v=Rocky ;;
    almalinux) rmd_v=AlmaLinux ;;
    fedora) rmd_v=Fedora ;;
    amzn) rmd_v=Amazon ;;
    ol) rmd_v=OracleLinux ;;
    alpine) rmd_v=Alpine ;;
    opensuse-leap) rmd_v='openSUSE Leap' ;;
    opensuse-tumbleweed) rmd_v='openSUSE Tumbleweed' ;;
    sles) rmd_v=SLES ;;
    sles_sap) rmd_v=SLES_SAP ;;
    arch) rmd_v=Archlinux ;;
    gentoo) rmd_v=Gentoo ;;
    flatcar) rmd_v=Flatcar ;;
    '')
      if rmd_first_line /etc/redhat-release; then
        case $rmd_v in CentOS*) rmd_v=CentOS ;; *) rmd_v=RedHat ;; esac
      else
        rmd_os_release NAME
        rmd_v=${rmd_v:-Linux}
      fi
      ;;
    *)
      rmd_os_release NAME
      rmd_v=${rmd_v:-Linux}
      ;;
  esac
}

# The family of an ID of os-release; fails where it is not known.
rmd_family_of() {
  case $1 in
    debian | ubuntu | raspbian | linuxmint | kali | pop | devuan) rmd_v=Debian ;;
    rhel | centos | rocky | almalinux | fedora | amzn | ol) rmd_v=RedHat ;;
    alpine) rmd_v=Alpine ;;
    opensuse-leap | opensuse-tumbleweed | sles | sles_sap | suse) rmd_v=Suse ;;
    arch) rmd_v=Archlinux ;;
    gentoo) rmd_v=Gentoo ;;
    flatcar) rmd_v=Flatcar ;;
    *) return 1 ;;
  esac
}

rmd_fact_os_family() {
  rmd_os_release ID
  if [ -z "$rmd_v" ] && rmd_first_line /etc/redhat-release; then
    rmd_v=RedHat
    return 0
  fi
  rmd_family_of "$rmd_v" && return 0
  rmd_os_release ID_LIKE
  for rmd_i in $rmd_v; do
    rmd_family_of "$rmd_i" && return 0
  done
  rmd_fact_distribution
}

# The word after "release" in the line of redhat-release.
rmd_redhat_number() {
  rmd_first_line /etc/redhat-release || return 1
  case " $rmd_v" in
    *' release '*)
      rmd_v=" $rmd_v"
      rmd_v=${rmd_v#* release }
      rmd_v=${rmd_v%% *}
      ;;
    *) return 1 ;;
  esac
}

rmd_fact_distribution_version() {
  rmd_os_release ID
  case $rmd_v in
    debian | raspbian)
      if rmd_first_line /etc/debian_version; then
        case $rmd_v in [0-9]*) return 0 ;; esac
      fi
      ;;
    centos)
      if rmd_redhat_number; then
        case $rmd_v in
          *.*.*)
            rmd_x=${rmd_v#*.}
            rmd_v=${rmd_v%%.*}.${rmd_x%%.*}
            ;;
        esac
        return 0
      fi
      ;;
  esac
  rmd_os_release VERSION_ID
  [ -n "$rmd_v" ] || rmd_redhat_number || rmd_v=NA
}

rmd_fact_distribution_major_version() {
  rmd_fact_distribution_version
  rmd_v=${rmd_v%%.*}
}

rmd_fact_distribution_release() {
  rmd_os_release VERSION_CODENAME
  [ -z "$rmd_v" ] || return 0
  rmd_os_release VERSION
  case $rmd_v in
    *'('*')'*) ;;
    *) rmd_first_line /etc/redhat-release || rmd_first_line /etc/system-release || rmd_v= ;;
  esac
  case $rmd_v in
    *'('*')'*)
      rmd_v=${rmd_v#*'('}
      rmd_v=${rmd_v%%')'*}
      ;;
    *) rmd_v=NA ;;
  esac
}

rmd_fact_pkg_mgr() {
  for rmd_i in apt-get dnf5 dnf yum microdnf zypper apk pacman; do
    command -v "$rmd_i" >/dev/null 2>&1 || continue
    if [ "$rmd_i" = apt-get ] && [ -s /etc/redhat-release ] && command -v dnf >/dev/null 2>&1; then continue; fi
    case $rmd_i in
      apt-get) rmd_v=apt ;;
      microdnf) rmd_v=dnf ;;
      *) rmd_v=$rmd_i ;;
    esac
    case $rmd_v in dnf*) [ ! -e /run/ostree-booted ] || rmd_v=atomic_container ;; esac
    return 0
  done
  rmd_v=unknown
}

rmd_fact_service_mgr() {
  if [ -e /run/systemd/system ]; then
    rmd_v=systemd
  elif [ -e /run/openrc ]; then
    rmd_v=openrc
  else
    rmd_first_line /proc/1/comm || rmd_v=
    case $rmd_v in
      '') rmd_v=service ;;
      init) if command -v initctl >/dev/null 2>&1; then rmd_v=upstart; else rmd_v=sysvinit; fi ;;
      openrc-init) rmd_v=openrc ;;
    esac
  fi
}

rmd_fact_system() { rmd_v=$(uname -s); }
rmd_fact_kernel() { rmd_v=$(uname -r); }
rmd_fact_machine() { rmd_v=$(uname -m); }
rmd_fact_nodename() { rmd_v=$(uname -n); }

rmd_fact_architecture() {
  rmd_fact_machine
  case $rmd_v in i[3456]86) rmd_v=i386 ;; esac
}

rmd_fact_hostname() {
  rmd_fact_nodename
  rmd_v=${rmd_v%%.*}
}

rmd_fact_fqdn() {
  rmd_x=$(rmd_within 2 hostname -f 2>/dev/null)
  rmd_x=${rmd_x%%
*}
  rmd_fact_nodename
  rmd_v=${rmd_x:-$rmd_v}
}

rmd_fact_domain() {
  rmd_fact_fqdn
  case $rmd_v in
    *.*) rmd_v=${rmd_v#*.} ;;
    *) rmd_v= ;;
  esac
}

# rmd_fact_dmi FILE
rmd_fact_dmi() { rmd_first_line "/sys/class/dmi/id/$1" || rmd_v=NA; }

# rmd_fact_memory FIELD: MB.
rmd_fact_memory() {
  rmd_v=0
  while read -r rmd_x rmd_y _; do
    if [ "$rmd_x" = "$1:" ]; then rmd_v=$((rmd_y / 1024)); fi
  done 2>/dev/null </proc/meminfo
}

rmd_fact_processor_nproc() { rmd_v=$(nproc); }

rmd_fact_processor_vcpus() {
  rmd_v=$(awk -F: '
    { sub(/[ \t]+$/, "", $1); sub(/^[ \t]+/, "", $2) }
    $1 == "processor" { count++ }
    $1 == "physical id" && !($2 in seen) { seen[$2]; sockets++ }
    $1 == "cpu cores" { cores = $2 }
    $1 == "siblings" { siblings = $2 }
    END {
      if (!sockets) { print count > 1 ? count : 1; exit }
      if (cores < 1) cores = 1
      threads = siblings > 0 ? int(siblings / cores) : 1
      print sockets * cores * (threads > 1 ? threads : 1)
    }' /proc/cpuinfo)
}

rmd_fact_user_id() { rmd_v=$(id -un); }
rmd_fact_user_uid() { rmd_v=$(id -u); }

# rmd_fact_env NAME
rmd_fact_env() {
  if eval "[ -n \"\${$1+set}\" ]"; then eval "rmd_v=\$$1"; else return 1; fi
}

# rmd_fact_service NAME [FIELD]: of a unit or script: state, status or source, as service_facts has them.
rmd_fact_service() {
  if [ -z "${rmd_services+set}" ]; then
    rmd_services=$(rmd_service_facts | awk '
      /^@@ / { section = $2; next }
      { sub(/^(●|\*|×|○| )+/, "") }
      section == "units" && NF >= 4 {
        state[$1] = $3 == "failed" ? "failed" : $4 == "running" ? "running" : "stopped"
        status[$1] = $2 == "not-found" || $2 == "masked" ? $2 : $3
        source[$1] = "systemd"
        unit[$1] = 1
      }
      section == "files" && NF >= 2 { file[$1] = $2 }
      section == "started" && NF > 0 && (NF < 3 || /(^| )started( |$)/) { started[$1] }
      section == "openrc" { openrc[$1] }
      section == "sysv" { print $1, "unknown", "unknown", "sysv" }
      END {
        for (name in file) {
          state[name] = name in unit ? state[name] : "inactive"
          status[name] = file[name]
          source[name] = "systemd"
        }
        for (name in openrc) print name, name in started ? "running" : "stopped", "unknown", "openrc"
        for (name in source) print name, state[name], status[name], source[name]
      }')
  fi
  rmd_v=$(printf '%s\n' "$rmd_services" | awk -v name="$1" -v field="${2-}" '
    $1 == name { print field == "state" ? $2 : field == "status" ? $3 : field == "source" ? $4 : $1; found = 1; exit }
    END { exit !found }')
}
