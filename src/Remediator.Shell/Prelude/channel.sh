# Remediator prelude: a segment on a channel that may be lost.

# Before a segment: a watcher, since the end of an ssh client does not stop what it started. Every other second it writes a NUL to
# stderr, which the controller drops: where that fails the line is gone, whatever was at its far end (sshd, a connection shared with
# others, a pipe of sudo's). A SIGTERM, which a controller on the same machine sends to the group, means the same. Between segments
# (the file busy is empty) there is nothing to end, and the shell sees the end of its input. SIGUSR1 ends the watcher and its sleep; it
# keeps nothing else of the channel open. One serves all segments of a session.
rmd_begin() {
  rmd_stop='' rmd_held='' rmd_left='' rmd_unit_lines=''
  echo 1 >"$rmd_d/busy"
  [ -z "${rmd_watcher-}" ] || return 0
  [ -n "${rmd_ours+set}" ] || rmd_find_group 2>/dev/null
  (
    exec 3>&2 >/dev/null 2>&1 </dev/null
    rmd_sleep=
    trap 'kill $rmd_sleep; exit 0' USR1
    trap 'exec 3>&-; rmd_end_all; exit 0' TERM
    while
      sleep 2 3>&- &
      rmd_sleep=$!
      wait "$rmd_sleep"
      (printf '\000' >&3)
    do :; done
    exec 3>&-
    # A shell that was ended in the middle of a segment has taken the file with it.
    if [ -s "$rmd_d/busy" ] || [ ! -e "$rmd_d/busy" ]; then rmd_end_all; fi
  ) &
  rmd_watcher=$!
}

# After a segment.
rmd_end() {
  [ -z "$rmd_opened" ] || "$rmd_closing"
  : >"$rmd_d/busy"
  rmd_emit end "$1"
}

# rmd_limit_job SECONDS: of a job, which has no channel to watch: ends it when it has run so long. Only a session
# that setsid made for the job is ended as a whole: another one is that of whoever started it.
rmd_limit_job() {
  rmd_ours='' rmd_our_session=''
  if rmd_proc "$$" 2>/dev/null && [ "$rmd_sid" = "$$" ]; then rmd_ours=$$ rmd_our_session=$$; fi
  rmd_late=${0%.sh}.late
  (
    exec >/dev/null 2>&1 </dev/null
    rmd_sleep=
    trap 'kill $rmd_sleep; exit 0' USR1
    sleep "$1" &
    rmd_sleep=$!
    wait "$rmd_sleep"
    : >"$rmd_late"
    rmd_end_all
  ) &
  rmd_watcher=$!
}

# The watcher's last act: ends the shell, its session and all that descends from it, since timeout(1) and sudo put what they start in
# process groups of their own. What has cut every tie, a daemon, stays. Politely first, then not.
rmd_end_all() {
  trap '' TERM HUP USR1
  rmd_find_tree
  # shellcheck disable=SC2086 # a list of numbers
  kill -TERM $rmd_tree
  [ -z "$rmd_ours" ] || kill -TERM "-$rmd_ours"
  for rmd_i in 1 2 3; do
    sleep 1
    rmd_any_left || break
  done
  # shellcheck disable=SC2086
  kill -KILL $rmd_tree
  rm -rf "$rmd_d"
  # This ends the watcher too.
  [ -z "$rmd_ours" ] || kill -KILL "-$rmd_ours"
}

rmd_any_left() {
  for rmd_left in $rmd_tree; do
    if kill -0 "$rmd_left"; then return 0; fi
  done
  return 1
}

# The processes of our session and those that descend from this shell, and itself; the watcher, which calls this, not.
rmd_find_tree() {
  rmd_tree=" $$ " rmd_more=1
  read -r rmd_self rmd_i </proc/self/stat || return 0
  while [ -n "$rmd_more" ]; do
    rmd_more=
    for rmd_i in /proc/[0-9]*; do
      rmd_i=${rmd_i#/proc/}
      case "$rmd_tree$rmd_self 1 " in *" $rmd_i "*) continue ;; esac
      rmd_proc "$rmd_i" || continue
      case "$rmd_tree/$rmd_our_session" in
        *" $rmd_parent "* | */"$rmd_sid") rmd_tree="$rmd_tree$rmd_i " rmd_more=1 ;;
      esac
    done
  done
}

# The process group and the session that are ours alone. None where they are also those of whoever started us (the first ancestor that
# is not sudo or its like): a controller on this machine must not be ended with its tasks.
rmd_find_group() {
  rmd_ours='' rmd_our_session=''
  # The first of a group and of a session, as sshd starts it, need not look at those above it. (One of a group alone has no session of its number.)
  read -r rmd_i <"/proc/$PPID/comm" || rmd_i=
  case $rmd_i in
    '' | sudo | su | doas | runuser) ;;
    *)
      if kill -0 "-$$"; then
        rmd_ours=$$ rmd_our_session=$$
        return 0
      fi
      ;;
  esac
  rmd_proc "$$" || return 0
  rmd_own=$rmd_pgrp rmd_own_session=$rmd_sid rmd_far=$rmd_parent
  while read -r rmd_i <"/proc/$rmd_far/comm" && case $rmd_i in sudo | su | doas | runuser) true ;; *) false ;; esac do
    rmd_proc "$rmd_far" || break
    rmd_far=$rmd_parent
  done
  # What hides from us is another user's.
  rmd_proc "$rmd_far" || { rmd_pgrp='' rmd_sid=''; }
  [ "$rmd_pgrp" = "$rmd_own" ] || rmd_ours=$rmd_own
  [ "$rmd_sid" = "$rmd_own_session" ] || rmd_our_session=$rmd_own_session
}

# rmd_proc PID: sets rmd_parent, rmd_pgrp and rmd_sid. They follow the command's name, which is in brackets and may hold brackets.
rmd_proc() {
  read -r rmd_line <"/proc/$1/stat" || return 1
  rmd_line=${rmd_line##*) }
  rmd_line=${rmd_line#* }
  rmd_parent=${rmd_line%% *}
  rmd_line=${rmd_line#* }
  rmd_pgrp=${rmd_line%% *}
  rmd_line=${rmd_line#* }
  rmd_sid=${rmd_line%% *}
}
