# Remediator prelude: the run of tasks. Every name starts with rmd_, so that no command of the host is shadowed.
# Set by whoever delivers a script: rmd_check (1: change nothing), rmd_diff (1: send what would be replaced), rmd_cap (bytes of output kept per task).

# Starts the session: a private folder, a fixed locale for what is compared, a path with sbin.
rmd_open() {
  umask 077
  rmd_user_lc=${LC_ALL-unset}
  LC_ALL=C
  PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  export LC_ALL PATH
  rmd_d=
  for rmd_i in "${TMPDIR:-/tmp}" /var/tmp /dev/shm /run; do
    rmd_d=$(mktemp -d "$rmd_i/remediator.XXXXXXXX" 2>/dev/null) && echo probe >"$rmd_d/probe" 2>/dev/null && break
    [ -n "$rmd_d" ] && rm -rf "$rmd_d"
    rmd_d=
  done
  [ -n "$rmd_d" ] || return 1
  printf '' >"$rmd_d/out"
  printf '' >"$rmd_d/err"
  # A signal that comes twice must not cut the clean-up short. In the middle of a segment the watcher has an end to make of what runs.
  # One that is told to end before it knows the signal dies of it, of which bash would tell.
  trap 'trap "" TERM HUP; [ -s "$rmd_d/busy" ] || [ -z "${rmd_watcher-}" ] || { exec 2>/dev/null; kill -USR1 "$rmd_watcher"; }; rm -rf "$rmd_d"' EXIT
  trap 'exit 129' HUP
  trap 'exit 143' TERM
  trap 'exit 141' PIPE
  umask 022
  rmd_stop='' rmd_held='' rmd_task='' rmd_token='' rmd_journal='' rmd_number='' rmd_saved='' rmd_opened='' rmd_left='' rmd_unkept='' rmd_watcher='' rmd_later=''
}

