# Remediator prelude: packages, by the package manager that the host has.
# A task's first step asks once for all its packages (file pkg.was); each package is a facet, and the first one that is not right
# brings all of them right in one transaction (file pkg.now). Which files hold what: pkg.set the task's settings, pkg.names its
# packages one a line, pkg.done the packages whose state is to be read from pkg.now.

# rmd_pkg_look SETTING=VALUE... -- NAME...: settings are use (the manager, or auto), state (present, latest or absent), update (yes:
# refresh the lists), valid (seconds that lists stay fresh), lock (seconds to wait for another manager), purge (yes), apt and rpm
# (options for the managers of that family, split at spaces).
rmd_pkg_look() {
  for rmd_i in "$rmd_d"/pkg.*; do
    [ ! -e "$rmd_i" ] || rm -f "$rmd_i"
  done
  while [ "$1" != -- ]; do
    printf '%s\n' "$1"
    shift
  done >"$rmd_d/pkg.set"
  shift
  : >"$rmd_d/pkg.names"
  [ "$#" -eq 0 ] || printf '%s\n' "$@" >"$rmd_d/pkg.names"
  rmd_p_use=auto
  rmd_pkg_get
  rmd_pkg_manager "$rmd_p_use"
  if [ -z "$rmd_p_manager" ]; then
    rmd_told="the host has no package manager that is known (apt-get, dnf, yum, zypper, apk)"
    return 1
  fi
  echo "manager=$rmd_p_manager" >>"$rmd_d/pkg.set"
  [ "$#" -gt 0 ] || return 0
  # What is latest depends on the lists.
  if [ "$rmd_p_state:$rmd_p_update" = latest:yes ] && [ -z "$rmd_check" ]; then rmd_pkg_update >/dev/null 2>"$rmd_d/pkg.err"; fi
  rmd_pkg_query >"$rmd_d/pkg.was"
}

# The settings, as variables.
rmd_pkg_get() {
  while IFS='=' read -r rmd_i rmd_got; do
    case $rmd_i in
      use) rmd_p_use=$rmd_got ;;
      state) rmd_p_state=$rmd_got ;;
      update) rmd_p_update=$rmd_got ;;
      valid) rmd_p_valid=$rmd_got ;;
      lock) rmd_p_lock=$rmd_got ;;
      purge) rmd_p_purge=$rmd_got ;;
      apt) rmd_p_apt=$rmd_got ;;
      rpm) rmd_p_rpm=$rmd_got ;;
      manager) rmd_p_manager=$rmd_got ;;
    esac
  done <"$rmd_d/pkg.set"
}

# rmd_pkg_manager USE: sets rmd_p_manager, the manager to be used, empty for none. Unless the playbook insists, the host decides: a task that
# says yum means "install it".
rmd_pkg_manager() {
  rmd_p_manager=$1
  [ "$1" != apt ] || rmd_p_manager=apt-get
  if [ "$1" != auto ] && command -v "$rmd_p_manager" >/dev/null 2>&1; then return; fi
  for rmd_i in apt-get dnf yum microdnf zypper apk; do
    command -v "$rmd_i" >/dev/null 2>&1 || continue
    # Tools of another family may be installed beside the host's own.
    case $rmd_i in
      apt-get) if [ -e /etc/redhat-release ] && command -v dnf >/dev/null 2>&1; then continue; fi ;;
    esac
    rmd_p_manager=$rmd_i
    return
  done
  rmd_p_manager=
}

