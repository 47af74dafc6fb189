# Remediator prelude: units of systemd, and services of OpenRC and SysV init as if they were units.
# A task's first step looks the unit up; its later steps read what is kept in rmd_unit_lines: Name=value lines, as systemctl show prints
# them. So a task that has nothing to do costs one systemctl. A fix, which has a shell of its own, leaves them in the session's file "unit".

# rmd_within SECONDS COMMAND...: a command that hangs is ended, where the host has timeout(1).
rmd_within() {
  rmd_limit=$1
  shift
  if command -v timeout >/dev/null 2>&1; then timeout "$rmd_limit" "$@"; else "$@"; fi
}

# rmd_systemctl SCOPE SECONDS WORD...
rmd_systemctl() {
  rmd_scope=$1 rmd_limit=$2
  shift 2
  case $rmd_scope in
    user | global)
      [ -n "${XDG_RUNTIME_DIR-}" ] || { XDG_RUNTIME_DIR=/run/user/$(id -u) && export XDG_RUNTIME_DIR; }
      rmd_within "$rmd_limit" systemctl "--$rmd_scope" "$@"
      ;;
    *) rmd_within "$rmd_limit" systemctl "$@" ;;
  esac
}

# rmd_unit_look NAME [SCOPE]: finds the unit, or tells why not. chrony and chronyd are one service under the names that different distributions give it.
rmd_unit_look() {
  rmd_looked='' rmd_scope=${2:-system}
  # What the task just before has asked, and has left as it was, as where a handler follows.
  case $rmd_unit_before in
    *Tried=*) ;;
    "Asked=$1
Scope=$rmd_scope
Manager="*)
      rmd_unit_lines=$rmd_unit_before
      rmd_unit_keep
      return
      ;;
  esac
  rmd_unit_ask "$1" "$rmd_scope" && rmd_unit_keep && return 0
  rmd_twin=
  case $1 in
    chrony | chrony.service) rmd_twin=chronyd ;;
    chronyd | chronyd.service) rmd_twin=chrony ;;
  esac
  if [ -n "$rmd_twin" ]; then
    rmd_first_lines=$rmd_unit_lines
    rmd_unit_ask "$rmd_twin" "$rmd_scope" && rmd_unit_keep && return 0
    rmd_unit_lines=$rmd_first_lines
  fi
  rmd_unit_keep
  rmd_unit_get
  if [ -z "$rmd_u_manager" ]; then
    rmd_told="could not ask the service manager of the host about $1: $(cat "$rmd_d/said")"
    return 1
  fi
}

# rmd_unit_found NAME: whether there is such a unit. In check mode a task before this one may be the one that brings it.
rmd_unit_found() {
  rmd_unit_get
  [ "$rmd_u_load" = not-found ] && [ -z "$rmd_check" ] || return 0
  rmd_told="Could not find the requested service $1: host"
  return 1
}

# rmd_unit_ask NAME SCOPE: sets rmd_unit_lines; fails where there is no such unit.
rmd_unit_ask() {
  rmd_unit_lines="Asked=$1
Scope=$2
"
  [ ! -s "$rmd_d/said" ] || : >"$rmd_d/said"
  if command -v systemctl >/dev/null 2>&1; then
    if [ "$2" = global ]; then
      # What holds for all users' managers is only in files: no manager can be asked.
      rmd_got=$(rmd_systemctl global 30 is-enabled "$1" 2>"$rmd_d/said")
      rmd_unit_add Manager=systemd "Id=$1"
      [ -n "$rmd_got" ] || { rmd_unit_add LoadState=not-found; return 1; }
      rmd_unit_add LoadState=loaded "UnitFileState=$rmd_got"
      return 0
    fi
    rmd_asked=Id,Type,LoadState,ActiveState,SubState,Result,UnitFileState,ConditionResult,NRestarts
    case $2 in
      # This question systemctl itself gives up after 25 seconds (sd-bus).
      system) rmd_got=$(systemctl show -p "$rmd_asked" "$1" 2>"$rmd_d/said") ;;
      *) rmd_got=$(rmd_systemctl "$2" 30 show -p "$rmd_asked" "$1" 2>"$rmd_d/said") ;;
    esac
    if [ -n "$rmd_got" ]; then
      rmd_unit_add Manager=systemd "$rmd_got"
      case $rmd_got in
        *LoadState=not-found*) return 1 ;;
      esac
      return 0
    fi
    # Init scripts are there beside a systemd that does not answer, but they are not what is asked for.
    [ ! -d /run/systemd/system ] || return 1
  fi
  rmd_unit_ask_init "${1%.service}"
}

