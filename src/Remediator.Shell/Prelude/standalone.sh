# Remediator prelude: a playbook as a script of its own, with no controller. What a session tells by frames, this writes as a log.
# Set by the script: rmd_check, rmd_log_file (empty for none), rmd_only_tags (with commas; empty for all).

rmd_log() {
  rmd_line="$(date -u '+%Y-%m-%dT%H:%M:%SZ') $*"
  printf '%s\n' "$rmd_line"
  [ -z "$rmd_log_file" ] || printf '%s\n' "$rmd_line" >>"$rmd_log_file"
}

# Events of the tasks, in place of frames (frames.sh). Of one that is tried again only the last try counts.
rmd_log_event() {
  case $1 in
    start) rmd_facets='' rmd_said='' ;;
    facet) case $4 in changed | would | failed) rmd_facets="$rmd_facets${rmd_facets:+, }$3" ;; esac ;;
    'done') [ -n "$rmd_trying" ] || rmd_count "$3" "$5" ;;
    undo) rmd_log "$3 $2" ;;
    rolled) rmd_rolled=$2 ;;
  esac
}

# rmd_log_files KIND N TEXT... FILE...: only failures have something to say.
rmd_log_files() {
  [ "$1" = fail ] || return 0
  rmd_said=$4
  if [ -s "$5" ]; then rmd_said="$rmd_said: $(head -c 2000 "$5")"; fi
}

# rmd_count STATUS MESSAGE: one item of the task has ended; the worst of them is the task's status.
rmd_count() {
  case $1:$rmd_outcome in
    failed:*)
      rmd_outcome=failed
      rmd_log "failed   $rmd_item${rmd_said:-${2:-the task failed on its own condition (failed_when)}}"
      ;;
    *:failed | *:changed | ok:ok | skipped:*ok | skipped:skipped) ;;
    changed:*) rmd_outcome=changed ;;
    *) rmd_outcome=$1 ;;
  esac
  [ "$1" != changed ] || rmd_parts="$rmd_parts${rmd_parts:+, }$rmd_item$rmd_facets"
  rmd_item=
}

# rmd_begins NAME KIND TAGS: a task, a handler or a verification; fails where it is not to run.
rmd_begins() {
  [ -z "$rmd_stop" ] || return 1
  rmd_heading=$1 rmd_kind_of_task=$2 rmd_outcome='' rmd_parts='' rmd_item=''
  rmd_selected "$3" || return 1
  if [ "$2" = verify ] && [ -n "$rmd_check" ] && [ "$rmd_changed_tasks" -gt 0 ]; then
    rmd_log "skipped  $1 (not verified: the changes above would come first)"
    return 1
  fi
}

rmd_selected() {
  [ -n "$rmd_only_tags" ] || return 0
  case ,$1, in *,always,*) return 0 ;; esac
  [ "$rmd_kind_of_task" != handler ] || return 0
  for rmd_i in $(printf '%s' "$rmd_only_tags" | tr ',' ' '); do
    case $rmd_i,$1 in
      all,* | tagged,?* | untagged,) return 0 ;;
    esac
    case ,$1, in *,"$rmd_i",*) return 0 ;; esac
  done
  return 1
}

# rmd_ends stop|ignore: the task's last item has ended.
rmd_ends() {
  case $rmd_outcome in
    ok)
      rmd_ok_tasks=$((rmd_ok_tasks + 1))
      rmd_log "ok       $rmd_heading"
      ;;
    changed)
      rmd_ok_tasks=$((rmd_ok_tasks + 1)) rmd_changed_tasks=$((rmd_changed_tasks + 1))
      rmd_changed_list="$rmd_changed_list  $rmd_heading
"
      rmd_log "changed  $rmd_heading${rmd_parts:+ ($rmd_parts)}"
      ;;
    skipped)
      rmd_skipped_tasks=$((rmd_skipped_tasks + 1))
      rmd_log "skipped  $rmd_heading"
      ;;
    failed)
      if [ "$1" = ignore ]; then
        rmd_ignored_tasks=$((rmd_ignored_tasks + 1)) rmd_ok_tasks=$((rmd_ok_tasks + 1))
        rmd_log "ignored  $rmd_heading"
      else
        rmd_failed_tasks=$((rmd_failed_tasks + 1))
        [ "$rmd_kind_of_task" != verify ] || rmd_unverified=1
        rmd_log "FAILED   $rmd_heading"
      fi
      ;;
  esac
}