# rmd_pkg_query: for each name a line "STATE NAME": present, absent, outdated, configured (removed, its configuration is left) or the manager's own word.
rmd_pkg_query() {
  set --
  while read -r rmd_i; do set -- "$@" "$rmd_i"; done <"$rmd_d/pkg.names"
  for rmd_i in "$rmd_d/pkg.provides" "$rmd_d/pkg.old"; do
    [ ! -e "$rmd_i" ] || rm -f "$rmd_i"
  done
  case $rmd_p_manager in
    apt-get)
      # shellcheck disable=SC2016 # dpkg-query's own variables
      rmd_pkg_asked dpkg-query -W -f '${Package}:${Architecture} ${db:Status-Status} ${Version}\n' >"$rmd_d/pkg.db" 2>/dev/null
      ;;
    apk) rmd_pkg_bare "$@" | xargs apk info -e >"$rmd_d/pkg.db" 2>/dev/null ;;
    *) rmd_pkg_query_rpm "$@" ;;
  esac
  [ "$rmd_p_state" != latest ] || rmd_pkg_outdated "$@" >"$rmd_d/pkg.old"
  for rmd_name; do
    case $rmd_p_manager in
      apt-get) rmd_pkg_state_deb "$rmd_name" ;;
      apk) rmd_state=$(grep -qxF -- "${rmd_name%%[=~<>]*}" "$rmd_d/pkg.db" && echo present || echo absent) ;;
      *) rmd_state=$(rmd_pkg_state_rpm "$rmd_name") ;;
    esac
    if [ "$rmd_state" = present ] && [ -s "$rmd_d/pkg.old" ] && grep -qxF -- "$(rmd_pkg_bare "$rmd_name")" "$rmd_d/pkg.old"; then rmd_state=outdated; fi
    echo "$rmd_state $rmd_name"
  done
}

# rmd_pkg_asked COMMAND...: runs it with the names, without their versions, as further words.
rmd_pkg_asked() {
  while read -r rmd_i; do set -- "$@" "${rmd_i%%[=<>~]*}"; done <"$rmd_d/pkg.names"
  "$@"
}

# Names without versions, one a line.
rmd_pkg_bare() { for rmd_i; do echo "${rmd_i%%[=<>~]*}"; done; }

# rmd_pkg_state_deb NAME[:ARCH][=VERSION]: sets rmd_state.
rmd_pkg_state_deb() {
  rmd_want=${1%%[=<>~]*} rmd_state=absent
  case $1 in
    *=*) rmd_wants=${1#*=} ;;
    *) rmd_wants='*' ;;
  esac
  while read -r rmd_i rmd_status rmd_version; do
    # shellcheck disable=SC2254 # both may hold wildcards
    case $rmd_i in
      $rmd_want | $rmd_want:*) ;;
      *) continue ;;
    esac
    case $rmd_status in
      installed | triggers-*)
        # shellcheck disable=SC2254
        case $rmd_version in
          $rmd_wants) rmd_state=present; return ;;
        esac
        rmd_state="version $rmd_version"
        ;;
      config-files) rmd_state=configured ;;
      not-installed) ;;
      *) rmd_state=$rmd_status ;;
    esac
  done <"$rmd_d/pkg.db"
  # A name that no package has may be one that an installed package provides.
  if [ "$rmd_state:$rmd_p_state" = absent:present ]; then
    # shellcheck disable=SC2016
    [ -e "$rmd_d/pkg.provides" ] || dpkg-query -W -f '${db:Status-Status} ${Provides}\n' 2>/dev/null | sed -n 's/^installed ./&/p' | tr -s ', ' '\n' >"$rmd_d/pkg.provides"
    ! grep -qxF -- "$rmd_want" "$rmd_d/pkg.provides" || rmd_state=present
  fi
}

# rmd_pkg_query_rpm NAME...: one line for each installed package that a name finds.
rmd_pkg_query_rpm() {
  rmd_nth=$#
  while [ "$rmd_nth" -gt 0 ]; do
    rmd_i=$(rmd_pkg_spec "$1")
    shift
    set -- "$@" "$rmd_i"
    rmd_nth=$((rmd_nth - 1))
  done
  rpm -q --qf '%{NAME} %{VERSION} %{RELEASE} %{ARCH} %|EPOCH?{%{EPOCH}}:{0}|\n' "$@" >"$rmd_d/pkg.db" 2>/dev/null
}

# rmd_pkg_spec NAME: as rpm writes it: name=version is name-version, and a file is the package in it.
rmd_pkg_spec() {
  case $1 in
    *.rpm) rpm -qp --qf '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}' "$1" 2>/dev/null || echo "$1" ;;
    *[\<\>]*) rmd_pkg_bare "${1%% *}" ;;
    *=*) echo "${1%%=*}-${1#*=}" ;;
    *) echo "$1" ;;
  esac
}