# rmd_unit_ask_init NAME: the same of OpenRC or SysV init.
rmd_unit_ask_init() {
  rmd_state='inactive dead' rmd_enabled=disabled
  if command -v rc-service >/dev/null 2>&1; then
    rmd_unit_add Manager=openrc "Id=$1"
    rc-service --exists "$1" >/dev/null 2>&1 || { rmd_unit_add LoadState=not-found; return 1; }
    rmd_within 30 rc-service "$1" status >/dev/null 2>&1
    case $? in
      0) rmd_state='active running' ;;
      32) rmd_state='failed crashed' ;;
    esac
    rc-update show 2>/dev/null | grep -q "^ *$1 *|.*[a-z]" && rmd_enabled=enabled
  elif command -v service >/dev/null 2>&1; then
    rmd_unit_add Manager=sysv "Id=$1"
    rmd_got=$(rmd_within 30 service "$1" status 2>&1) && rmd_state='active running'
    case $rmd_got in
      *'unrecognized service'* | *'not-found'* | *'No such file'*) rmd_unit_add LoadState=not-found; return 1 ;;
    esac
    if command -v chkconfig >/dev/null 2>&1; then
      chkconfig --list "$1" 2>/dev/null | grep -q '[2345]:on' && rmd_enabled=enabled
    else
      for rmd_i in /etc/rc[2345].d/S??"$1"; do [ ! -e "$rmd_i" ] || rmd_enabled=enabled; done
    fi
  else
    echo 'it has none of systemctl, rc-service and service' >"$rmd_d/said"
    return 1
  fi
  rmd_unit_add LoadState=loaded "ActiveState=${rmd_state% *}" "SubState=${rmd_state#* }" "UnitFileState=$rmd_enabled"
}

rmd_unit_add() {
  for rmd_i; do rmd_unit_lines="$rmd_unit_lines$rmd_i
"; done
}

# What is kept of the unit, as variables.
rmd_unit_get() {
  [ "$rmd_looked" != unit ] || return 0
  rmd_looked=unit
  [ -n "$rmd_unit_lines" ] || rmd_unit_recall
  rmd_u_asked='' rmd_u_scope='' rmd_u_manager='' rmd_u_id='' rmd_u_type='' rmd_u_load='' rmd_u_active='' rmd_u_sub=''
  rmd_u_result='' rmd_u_file='' rmd_u_condition='' rmd_u_restarts=0 rmd_u_tried=''
  rmd_rest=$rmd_unit_lines
  while [ -n "$rmd_rest" ]; do
    rmd_i=${rmd_rest%%"
"*} rmd_rest=${rmd_rest#*"
"}
    rmd_got=${rmd_i#*=}
    case ${rmd_i%%=*} in
      Asked) rmd_u_asked=$rmd_got ;;
      Scope) rmd_u_scope=$rmd_got ;;
      Manager) rmd_u_manager=$rmd_got ;;
      Id) rmd_u_id=$rmd_got ;;
      Type) rmd_u_type=$rmd_got ;;
      LoadState) rmd_u_load=$rmd_got ;;
      ActiveState) rmd_u_active=$rmd_got ;;
      SubState) rmd_u_sub=$rmd_got ;;
      Result) rmd_u_result=$rmd_got ;;
      UnitFileState) rmd_u_file=$rmd_got ;;
      ConditionResult) rmd_u_condition=$rmd_got ;;
      NRestarts) rmd_u_restarts=$rmd_got ;;
      Tried) rmd_u_tried=$rmd_got ;;
    esac
  done
  rmd_u_id=${rmd_u_id:-$rmd_u_asked}
}