# Tasks that need nothing of the host. rmd_says ID TEXT; rmd_leaves ID; rmd_denies ID MESSAGE [ignore|hold].
rmd_says() {
  [ -z "$rmd_stop" ] || return 0
  rmd_facets='' rmd_said=''
  [ -z "$2" ] || rmd_log "         $2"
  eval "rmd_s_$1=ok rmd_c_$1= rmd_rc_$1=0"
  rmd_count ok ''
}

rmd_leaves() {
  [ -z "$rmd_stop" ] || return 0
  eval "rmd_s_$1=skipped rmd_c_$1= rmd_rc_$1=0"
  rmd_count skipped ''
}

rmd_denies() {
  [ -z "$rmd_stop" ] || return 0
  rmd_facets='' rmd_said=$2
  eval "rmd_s_$1=failed rmd_c_$1= rmd_rc_$1=1"
  rmd_count failed "$2"
  case ${3-} in
    ignore) ;;
    hold) rmd_held=1 ;;
    *) rmd_stop=1 ;;
  esac
}

# rmd_again ID MODE RETRIES DELAY WITHIN: a task that is tried until it passes: rmd_until_ID holds, or it does not fail. RETRIES or
# WITHIN (seconds) bounds it; where nothing is changed it is tried once.
rmd_again() {
  [ -z "$rmd_stop" ] || return 0
  rmd_tries=0 rmd_most=$3 rmd_bound=$5
  [ -z "$rmd_check" ] || rmd_most=0 rmd_bound=''
  rmd_clock
  rmd_tried_since=$rmd_now
  while :; do
    rmd_tries=$((rmd_tries + 1)) rmd_trying=1
    rmd_run "$1" ignore
    rmd_trying=
    [ "$rmd_status" != skipped ] || break
    if command -v "rmd_until_$1" >/dev/null 2>&1; then
      if "rmd_until_$1"; then break; fi
      rmd_said="not met after $rmd_tries tries${rmd_said:+: $rmd_said}"
    elif [ "$rmd_status" != failed ]; then
      break
    fi
    rmd_clock
    rmd_took=$((rmd_now - rmd_tried_since))
    if [ -n "$rmd_bound" ]; then
      [ $((rmd_took + $4)) -le "$rmd_bound" ] || { rmd_said="not converged within $rmd_bound s ($rmd_tries tries)${rmd_said:+: $rmd_said}" && rmd_status=failed && break; }
    elif [ "$rmd_tries" -gt "${rmd_most:-0}" ]; then
      rmd_status=failed
      break
    fi
    rmd_log "waiting  $rmd_item$rmd_heading (try $rmd_tries)"
    sleep "$4"
  done
  eval "rmd_s_$1=\$rmd_status"
  rmd_count "$rmd_status" "$rmd_message"
  if [ "$rmd_status" = failed ]; then
    case $2 in
      ignore) ;;
      hold) rmd_held=1 ;;
      *) rmd_stop=1 ;;
    esac
  fi
}

# rmd_notify "ID..." HANDLER...: the task changed something, and goes on.
rmd_notify() {
  [ -z "$rmd_stop" ] || return 0
  rmd_notifiers=$1
  shift
  for rmd_x in $rmd_notifiers; do
    eval "rmd_got=\${rmd_s_$rmd_x-} rmd_gotc=\${rmd_c_$rmd_x-}"
    if [ -z "$rmd_gotc" ] || [ "$rmd_got" = failed ]; then continue; fi
    for rmd_i; do eval "rmd_h_$rmd_i=1"; done
    return 0
  done
}

# rmd_told HANDLER KEY: it was notified, in this run or in one that ended before it, and runs now.
rmd_told() {
  [ -z "$rmd_stop" ] || return 1
  eval "rmd_got=\${rmd_h_$1-} rmd_h_$1="
  [ -n "$rmd_got" ] || [ -e "$rmd_store/pending/$2" ]
}

# Blocks. rmd_goes: nothing has ended the way here. rmd_rescues: the body failed, and what follows mends it. rmd_puts_off: the part that
# always runs begins; rmd_takes_up: it ends, and a failure goes on outward.
rmd_goes() { [ -z "$rmd_stop" ]; }