# rmd_pkg_state_rpm NAME[-VERSION[-RELEASE]][.ARCH]
rmd_pkg_state_rpm() {
  [ "$1" != '*' ] || { echo present; return; }
  rmd_want=$(rmd_pkg_spec "$1")
  while read -r rmd_n rmd_v rmd_r rmd_a rmd_e; do
    [ "$rmd_n $rmd_v" != "package ${rmd_want}" ] || continue
    for rmd_i in "$rmd_n" "$rmd_n-$rmd_v" "$rmd_n-$rmd_v-$rmd_r" "$rmd_n-$rmd_v-$rmd_r.$rmd_a" "$rmd_n.$rmd_a" "$rmd_n-$rmd_e:$rmd_v" "$rmd_n-$rmd_e:$rmd_v-$rmd_r"; do
      # shellcheck disable=SC2254 # a version may hold wildcards
      case $rmd_i in
        $rmd_want) echo present; return ;;
      esac
    done
  done <"$rmd_d/pkg.db"
  # Not the name of a package, but perhaps of a file or a feature that one brings.
  if [ "$rmd_p_state" = present ] && rpm -q --whatprovides "$rmd_want" >/dev/null 2>&1; then echo present; else echo absent; fi
}

# rmd_pkg_outdated NAME...: those of which there is a newer version.
rmd_pkg_outdated() {
  case $rmd_p_manager in
    apt-get)
      rmd_pkg_bare "$@" | xargs apt-cache policy 2>/dev/null |
        awk '/^[^ ]/ { name = $1; sub(/:$/, "", name) } $1 == "Installed:" { have = $2 } $1 == "Candidate:" && $2 != "(none)" && $2 != have { print name }'
      ;;
    apk) rmd_pkg_bare "$@" | xargs apk version -q -l '<' 2>/dev/null | sed 's/-[0-9][^-]*-r[0-9]*$//' ;;
    zypper) zypper -q --non-interactive list-updates 2>/dev/null | awk -F '|' 'NF > 3 { gsub(/ /, "", $3); print $3 }' ;;
    *)
      if [ "$*" = '*' ]; then set --; fi
      rmd_pkg_dnf -q check-update "$@" >"$rmd_d/pkg.updates" 2>/dev/null
      [ $? -ne 100 ] || { [ "$#" -gt 0 ] || echo '*'; awk 'NF == 3 { sub(/\.[^.]*$/, "", $1); print $1 }' "$rmd_d/pkg.updates"; }
      ;;
  esac
}

# rmd_pkg_state NAME WANT: tells WANT where the package is so, else what it is.
rmd_pkg_state() {
  rmd_pkg_get
  rmd_from=$rmd_d/pkg.was
  if [ -e "$rmd_d/pkg.done" ] && grep -qxF -- "$1" "$rmd_d/pkg.done"; then rmd_from=$rmd_d/pkg.now; fi
  rmd_told=
  while read -r rmd_line; do
    case $rmd_line in
      *" $1") rmd_told=${rmd_line% "$1"}; break ;;
    esac
  done <"$rmd_from"
  case $2:$rmd_told:$rmd_p_purge in
    latest:present:* | present:outdated:* | absent:configured: | absent:configured:no) rmd_told=$2 ;;
    present:configured:* | latest:configured:*) rmd_told=absent ;;
  esac
}

# rmd_pkg_fix NAME WANT: brings all packages of the task right, the first time; then says that this one was wrong before.
rmd_pkg_fix() {
  rmd_pkg_get
  rmd_rc=0
  if [ ! -e "$rmd_d/pkg.now" ]; then
    rmd_pkg_transact "$2" >"$rmd_d/pkg.out" 2>"$rmd_d/pkg.err" || rmd_rc=$?
    cat "$rmd_d/pkg.err" >&2
    rmd_pkg_query >"$rmd_d/pkg.now"
  fi
  printf '%s\n' "$1" >>"$rmd_d/pkg.done"
  rmd_pkg_state "$1" "$2"
  [ "$rmd_told" = "$2" ] && [ "$rmd_rc" -eq 0 ] && return 0
  {
    case $2 in
      absent) echo "Unable to remove package $1:" ;;
      *) echo "Unable to install package $1:" ;;
    esac
    rmd_pkg_said
  } >"$rmd_d/why"
  return 1
}