# For another shell of the task, and what that has left.
rmd_unit_keep() { printf %s "$rmd_unit_lines" >"$rmd_d/unit"; }

rmd_unit_recall() {
  while IFS= read -r rmd_i; do rmd_unit_add "$rmd_i"; done <"$rmd_d/unit"
}

# rmd_unit_again TRIED: asks once more, after something was done.
rmd_unit_again() {
  rmd_unit_ask "$rmd_u_id" "$rmd_u_scope"
  [ -z "$1" ] || rmd_unit_add "Tried=$1"
  rmd_unit_keep
  rmd_looked=
  rmd_unit_get
}

# The properties for the task's result, left in rmd_told.
rmd_unit_told() {
  rmd_unit_get
  rmd_told='' rmd_rest=$rmd_unit_lines
  while [ -n "$rmd_rest" ]; do
    rmd_i=${rmd_rest%%"
"*} rmd_rest=${rmd_rest#*"
"}
    case $rmd_i in Asked=* | Scope=* | Manager=* | Tried=*) continue ;; esac
    rmd_told="$rmd_told$rmd_i
"
  done
}

# Tells the unit's state in the words of systemctl status.
rmd_unit_words() {
  case $rmd_u_load:$rmd_u_active:$rmd_u_result in
    not-found:*) rmd_told=absent ;;
    *: | *:success | *:inactive:*) rmd_told="$rmd_u_active ($rmd_u_sub)" ;;
    *) rmd_told="$rmd_u_active (Result: $rmd_u_result)" ;;
  esac
}

# rmd_unit_active active|inactive: tells the word where it is so, else the state.
rmd_unit_active() {
  rmd_unit_get
  if [ "$1" = active ]; then
    if rmd_unit_is_up; then rmd_told=active; else rmd_unit_words; fi
  else
    case $rmd_u_load:$rmd_u_active in
      not-found:*) rmd_told=absent ;;
      *:inactive | *:failed) rmd_told=inactive ;;
      *) rmd_unit_words ;;
    esac
  fi
}

# Whether the unit runs. One that systemd had to start again since we started it does not, nor does one that waits for that.
rmd_unit_is_up() {
  case $rmd_u_active in
    active | reloading) [ -z "$rmd_u_tried" ] || [ "${rmd_u_restarts:-0}" -eq 0 ] ;;
    # A job that was not to be waited for is still under way.
    activating) [ "$rmd_u_tried" = --no-block ] && [ "$rmd_u_sub" != auto-restart ] ;;
    # A unit that does its work and ends has done it.
    inactive) [ -n "$rmd_u_tried" ] && [ "$rmd_u_type" = oneshot ] && [ "$rmd_u_result" = success ] && [ "$rmd_u_condition" != no ] ;;
    *) false ;;
  esac
}

# rmd_unit_enabled enabled|disabled: tells the word where it is so. What cannot be enabled is as it should be.
rmd_unit_enabled() {
  rmd_unit_get
  rmd_told=$rmd_u_file
  case $rmd_u_load:$rmd_u_manager:$rmd_told in
    not-found:*) rmd_told=absent ;;
    *:systemd:generated | *:systemd: | *:systemd:bad) rmd_told=$(rmd_systemctl "$rmd_u_scope" 30 is-enabled "$rmd_u_id" 2>/dev/null) ;;
  esac
  case $rmd_told in
    static | indirect | transient | alias) rmd_told=$1 ;;
    linked) rmd_told=disabled ;;
    # What is masked starts at no boot, and cannot be disabled any further.
    masked*) [ "$1" != disabled ] || rmd_told=disabled ;;
  esac
}