rmd_rescues() {
  [ "$rmd_stop" = 1 ] || return 1
  rmd_stop='' rmd_rescued_tasks=$((rmd_rescued_tasks + 1)) rmd_failed_tasks=$((rmd_failed_tasks - 1))
}

rmd_puts_off() {
  case $rmd_stop in
    '' | 1)
      rmd_later="${rmd_stop:-0}$rmd_later"
      rmd_stop=
      ;;
    *) rmd_later="2$rmd_later" ;;
  esac
}

rmd_takes_up() {
  case $rmd_later in 1*) rmd_stop=1 ;; esac
  rmd_later=${rmd_later#?}
}

# rmd_enters NAME NUMBER ROLLBACK: a play begins; a host that left the one before by its own word takes part again. ROLLBACK: what
# cannot be kept is not changed, and a failure takes the play's changes back.
rmd_enters() {
  [ "$rmd_stop" != over ] || rmd_stop=
  rmd_goes || return 1
  rmd_play=$2 rmd_strict=$3 rmd_unverified=
  rmd_log "play     $1"
}

# rmd_leaves_play: takes the play back where a task failed; where only a verification did, --on-failure fail says so.
rmd_leaves_play() {
  [ -z "$rmd_opened" ] || "$rmd_closing"
  [ "$rmd_stop" = 1 ] && [ -n "$rmd_strict" ] && [ -z "$rmd_check" ] || return 0
  case $rmd_unverified:$rmd_on_failure in 1:config | *:ignore) return 0 ;; esac
  [ -d "$rmd_store/runs/$rmd_run_id" ] || return 0
  rmd_log "rollback of what this play changed"
  rmd_rolled=
  rmd_rollback "$rmd_store/runs/$rmd_run_id" "$rmd_play" f
  case $rmd_rolled in
    done | nothing) ;;
    *)
      rmd_rolled=failed
      rmd_log "FAILED   the rollback; what was kept is in $rmd_store/runs/$rmd_run_id"
      ;;
  esac
}

# The end: counts, and what changed.
rmd_summary() {
  [ -z "$rmd_opened" ] || "$rmd_closing"
  rmd_log "summary  ok=$rmd_ok_tasks changed=$rmd_changed_tasks failed=$rmd_failed_tasks skipped=$rmd_skipped_tasks rescued=$rmd_rescued_tasks ignored=$rmd_ignored_tasks${rmd_check:+ (check mode: nothing was changed)}"
  if [ -n "$rmd_changed_list" ]; then
    rmd_log "changed tasks:"
    printf '%s' "$rmd_changed_list" | while IFS= read -r rmd_line; do rmd_log "$rmd_line"; done
  fi
}

# rmd_exit_code: sets rmd_code by --on-failure.
rmd_exit_code() {
  rmd_code=0
  case $rmd_stop in '' | over) ;; *) rmd_code=3 ;; esac
  case $rmd_rolled in
    '') ;;
    failed) rmd_code=7 ;;
    *) rmd_code=6 ;;
  esac
  if [ -n "$rmd_check" ]; then
    [ "$rmd_code" != 0 ] || [ "$rmd_changed_tasks" -eq 0 ] || rmd_code=2
    return 0
  fi
  [ "$rmd_code" = 3 ] || return 0
  case $rmd_on_failure:$rmd_unverified in
    ignore:*)
      rmd_log "warning  failures are ignored (--on-failure ignore)"
      rmd_code=0
      ;;
    config:1)
      rmd_log "warning  what is declared is in place, but it could not be verified yet; the node goes on (--on-failure fail would end it)"
      rmd_code=0
      ;;
  esac
}

# rmd_raise SCRIPT ARGUMENT...: root by sudo, which must not ask.
rmd_raise() {
  [ "$(id -u)" != 0 ] || return 0
  if ! command -v sudo >/dev/null 2>&1; then
    echo "this script needs root, and there is no sudo: run it as root" >&2
    exit 77
  fi
  if ! sudo -n true 2>/dev/null; then
    echo "this script needs root: 'sudo -n' is refused for $(id -un); let it run without a password, or run the script as root" >&2
    exit 77
  fi
  exec sudo -n -H sh "$@"
}