# What the manager said was wrong, in a few lines.
rmd_pkg_said() {
  grep -hE '^(E:|Err:|Error|ERROR|No package|No match|Unable to|Package .* is|  +[^ ].*(Depends|Conflicts)|Problem:|dpkg: error|unsatisfiable|.*No space left)' "$rmd_d/pkg.err" "$rmd_d/pkg.out" >"$rmd_d/pkg.said" 2>/dev/null
  [ -s "$rmd_d/pkg.said" ] || tail -n 5 "$rmd_d/pkg.err" >"$rmd_d/pkg.said"
  [ -s "$rmd_d/pkg.said" ] || tail -n 5 "$rmd_d/pkg.out" >"$rmd_d/pkg.said"
  head -n 8 "$rmd_d/pkg.said" | cut -c1-300
}

# rmd_pkg_transact WANT: one call of the manager for all packages that are not right.
rmd_pkg_transact() {
  rmd_want_all=$1
  set --
  while read -r rmd_i; do
    rmd_name=$rmd_i
    rmd_pkg_state "$rmd_name" "$rmd_want_all"
    [ "$rmd_told" = "$rmd_want_all" ] || set -- "$@" "$rmd_name"
  done <"$rmd_d/pkg.names"
  if [ "$rmd_want_all" = absent ]; then
    rmd_pkg_run remove "$@"
    return
  fi
  # latest has done it already, to know what is latest.
  if [ "$rmd_p_update:$rmd_want_all" = yes:present ] && ! rmd_pkg_fresh "$rmd_p_valid"; then rmd_pkg_update || return; fi
  rmd_pkg_run install "$@" && return
  rmd_rc=$?
  # Lists that are missing or old are the usual reason, and yum and dnf would have refreshed theirs.
  [ ! -e "$rmd_d/pkg.updated" ] || return "$rmd_rc"
  case $rmd_p_manager in
    apt-get) grep -qE 'Unable to locate package|no installation candidate|was not found|Failed to fetch|Unable to fetch|404 ' "$rmd_d/pkg.out" "$rmd_d/pkg.err" || return "$rmd_rc" ;;
    apk) ;;
    *) return "$rmd_rc" ;;
  esac
  rmd_pkg_update && rmd_pkg_run install "$@"
}

# rmd_pkg_run install|remove NAME...
rmd_pkg_run() {
  rmd_verb=$1
  shift
  case $rmd_p_manager in
    apt-get)
      [ "$rmd_verb:$rmd_p_purge" != remove:yes ] || rmd_verb=purge
      if [ "$rmd_verb" != install ]; then
        # shellcheck disable=SC2046 # one word a name
        set -- $(rmd_pkg_bare "$@")
      fi
      rmd_pkg_apt "$rmd_verb" "$@"
      ;;
    apk)
      case $rmd_verb in
        install) apk add --wait "$rmd_p_lock" --no-interactive --upgrade "$@" ;;
        *) apk del --wait "$rmd_p_lock" --no-interactive "$@" ;;
      esac
      ;;
    zypper) ZYPP_LOCK_TIMEOUT=$rmd_p_lock zypper --non-interactive "$rmd_verb" "$@" ;;
    *)
      if [ "$*" = '*' ]; then
        set --
        rmd_verb=upgrade
      fi
      rmd_nth=$#
      while [ "$rmd_nth" -gt 0 ]; do
        case $1 in
          *.rpm) rmd_i=$1 ;;
          *) rmd_i=$(rmd_pkg_spec "$1") ;;
        esac
        shift
        set -- "$@" "$rmd_i"
        rmd_nth=$((rmd_nth - 1))
      done
      # install leaves what is installed as it is in old versions of yum.
      if [ "$rmd_verb:$rmd_want_all" = install:latest ]; then
        rmd_pkg_dnf install "$@" && rmd_pkg_dnf upgrade "$@"
      else
        rmd_pkg_dnf "$rmd_verb" "$@"
      fi
      ;;
  esac
}

# rmd_pkg_dnf WORD...: dnf or yum without questions, with the task's options that it knows.
rmd_pkg_dnf() {
  for rmd_i in $rmd_p_rpm; do
    case $rmd_p_manager:$rmd_i in
      yum:--allowerasing | yum:--nobest | yum:--best) command -v dnf >/dev/null 2>&1 || continue ;;
    esac
    set -- "$rmd_i" "$@"
  done
  "$rmd_p_manager" -y "$@"
}