# rmd_unit_enable enable|disable NAME [RUNLEVEL]
rmd_unit_enable() {
  rmd_unit_get
  rmd_rc=0
  case $rmd_u_manager in
    systemd) rmd_unit_enable_systemd "$1" ;;
    openrc) rmd_unit_enable_openrc "$1" "${3:-default}" ;;
    *) rmd_unit_enable_sysv "$1" ;;
  esac 2>"$rmd_d/said" || rmd_rc=$?
  cat "$rmd_d/said" >&2
  [ "$rmd_rc" -eq 0 ] || echo "Unable to $1 service $2: $(head -n 3 "$rmd_d/said")" >"$rmd_d/why"
  rmd_unit_again ''
  return "$rmd_rc"
}

rmd_unit_enable_systemd() {
  rmd_systemctl "$rmd_u_scope" 300 "$1" "$rmd_u_id" || return
  [ "$1:$rmd_u_file" != disable:enabled-runtime ] || rmd_systemctl "$rmd_u_scope" 300 disable --runtime "$rmd_u_id"
}

rmd_unit_enable_openrc() {
  case $1 in
    enable) rc-update add "$rmd_u_id" "$2" ;;
    *) rc-update del "$rmd_u_id" "$2" ;;
  esac
}

rmd_unit_enable_sysv() {
  if command -v chkconfig >/dev/null 2>&1; then
    case $1 in
      enable) chkconfig --add "$rmd_u_id" && chkconfig "$rmd_u_id" on ;;
      *) chkconfig "$rmd_u_id" off ;;
    esac
  else
    case $1 in
      enable) update-rc.d "$rmd_u_id" defaults && update-rc.d "$rmd_u_id" enable ;;
      *) update-rc.d "$rmd_u_id" disable ;;
    esac
  fi
}

# Tells masked or unmasked.
rmd_unit_masked() {
  rmd_unit_get
  case $rmd_u_load:$rmd_u_file in
    masked:* | *:masked*) rmd_told=masked ;;
    *) rmd_told=unmasked ;;
  esac
}

# rmd_unit_mask mask|unmask NAME
rmd_unit_mask() {
  rmd_unit_get
  [ "$rmd_u_manager" = systemd ] || { echo "Unable to $1 service $2: only systemd can" >"$rmd_d/why"; return 1; }
  rmd_systemctl "$rmd_u_scope" 300 "$1" "$rmd_u_id" 2>"$rmd_d/said" || echo "Unable to $1 service $2: $(head -n 3 "$rmd_d/said")" >"$rmd_d/why"
  cat "$rmd_d/said" >&2
  rmd_unit_again ''
  [ ! -s "$rmd_d/why" ]
}

# rmd_unit_do start|stop|restart|reload NAME [--no-block]: does it, looks whether it lasts, and leaves in the file why what went wrong.
rmd_unit_do() {
  : >"$rmd_d/why"
  rmd_unit_get
  rmd_verb=$1
  # A unit that does not run has nothing to reload.
  if [ "$1" = reload ] && ! rmd_unit_is_up; then rmd_verb=start; fi
  # systemd refuses to start a unit that failed too often, until it is told to forget that.
  if [ "$rmd_u_active" = failed ] && [ "$rmd_verb" != stop ]; then
    case $rmd_u_manager in
      systemd) rmd_systemctl "$rmd_u_scope" 30 reset-failed "$rmd_u_id" ;;
      openrc) rc-service "$rmd_u_id" zap ;;
    esac
  fi
  case $rmd_u_manager in
    systemd) rmd_systemctl "$rmd_u_scope" 300 ${3:+"$3"} "$rmd_verb" "$rmd_u_id" 2>"$rmd_d/told" ;;
    openrc) rmd_within 300 rc-service "$rmd_u_id" "$rmd_verb" 2>"$rmd_d/told" ;;
    *) rmd_within 300 service "$rmd_u_id" "$rmd_verb" 2>"$rmd_d/told" ;;
  esac
  rmd_rc=$?
  [ ! -s "$rmd_d/told" ] || cat "$rmd_d/told" >&2
  case $rmd_verb:$rmd_rc in
    stop:*)
      rmd_unit_again "${3:-stop}"
      case $rmd_u_active in
        inactive | failed) return 0 ;;
      esac
      [ -z "$3" ] || return 0
      ;;
    *:0)
      rmd_unit_watch "${3:-$rmd_verb}"
      ! rmd_unit_is_up || return 0
      ;;
    *) rmd_unit_again "${3:-$rmd_verb}" ;;
  esac
  rmd_unit_why "$rmd_verb" "$2" >"$rmd_d/why"
  return 1
}