# rmd_role WANTED: whether this EMR node is the master, a core or a task node, by instance.json.
rmd_role() {
  rmd_info=${RMD_EMR_INFO:-/mnt/var/lib/info}
  if [ ! -r "$rmd_info/instance.json" ]; then
    echo "--only $1: $rmd_info/instance.json cannot be read; is this an EMR node?" >&2
    exit 78
  fi
  rmd_x=$(cat "$rmd_info/instance.json" "$rmd_info/extraInstanceData.json" 2>/dev/null | tr -d ' \t\n\r')
  case $rmd_x in
    *'"isMaster":true'*) rmd_v=master ;;
    *'"instanceRole":"'[Cc][Oo][Rr][Ee]'"'*) rmd_v=core ;;
    *'"instanceRole":"'[Tt][Aa][Ss][Kk]'"'*) rmd_v=task ;;
    *'"isRunningDataNode":true'*) rmd_v=core ;;
    *) rmd_v=task ;;
  esac
  [ "$rmd_v" = "$1" ]
}

# rmd_arguments ARGUMENT...: the options of the script.
rmd_arguments() {
  rmd_check='' rmd_only_tags='' rmd_only='' rmd_log_file=/var/log/remediator-bootstrap.log rmd_state='' rmd_command=''
  while [ "$#" -gt 0 ]; do
    case $1 in
      --check | -C) rmd_check=1 ;;
      --only-tags | --only | --on-failure | --log | --state)
        if [ "$#" -lt 2 ]; then
          echo "$1 wants a word after it" >&2
          exit 1
        fi
        rmd_option "$1" "$2"
        shift
        ;;
      --*=*) rmd_option "${1%%=*}" "${1#*=}" ;;
      --)
        # shellcheck disable=SC2034 # the frame reads it
        rmd_command=1
        break
        ;;
      *) rmd_option "$1" '' ;;
    esac
    shift
  done
}

rmd_option() {
  case $1=$2 in
    --only-tags=*) rmd_only_tags=$2 ;;
    --only=master | --only=core | --only=task) rmd_only=$2 ;;
    --on-failure=config | --on-failure=ignore | --on-failure=fail) rmd_on_failure=$2 ;;
    --log=*) rmd_log_file=$2 ;;
    --state=*) rmd_state=$2 ;;
    *)
      echo "unknown: $1${2:+ $2}; options: --check, --only-tags TAGS, --only master|core|task, --on-failure config|ignore|fail, --log FILE, --state FOLDER" >&2
      exit 1
      ;;
  esac
}

# rmd_opens: the log and the private folder; counts begin.
rmd_opens() {
  if [ -n "$rmd_log_file" ] && ! (umask 077 && : >>"$rmd_log_file") 2>/dev/null; then rmd_log_file=; fi
  rmd_diff='' rmd_cap=1048576 rmd_rolled='' rmd_facets='' rmd_said='' rmd_trying='' rmd_later='' rmd_unverified='' rmd_changed_list=''
  rmd_ok_tasks=0 rmd_changed_tasks=0 rmd_failed_tasks=0 rmd_skipped_tasks=0 rmd_rescued_tasks=0 rmd_ignored_tasks=0
  if ! rmd_open; then
    echo "there is no folder to write to: /tmp, /var/tmp, /dev/shm and /run are full or read-only" >&2
    exit 3
  fi
  rmd_store_of "$(id -u)"
  rmd_store=${rmd_state:-$rmd_store}
  rmd_run_id=$(date -u +%Y%m%dT%H%M%SZ)-bootstrap-$$ rmd_play=0 rmd_strict=''
}

# rmd_observes: in a container that may not set the clock (CAP_SYS_TIME, bit 25 of CapEff) or is not root, nothing is changed.
rmd_observes() {
  rmd_x=
  while read -r rmd_y rmd_x; do
    [ "$rmd_y" != CapEff: ] || break
  done </proc/self/status
  rmd_x=${rmd_x%??????}
  case ${rmd_x#"${rmd_x%?}"} in
    [2367abef]) [ "$(id -u)" != 0 ] || return 0 ;;
  esac
  rmd_check=1
  rmd_log "observes this container may not set the clock (no CAP_SYS_TIME): nothing is changed, what is found is told"
}

# rmd_becomes ARGUMENT...: the container's own command, after --.
rmd_becomes() {
  while [ "$1" != -- ]; do shift; done
  shift
  [ "$#" -eq 0 ] || exec "$@"
}