# rmd_pkg_apt WORD...: apt-get without questions; waits for another one to be done.
rmd_pkg_apt() {
  rmd_until=$(($(date +%s) + rmd_p_lock))
  while :; do
    # shellcheck disable=SC2086 # options
    DEBIAN_FRONTEND=noninteractive DEBIAN_PRIORITY=critical apt-get -q -y -o "DPkg::Lock::Timeout=$rmd_p_lock" $rmd_p_apt "$@" 2>"$rmd_d/pkg.apt"
    rmd_rc=$?
    cat "$rmd_d/pkg.apt" >&2
    # Old versions of apt do not wait by themselves, and no version does for the lists.
    [ "$rmd_rc" -ne 0 ] && grep -qE 'Could not get lock|Unable to (acquire|lock)' "$rmd_d/pkg.apt" && [ "$(date +%s)" -lt "$rmd_until" ] || return "$rmd_rc"
    sleep 1
  done
}

# Refreshes the manager's lists.
rmd_pkg_update() {
  case $rmd_p_manager in
    apt-get) rmd_pkg_apt update ;;
    apk) apk update --wait "$rmd_p_lock" ;;
    zypper) ZYPP_LOCK_TIMEOUT=$rmd_p_lock zypper --non-interactive refresh ;;
    *) rmd_pkg_dnf makecache ;;
  esac || return
  : >"$rmd_d/pkg.updated"
}

# rmd_pkg_fresh SECONDS: whether the lists are younger than that.
rmd_pkg_fresh() {
  [ "${1:-0}" -gt 0 ] || return 1
  rmd_pkg_stamp
  [ -n "$rmd_got" ] && [ "$(($(date +%s) - rmd_got))" -lt "$1" ]
}

# Sets rmd_got: when the lists were refreshed, in seconds since 1970; empty where that is not known.
rmd_pkg_stamp() {
  rmd_got=
  for rmd_i in /var/lib/apt/periodic/update-success-stamp /var/lib/apt/lists /var/cache/dnf /var/cache/yum /var/cache/apk /var/cache/zypp/raw; do
    if [ -e "$rmd_i" ]; then
      rmd_got=$(stat -c %Y "$rmd_i")
      return
    fi
  done
}

# rmd_pkg_refresh: the task that only refreshes the lists.
rmd_pkg_refresh() {
  rmd_pkg_get
  rmd_pkg_update
}

# rmd_pkg_pending WORD...: how many packages apt-get would install or remove for the words, or the rpm family would upgrade.
rmd_pkg_pending() {
  rmd_pkg_get
  rmd_p_state=latest
  case $rmd_p_manager:$1 in
    apt-get:*) rmd_pkg_apt -s "$@" 2>/dev/null | grep -cE '^(Inst|Remv) ' ;;
    *:autoremove | *:remove) echo 0 ;;
    *) rmd_pkg_outdated '*' | grep -cvxF '*' ;;
  esac
}

# rmd_pkg_whole WORD...: does it.
rmd_pkg_whole() {
  rmd_pkg_get
  case $rmd_p_manager in
    apt-get) rmd_pkg_apt "$@" ;;
    apk) apk upgrade --wait "$rmd_p_lock" ;;
    zypper) zypper --non-interactive update ;;
    *) rmd_pkg_dnf upgrade ;;
  esac >"$rmd_d/pkg.out" 2>"$rmd_d/pkg.err" && return
  rmd_rc=$?
  { echo "Unable to bring the packages up to date:"; rmd_pkg_said; } >"$rmd_d/why"
  return "$rmd_rc"
}

# rmd_pkg_clean WORD: the cache of downloaded packages; no change of the host's state.
rmd_pkg_clean() {
  rmd_pkg_get
  [ -z "$rmd_check" ] && [ "$rmd_p_manager" = apt-get ] || return 0
  rmd_pkg_apt "$1"
}

# Tells for the task's result the manager, whether the lists were refreshed and, of one that is about lists, when.
rmd_pkg_result() {
  rmd_pkg_get
  rmd_told="$rmd_p_manager
no
"
  [ ! -e "$rmd_d/pkg.updated" ] || rmd_told="$rmd_p_manager
yes
"
  case $rmd_p_update in
    yes)
      rmd_pkg_stamp
      rmd_told=$rmd_told$rmd_got
      ;;
  esac
}