# Sees a service through its first moments: one that tells when it is ready (or forks when it is) gets a fifth of a second, any
# other a whole one, since systemd calls it active as soon as its process exists.
rmd_unit_watch() {
  rmd_naps=1
  case $rmd_u_manager:$rmd_u_type:$rmd_u_id in
    *:oneshot:* | *.target | *.socket | *.timer | *.path | *.mount | *.automount | *.swap | *.slice) rmd_naps=0 ;;
    systemd:forking:* | systemd:notify*:* | systemd:dbus:* | openrc:* | sysv:*) ;;
    *) rmd_naps=5 ;;
  esac
  [ "$1" != --no-block ] || rmd_naps=0
  while
    [ "$rmd_naps" -eq 0 ] || sleep 0.2 2>/dev/null || sleep 1
    rmd_unit_again "$1"
    rmd_naps=$((rmd_naps - 1))
    [ "$rmd_naps" -gt 0 ] && rmd_unit_is_up
  do :; done
}

# rmd_unit_why VERB NAME: the state, what systemctl said, and the last lines of the log.
rmd_unit_why() {
  rmd_unit_words
  echo "Unable to $1 service $2: $rmd_u_id is $rmd_told, ActiveState=$rmd_u_active SubState=$rmd_u_sub${rmd_u_result:+ Result=$rmd_u_result}"
  [ "${rmd_u_restarts:-0}" -eq 0 ] || echo "It ended and was started again $rmd_u_restarts times."
  [ "$rmd_u_condition" != no ] || echo 'A condition in its unit file does not hold, so it was not started.'
  [ "$rmd_rc" -ne 124 ] || echo 'The command did not end in time.'
  {
    head -n 3 "$rmd_d/told"
    rmd_unit_log
  } | cut -c1-300
}

rmd_unit_log() {
  [ "$rmd_u_manager" = systemd ] || return 0
  rmd_got=
  if command -v journalctl >/dev/null 2>&1; then
    case $rmd_u_scope in
      user) rmd_got=$(rmd_within 10 journalctl -q --user-unit "$rmd_u_id" -n 5 --no-pager 2>/dev/null) ;;
      *) rmd_got=$(rmd_within 10 journalctl -q -u "$rmd_u_id" -n 5 --no-pager 2>/dev/null) ;;
    esac
  fi
  [ -n "$rmd_got" ] || rmd_got=$(rmd_systemctl "$rmd_u_scope" 10 status -n 5 --no-pager "$rmd_u_id" 2>/dev/null)
  [ -z "$rmd_got" ] || printf '%s\n' "$rmd_got" | tail -n 5
}

# Whether the last rmd_unit_do went well; tells why not.
rmd_unit_went_well() {
  [ -s "$rmd_d/why" ] || return 0
  rmd_told=$(cat "$rmd_d/why")
  return 1
}

# rmd_unit_manager daemon-reload|daemon-reexec SCOPE: systemd reads its files again. No change of the host's state, so check mode is silent.
rmd_unit_manager() {
  [ -z "$rmd_check" ] || return 0
  # Where systemd is not, there is nothing that has read the unit files.
  command -v systemctl >/dev/null 2>&1 || return 0
  rmd_systemctl "$2" 300 "$1" && return 0
  [ ! -d /run/systemd/system ] || return 1
}