# rmd_run ID [ignore|hold]: runs the task whose steps are the function rmd_t_ID. After a failure nothing more runs, unless the
# failure is ignored, or held until the end of a loop.
rmd_run() {
  [ -z "$rmd_stop" ] || return 0
  rmd_task=$1 rmd_changed='' rmd_failed='' rmd_skipped='' rmd_rc=0 rmd_message='' rmd_title='' rmd_notes='' rmd_settles='' rmd_marks='' rmd_key='' rmd_looked=$rmd_left rmd_left='' rmd_unit_before=${rmd_unit_lines-} rmd_unit_lines=''
  [ ! -s "$rmd_d/out" ] || : >"$rmd_d/out"
  rmd_clear_err
  rmd_emit start "$1"
  # To append, so that the file may be emptied meanwhile.
  "rmd_t_$1" </dev/null 2>>"$rmd_d/err" || rmd_failed=1
  rmd_status=ok
  [ -z "$rmd_skipped" ] || rmd_status=skipped
  [ -z "$rmd_changed" ] || rmd_status=changed
  rmd_hooks=
  eval "rmd_hooks=\${rmd_failed_when_$1-}\${rmd_changed_when_$1-}"
  case $rmd_status$rmd_hooks in
    skipped*) ;;
    *f | *fc)
      rmd_ended "$1"
      if "rmd_failed_when_$1"; then rmd_failed=1; else rmd_failed=; fi
      ;;
  esac
  [ -z "$rmd_failed" ] || rmd_status=failed
  case $rmd_status$rmd_hooks in
    skipped*) ;;
    *c)
      rmd_ended "$1"
      if "rmd_changed_when_$1"; then rmd_changed=1; else rmd_changed=; fi
      [ -n "$rmd_failed" ] || { rmd_status=ok; [ -z "$rmd_changed" ] || rmd_status=changed; }
      ;;
  esac
  rmd_ended "$1"
  case $rmd_marks/$rmd_changed$rmd_notes in /1?* | ?*/*) rmd_marked ;; esac
  [ -z "$rmd_token" ] || rmd_token_done
  case $rmd_status$rmd_check$rmd_held in ok | changed) [ -z "$rmd_settles" ] || rmd_forget "$rmd_settles" ;; esac
  rmd_emit 'done' "$1" "$rmd_status" "${rmd_changed:-0}" "$rmd_message"
  if [ -n "$rmd_failed" ]; then
    case ${2-} in
      ignore) ;;
      hold) rmd_held=1 ;;
      *) rmd_stop=1 ;;
    esac
  fi
  return 0
}

# What the commands of a step have said as errors goes with its failure. Each redirection costs some six calls of the system, a look one.
rmd_clear_err() { [ ! -s "$rmd_d/err" ] || : >"$rmd_d/err"; }

# rmd_ended ID: how the task has ended so far, for conditions.
rmd_ended() {
  eval "rmd_s_$1=\$rmd_status rmd_c_$1=\$rmd_changed rmd_rc_$1=\$rmd_rc"
  [ -z "$rmd_failed" ] || eval "rmd_s_$1=failed"
}

# rmd_skip ID: the task's condition does not hold.
rmd_skip() {
  [ -z "$rmd_stop" ] || return 0
  eval "rmd_s_$1=skipped rmd_c_$1= rmd_rc_$1=0"
  rmd_emit 'done' "$1" skipped 0 condition
}

# The end of a loop: a failure of one item stops the rest of the script.
rmd_release() {
  [ -z "$rmd_held" ] || rmd_stop=1
  rmd_held=
}

# rmd_is STATUS ID...: true where one of the tasks ended so.
rmd_is() {
  rmd_want=$1
  shift
  for rmd_i; do
    eval "rmd_got=\${rmd_s_$rmd_i-} rmd_gotc=\${rmd_c_$rmd_i-}"
    case $rmd_want in
      changed) [ -n "$rmd_gotc" ] && return 0 ;;
      succeeded) [ "$rmd_got" != failed ] && return 0 ;;
      ran) [ -n "$rmd_got" ] && return 0 ;;
      *) [ "$rmd_got" = "$rmd_want" ] && return 0 ;;
    esac
  done
  return 1
}

# rmd_fail MESSAGE: ends the task; what is in the err file goes with it.
rmd_fail() {
  rmd_message=$1
  rmd_failed=1
  rmd_frame fail 2 "$rmd_task" "$rmd_message" "$rmd_d/err"
  return 1
}

# rmd_deny MESSAGE: a failure that no command of the host has anything to do with.
rmd_deny() {
  rmd_clear_err
  rmd_fail "$1"
}

# rmd_ensure FACET WANT [FLAGS]: rmd_read prints the facet, rmd_fix mends it. Read again after the fix: what does not converge is a failure.
# Flags: u rmd_undo keeps in the journal what takes that back; t rmd_read prints nothing and leaves the facet in rmd_told, in this very shell.
# A fix that knows why it failed leaves the message in the file why.
rmd_ensure() {
  rmd_clear_err
  rmd_facet "${3-}"
  rmd_before=$rmd_told
  if [ "$rmd_before" = "$2" ]; then
    rmd_emit facet "$rmd_task" "$1" ok "$rmd_before" "$2"
    return 0
  fi
  if [ -n "$rmd_check" ]; then
    rmd_changed=1
    rmd_emit facet "$rmd_task" "$1" would "$rmd_before" "$2"
    return 0
  fi
  case ${3-} in
    *u*) rmd_undo || return 1 ;;
    *) rmd_keep_none "$1" ;;
  esac
  : >"$rmd_d/why"
  # What the fix leaves it leaves in files.
  rmd_looked='' rmd_unit_lines=''
  (rmd_env; rmd_fix) >"$rmd_d/out" 2>"$rmd_d/err" </dev/null
  rmd_rc=$?
  rmd_facet "${3-}"
  rmd_after=$rmd_told
  if [ "$rmd_after" = "$2" ]; then
    rmd_changed=1
    rmd_emit facet "$rmd_task" "$1" changed "$rmd_before" "$2"
    return 0
  fi
  [ "$rmd_after" = "$rmd_before" ] || rmd_changed=1
  rmd_emit facet "$rmd_task" "$1" failed "$rmd_before" "$rmd_after"
  if [ -s "$rmd_d/why" ]; then
    rmd_fail "$(cat "$rmd_d/why")"
  elif [ "$rmd_rc" -ne 0 ]; then
    rmd_fail "$1: the fix ended with exit code $rmd_rc (it is '$rmd_after', wanted '$2')"
  else
    rmd_fail "$1: did not converge (it is '$rmd_after' after the fix, wanted '$2')"
  fi
}

rmd_facet() {
  case $1 in
    *t*)
      rmd_told=
      rmd_read
      ;;
    *) rmd_told=$(rmd_env; rmd_read) ;;
  esac
}

# rmd_require MESSAGE [t]: rmd_test must succeed; what it prints, or leaves in rmd_told, is a better message than the given one.
rmd_require() {
  rmd_clear_err
  if [ -n "${2-}" ]; then
    rmd_told=
    rmd_test && return 0
  else
    rmd_told=$(rmd_env; rmd_test) && return 0
  fi
  rmd_fail "${rmd_told:-$1}"
}

# rmd_act FLAGS FACET UNLESS-MESSAGE EXPECT-MESSAGE FAIL-MESSAGE: runs rmd_do. Flags: c it changes something, o its output is the
# result, u rmd_unless may make it needless, e rmd_expect must hold afterwards, i its stdin is what rmd_stdin prints, k check mode
# skips the task, j rmd_undo keeps in the journal what takes the change back. t: rmd_do is of the prelude, and runs in this very shell, as
# does rmd_expect, which leaves what is wrong in rmd_told. p: rmd_do is one program, for which this shell need not be copied.
rmd_act() {
  case $1 in
    *u*)
      if (rmd_env; rmd_unless) >/dev/null 2>&1 </dev/null; then
        rmd_emit act "$rmd_task" "$2" needless 0 "$3"
        # What its result has as output.
        printf '%s' "$3" >"$rmd_d/out"
        return 0
      fi
      ;;
  esac
  if [ -n "$rmd_check" ]; then
    case $1 in
      *k*) rmd_skipped=1 ;;
      # A command says by creates and removes whether it would run; without them nobody can know what it would do.
      *c*u* | *u*c*) rmd_changed=1 ;;
      *c*o* | *o*c*) rmd_skipped=1 ;;
      *c*) rmd_changed=1 ;;
    esac
    case $1 in
      *[ck]*)
        rmd_emit act "$rmd_task" "$2" would 0 ''
        return 0
        ;;
    esac
  fi
  case $1 in
    *c*)
      case $1 in
        *j*) rmd_undo || return 1 ;;
        *) rmd_act_once "$2" ;;
      esac
      # A command of somebody else's may change what this run has changed before.
      case $1 in *t*) ;; *) [ -z "$rmd_opened" ] || "$rmd_closing" ;; esac
      rmd_changed=1
      ;;
  esac
  rmd_looked='' rmd_left=''
  rmd_clear_err
  case $1 in
    *i*)
      (rmd_stdin) >"$rmd_d/in"
      (rmd_env; rmd_foreign_lc; rmd_do) >"$rmd_d/out" <"$rmd_d/in"
      rmd_rc=$?
      ;;
    *t*)
      rmd_do >"$rmd_d/out"
      rmd_rc=$?
      ;;
    *p*)
      rmd_foreign_lc
      rmd_do >"$rmd_d/out"
      rmd_rc=$?
      LC_ALL=C
      export LC_ALL
      ;;
    *)
      (rmd_env; rmd_foreign_lc; rmd_do) >"$rmd_d/out"
      rmd_rc=$?
      ;;
  esac
  rmd_frame act 5 "$rmd_task" "$2" ran "$rmd_rc" '' "$rmd_d/out" "$rmd_d/err"
  if [ "$rmd_rc" -ne 0 ]; then
    rmd_fail "${5:-non-zero return code}"
    return 1
  fi
  case $1 in
    *e*)
      rmd_told=
      case $1 in
        *t*) rmd_expect ;;
        *) rmd_told=$(rmd_env; rmd_expect) ;;
      esac || {
        rmd_fail "${rmd_told:-$4}"
        return 1
      }
      ;;
  esac
  return 0
}

# The locale that the host gives to commands of the playbook.
rmd_foreign_lc() {
  case $rmd_user_lc in
    unset) unset LC_ALL ;;
    *) LC_ALL=$rmd_user_lc ;;
  esac
}

# rmd_act_once FACET: nothing takes the command back. One that says itself whether it changed something may be one that only looks.
rmd_act_once() {
  eval "rmd_got=\${rmd_changed_when_$rmd_task-}"
  if [ -n "$rmd_got" ]; then
    rmd_token_start
  else
    rmd_keep_none "${1:-command}"
  fi
}

# rmd_capture KEY: what rmd_read prints is a part of the task's result.
rmd_capture() {
  rmd_clear_err
  (rmd_env; rmd_read) >"$rmd_d/cap"
  rmd_frame capture 3 "$rmd_task" "$1" "$?" "$rmd_d/cap" "$rmd_d/err"
}

# rmd_take KEY [t]: as rmd_capture, for a text without NUL, which then costs no process but rmd_read's own. t: rmd_read prints nothing but
# leaves the text in rmd_told, in this very shell.
rmd_take() {
  rmd_clear_err
  if [ -n "${2-}" ]; then
    rmd_told=
    rmd_read
    rmd_got=$?
  else
    # The code at the end also saves line ends before it.
    rmd_told=$(rmd_env; rmd_read; printf ' %s' "$?")
    rmd_got=${rmd_told##* } rmd_told=${rmd_told% *}
  fi
  if [ -s "$rmd_d/err" ] || [ "${#rmd_told}" -gt "$rmd_cap" ]; then
    printf %s "$rmd_told" >"$rmd_d/cap"
    rmd_frame capture 3 "$rmd_task" "$1" "$rmd_got" "$rmd_d/cap" "$rmd_d/err"
  else
    rmd_emit capture "$rmd_task" "$1" "$rmd_got" "$rmd_told" ''
  fi
}

# Variables of the task's environment keyword; a task that has some defines its own.
rmd_env() { :; }
