# Remediator prelude: the journal of a run, from which its changes can be taken back (undo.sh). A folder RUN-ID below $rmd_store/runs,
# made at the first change; in it a file for each entry, 000001 and on, complete before the change that it is about: lines "word value"
# (kind, path, was, play, task, ...), the last one is "end", and "undone" after it where it has been taken back. Beside it, where there is
# something to keep:
#   000001.was   the copy of a file, link or folder
#   000001.then  its state after the change, and the sum of the copy of a file
# Set by whoever delivers a script: rmd_run_id (empty: no journal), rmd_play (which play of the run), rmd_strict (1: what cannot be kept
# is not changed), rmd_keep_from (a date, 20260131: journals of runs before it go) and rmd_store (empty: rmd_store_of).

# rmd_journals: changes are to be written down.
rmd_journals() { [ -n "${rmd_run_id-}" ] && [ -z "$rmd_check" ]; }

rmd_journal_open() {
  [ -z "$rmd_journal" ] || return 0
  [ -n "$rmd_store" ] || rmd_store_of "$(id -u)"
  (umask 077; mkdir -p "$rmd_store/runs/$rmd_run_id") || return 1
  rmd_journal=$rmd_store/runs/$rmd_run_id
  rmd_journal_prune
}

# Old runs go, and the oldest ones where all together are larger than 256 MiB. Runs are named by their controllers' time; the host's own
# clock may be what is broken. Never this run, nor one that a handler still waits for.
rmd_journal_prune() {
  # Once in an hour of the controllers' time; a host that is healed every five minutes need not count each time.
  rmd_hour=${rmd_run_id%"${rmd_run_id#???????????}"} rmd_old=
  if [ -e "$rmd_store/pruned" ]; then read -r rmd_old <"$rmd_store/pruned"; fi
  [ "$rmd_old" != "$rmd_hour" ] || return 0
  { printf '%s\n' "$rmd_hour" >"$rmd_store/pruned"; } 2>/dev/null
  rmd_kib=$(du -sk "$rmd_store/runs" 2>/dev/null) || rmd_kib=0
  rmd_kib=${rmd_kib%%[!0-9]*}
  for rmd_old in "$rmd_store"/runs/*; do
    rmd_day=${rmd_old##*/}
    [ "$rmd_day" != "$rmd_run_id" ] || continue
    rmd_day=${rmd_day%%T*}
    case $rmd_day in '' | *[!0-9]*) continue ;; esac
    if [ "$rmd_day" -ge "${rmd_keep_from:-0}" ]; then
      [ "$rmd_kib" -gt "${rmd_keep_kib:-262144}" ] || continue
    fi
    ! grep -qs "^run ${rmd_old##*/}\$" "$rmd_store"/pending/* || continue
    if [ "$rmd_kib" -gt "${rmd_keep_kib:-262144}" ]; then
      rmd_got=$(du -sk "$rmd_old")
      rmd_kib=$((rmd_kib - ${rmd_got%%[!0-9]*}))
    fi
    rm -rf "$rmd_old"
  done
}

# rmd_entry_begin: a change is about to be written down. The entry of an earlier one is nobody's to take away.
rmd_entry_begin() {
  rmd_entry=
  rmd_journal_open || return 1
  rmd_token_start
  [ -z "${rmd_notes-}" ] || rmd_mark || return 1
  [ -z "$rmd_number" ] || return 0
  rmd_number=1000000
  for rmd_i in "$rmd_journal"/[0-9]*; do :; done
  rmd_i=${rmd_i##*/}
  [ ! -e "$rmd_journal/$rmd_i" ] || rmd_number=1${rmd_i%%.*}
}

# rmd_entry_new: sets rmd_entry, the file of a new entry that nobody else has. No process is started.
rmd_entry_new() {
  rmd_entry_begin || return 1
  set -C
  while
    rmd_number=$((rmd_number + 1))
    rmd_entry=$rmd_journal/${rmd_number#1}
    ! printf '' >"$rmd_entry"
  do
    [ -e "$rmd_entry" ] || { set +C; return 1; }
  done
  set +C
}

# rmd_entry_note LINES: an entry that keeps nothing, so that there is nothing to wait for the disk for.
rmd_entry_note() { rmd_entry_new && rmd_about_lines "$1" >"$rmd_entry"; }

rmd_about_lines() { printf '%s\nplay %s\ntask %s\nend\n' "$1" "${rmd_play-}" "${rmd_title-}"; }

# rmd_entry_end LINES: the entry is complete, and on the disk; with it the file rmd_with, where somebody is about to put that in a place. One that
# says that a folder or a link was not there keeps nothing, and is not waited for.
rmd_entry_end() {
  rmd_about_lines "$1" >"$rmd_entry" || return 1
  set -- "$rmd_entry"
  for rmd_i in was modes call; do
    if [ -f "$rmd_entry.$rmd_i" ] && [ ! -L "$rmd_entry.$rmd_i" ]; then set -- "$@" "$rmd_entry.$rmd_i"; fi
  done
  [ -z "${rmd_with-}" ] || set -- "$@" "$rmd_with"
  if [ -d "$rmd_entry.was" ]; then
    sync
  elif [ "$#" -gt 1 ] || [ "${rmd_seen-}" != absent ]; then
    sync "$@" 2>/dev/null || sync
  fi
  rmd_with=
}

# rmd_open_entry KIND: the entry is about rmd_kept, whose state after the change is not known yet. Who closes it is told by a variable, so that a
# script without such changes does not carry the function.
rmd_open_entry() {
  rmd_closing=rmd_settle
  rmd_opened="$rmd_opened${rmd_entry##*/} $1 $rmd_kept
"
}

# rmd_keep PATH...: before files, links or folders are changed or made: what they are. Of a folder that is there mode, owner and time
# alone are kept, not what is in it. The same for rmd_keep_whole, with all that is in a folder; rmd_keep_below: modes and owners of all
# in it; rmd_keep_names FOLDER: of the files that the lines of $rmd_d/names name.
rmd_keep() {
  rmd_journals || return 0
  for rmd_kept; do
    if rmd_keep_again "$rmd_kept" 2>/dev/null; then continue; fi
    { rmd_entry_new && rmd_keep_path "$rmd_kept" && rmd_entry_end "kind path
path $rmd_kept
was $rmd_seen$rmd_above" && rmd_open_entry path && rmd_saved="$rmd_saved
${rmd_play-}	$rmd_kept	${rmd_entry##*/}
"; } 2>"$rmd_d/said" || rmd_unkept "$rmd_kept" || return 1
  done
}

# rmd_keep_again PATH: a file that this shell kept in this play, of which the last entry is that one: what it was before the play is
# all that a rollback wants of it. The state after its change is not known until the task has ended.
rmd_keep_again() {
  [ -n "$rmd_saved" ] && rmd_absolute "$1" || return 1
  case $rmd_saved in *"
${rmd_play-}	$rmd_kept	"*) ;; *) return 1 ;; esac
  rmd_i=${rmd_saved##*"
${rmd_play-}	$rmd_kept	"}
  rmd_i=${rmd_i%%"
"*}
  rmd_word=$((rmd_number + 1))
  # Another shell of the run may have changed it since.
  [ -f "$rmd_journal/$rmd_i" ] && [ ! -e "$rmd_journal/${rmd_word#1}" ] && rmd_entry_begin || return 1
  case $rmd_opened in *"$rmd_i path $rmd_kept
"*) return 0 ;; esac
  printf '' >"$rmd_journal/$rmd_i.then" || return 1
  rmd_entry=$rmd_journal/$rmd_i
  rmd_open_entry path
}

rmd_keep_whole() {
  rmd_journals || return 0
  rmd_saved=
  for rmd_kept; do
    if [ ! -d "$rmd_kept" ] || [ -L "$rmd_kept" ]; then
      { rmd_entry_new && rmd_keep_path "$rmd_kept" && rmd_entry_end "kind whole
path $rmd_kept
was $rmd_seen$rmd_above" && rmd_open_entry whole; } 2>"$rmd_d/said" || rmd_unkept "$rmd_kept" || return 1
      continue
    fi
    rmd_kib=$(du -sk "$rmd_kept" 2>/dev/null)
    if [ "${rmd_kib%%[!0-9]*}" -gt "${rmd_keep_kib:-262144}" ]; then
      echo "$rmd_kept holds more than a journal takes" >"$rmd_d/said"
      rmd_entry='' && rmd_unkept "$rmd_kept" || return 1
      continue
    fi
    { rmd_entry_new && rmd_absolute "$rmd_kept" && cp -a "$rmd_kept" "$rmd_entry.was" && rmd_entry_end "kind whole
path $rmd_kept
was whole $(rmd_listing "$rmd_entry.was")" && rmd_open_entry whole; } 2>"$rmd_d/said" || rmd_unkept "$rmd_kept" || return 1
  done
}

rmd_keep_below() {
  rmd_journals || return 0
  rmd_saved=
  { rmd_entry_new && rmd_absolute "$1" && find "$rmd_kept" ! -type l -exec stat -c '%a %u %g %n' {} + >"$rmd_entry.modes" && rmd_entry_end "kind modes
path $rmd_kept"; } 2>"$rmd_d/said" || rmd_unkept "$1"
}

rmd_keep_names() {
  rmd_journals || return 0
  rmd_saved=
  { rmd_entry_new && rmd_absolute "$1" && mkdir "$rmd_entry.was" && printf '' >"$rmd_entry.new" && printf '' >"$rmd_entry.old" && printf '' >"$rmd_entry.modes" && rmd_keep_named && rmd_entry_end "kind names
path $rmd_kept
was $([ -d "$rmd_kept" ] && echo directory || echo absent)"; } 2>"$rmd_d/said" || rmd_unkept "$1"
}

rmd_keep_named() {
  while IFS= read -r rmd_name; do
    rmd_name=${rmd_name#./} rmd_name=${rmd_name%/}
    rmd_there=$rmd_kept/$rmd_name
    if [ -d "$rmd_there" ] && [ ! -L "$rmd_there" ]; then
      stat -c '%a %u %g %n' "$rmd_there" >>"$rmd_entry.modes" || return 1
    elif [ -e "$rmd_there" ] || [ -L "$rmd_there" ]; then
      case $rmd_name in */*) mkdir -p "$rmd_entry.was/${rmd_name%/*}" || return 1 ;; esac
      cp -a "$rmd_there" "$rmd_entry.was/$rmd_name" && printf '%s\n' "$rmd_name" >>"$rmd_entry.old" || return 1
    else
      printf '%s\n' "$rmd_name" >>"$rmd_entry.new" || return 1
    fi
  done <"$rmd_d/names"
}

# rmd_keep_path PATH: sets rmd_kept, rmd_seen and rmd_above, and copies what is there to the entry. The sum of a file's copy is noted later.
rmd_keep_path() {
  rmd_look "$1"
  rmd_absolute "$1" || return 1
  if [ -L "$rmd_kept" ]; then
    rmd_see "$rmd_kept"
  else
    rmd_seen="$rmd_kind $rmd_bare_mode:$rmd_uid:$rmd_gid"
  fi
  rmd_above=
  case $rmd_seen in
    absent*)
      rmd_seen=absent
      # Folders above it that are made for its sake go with it.
      rmd_i=$rmd_kept
      while rmd_i=${rmd_i%/*} && [ -n "$rmd_i" ] && [ ! -e "$rmd_i" ]; do rmd_above=$rmd_i; done
      [ -z "$rmd_above" ] || rmd_above="
above $rmd_above"
      ;;
    # A folder's time goes by this one's.
    directory*) mkdir "$rmd_entry.was" && touch -r "$rmd_kept" "$rmd_entry.was" ;;
    *) cp -a "$rmd_kept" "$rmd_entry.was" ;;
  esac
}

# rmd_absolute PATH: sets rmd_kept. An entry has one line for a path.
rmd_absolute() {
  case $1 in
    *'
'*)
      echo 'its name has more than one line' >&2
      return 1
      ;;
    /*) rmd_kept=$1 ;;
    *) rmd_kept=$PWD/$1 ;;
  esac
}

# rmd_see PATH: sets rmd_seen: what is there, in a line.
rmd_see() {
  if [ -L "$1" ]; then
    rmd_seen="link $(readlink "$1")"
  elif [ -f "$1" ]; then
    rmd_seen="file $(stat -c %a:%u:%g "$1") $(rmd_sum "$1")"
  elif [ -d "$1" ]; then
    rmd_seen="directory $(stat -c %a:%u:%g "$1")"
  elif [ -e "$1" ]; then
    rmd_seen="other $(stat -c %a:%u:%g "$1")"
  else
    rmd_seen=absent
  fi
}

rmd_sum() {
  rmd_i=$(sha256sum 2>/dev/null <"$1" || cksum <"$1")
  printf %s "${rmd_i%% *}"
}

# rmd_listing FOLDER: a sum over all that is in it.
rmd_listing() { (cd "$1" && find . ! -type d -exec stat -c '%a %u %g %s %Y %n' {} + | sort | rmd_sum /dev/stdin); }

# rmd_keep_unit VERB: before the unit of $rmd_d/unit is started, enabled and so on: its state.
rmd_keep_unit() {
  rmd_journals || return 0
  rmd_unit_get
  # Where the power fails, what was only started is started anew, or not, by the boot.
  case $1 in start | stop | restart | reload) rmd_seen=absent ;; *) rmd_seen=unit ;; esac
  { rmd_entry_new && rmd_entry_end "kind unit
unit $rmd_u_id
scope $rmd_u_scope
active $rmd_u_active
file $rmd_u_file
load $rmd_u_load
verb $1"; } 2>"$rmd_d/said" || rmd_unkept "the state of $rmd_u_id"
}

# rmd_keep_call FACET: what rmd_back prints is sh that takes a change back.
rmd_keep_call() {
  rmd_journals || return 0
  rmd_saved=
  { rmd_entry_new && (umask 077; rmd_back >"$rmd_entry.call") && rmd_entry_end "kind call
path $1"; } 2>"$rmd_d/said" || rmd_unkept "$1"
}

# rmd_back_text BEFORE: the command comes on stdin.
rmd_back_text() {
  printf 'rmd_before=%s\n' "$(rmd_quoted "$1")"
  cat
}

# rmd_keep_none WHAT: a change that nothing takes back. The task runs all the same: its author knows.
rmd_keep_none() {
  rmd_journals || return 0
  rmd_entry_note "kind none
path $1" 2>"$rmd_d/said" || rmd_entry_drop
}

# An entry that could not be made.
rmd_entry_drop() {
  [ -z "$rmd_entry" ] || rm -rf "$rmd_entry" "$rmd_entry".*
  rmd_entry=
}

# rmd_unkept WHAT: what is there cannot be kept. Where changes are to be taken back it is not changed; else that is said, once.
rmd_unkept() {
  rmd_entry_drop
  rmd_got=$(sed 's/^[a-z]*: //; s/.*: \([^:]*\)$/\1/' "$rmd_d/said" | head -n 1)
  if [ -n "${rmd_strict-}" ]; then
    cat "$rmd_d/said" >"$rmd_d/err"
    rmd_fail "$1 could not be kept for a rollback, so it was not changed: ${rmd_got:-unknown reason}"
    return 1
  fi
  if [ -z "$rmd_unkept" ]; then
    rmd_unkept=1
    rmd_emit warn "$1 could not be kept in the journal, so its change cannot be taken back: ${rmd_got:-unknown reason}"
  fi
  return 0
}

# The state that changes left, so that a later rollback sees what others have changed since: before a command of somebody else's runs, and at the
# end of a script. For all files together it takes two processes.
rmd_settle() {
  rmd_rest=$rmd_opened rmd_opened='' rmd_numbers=''
  set --
  while [ -n "$rmd_rest" ]; do
    rmd_line=${rmd_rest%%"
"*} rmd_rest=${rmd_rest#*"
"}
    rmd_entry=$rmd_journal/${rmd_line%% *} rmd_line=${rmd_line#* }
    rmd_path=${rmd_line#* }
    case $rmd_line in
      path*)
        if [ -f "$rmd_path" ] && [ ! -L "$rmd_path" ]; then
          rmd_numbers="$rmd_numbers ${rmd_entry##*/}"
          set -- "$@" "$rmd_path"
          continue
        fi
        rmd_see "$rmd_path"
        ;;
      *) if [ -d "$rmd_path" ] && [ ! -L "$rmd_path" ]; then rmd_seen="whole $(rmd_listing "$rmd_path")"; else rmd_see "$rmd_path"; fi ;;
    esac
    rmd_settle_as "$rmd_seen"
  done 2>/dev/null
  [ "$#" -eq 0 ] || rmd_settle_files "$@" 2>/dev/null
}

# rmd_settle_as STATE: of rmd_entry.
rmd_settle_as() {
  if [ -f "$rmd_entry.was" ] && [ ! -L "$rmd_entry.was" ]; then
    printf '%s\n%s\n' "$1" "$(rmd_sum "$rmd_entry.was")"
  else
    printf '%s\n' "$1"
  fi >"$rmd_entry.then"
}

# rmd_settle_files PATH...: those of the entries rmd_numbers.
rmd_settle_files() {
  rmd_nth=$# rmd_sums=''
  if rmd_stats=$(stat -c %a:%u:%g "$@"); then
    # The sums of the copies follow in the same order.
    for rmd_i in $rmd_numbers; do
      if [ -f "$rmd_journal/$rmd_i.was" ] && [ ! -L "$rmd_journal/$rmd_i.was" ]; then set -- "$@" "$rmd_journal/$rmd_i.was"; fi
    done
    rmd_sums=$(sha256sum "$@") || rmd_sums=
  fi
  rmd_copies=$rmd_sums
  while [ "$rmd_nth" -gt 0 ]; do
    rmd_copies=${rmd_copies#*"
"}
    rmd_nth=$((rmd_nth - 1))
  done
  for rmd_number_of in $rmd_numbers; do
    rmd_entry=$rmd_journal/$rmd_number_of
    if [ -z "$rmd_sums" ]; then
      # One has gone since, or the host has no such program.
      rmd_see "$1"
      rmd_settle_as "$rmd_seen"
      shift
      continue
    fi
    # Before a name with a backslash there is one.
    rmd_line=${rmd_sums%% *}
    rmd_seen="file ${rmd_stats%%"
"*} ${rmd_line#\\}"
    rmd_line=
    if [ -f "$rmd_entry.was" ] && [ ! -L "$rmd_entry.was" ]; then
      rmd_line=${rmd_copies%% *}
      rmd_copies=${rmd_copies#*"
"}
    fi
    printf '%s\n%s\n' "$rmd_seen" "${rmd_line#\\}" >"$rmd_entry.then"
    rmd_sums=${rmd_sums#*"
"} rmd_stats=${rmd_stats#*"
"}
  done
}

# rmd_about ENTRY: reads it. Fails for one that was not complete, so that nothing was changed after it, or that has been taken back.
rmd_about() {
  rmd_looked=
  rmd_kind='' rmd_path='' rmd_was='' rmd_above='' rmd_entry_play='' rmd_by='' rmd_u_id='' rmd_u_scope='' rmd_u_active='' rmd_u_file='' rmd_u_load='' rmd_verb='' rmd_word=''
  [ -r "$1" ] || return 1
  while IFS= read -r rmd_line; do
    rmd_word=${rmd_line%% *} rmd_rest=${rmd_line#* }
    [ "$rmd_word" != "$rmd_line" ] || rmd_rest=
    case $rmd_word in
      kind) rmd_kind=$rmd_rest ;;
      path) rmd_path=$rmd_rest ;;
      was) rmd_was=$rmd_rest ;;
      above) rmd_above=$rmd_rest ;;
      play) rmd_entry_play=$rmd_rest ;;
      task) rmd_by=$rmd_rest ;;
      unit) rmd_u_id=$rmd_rest ;;
      scope) rmd_u_scope=$rmd_rest ;;
      active) rmd_u_active=$rmd_rest ;;
      file) rmd_u_file=$rmd_rest ;;
      load) rmd_u_load=$rmd_rest ;;
      verb) rmd_verb=$rmd_rest ;;
    esac
  done <"$1"
  [ "$rmd_word" = end ] || return 1
  case $rmd_kind:$rmd_was in path:file* | whole:file*) rmd_was="$rmd_was $(rmd_copy_sum "$1")" ;; esac
}

# rmd_copy_sum ENTRY: what its copy had as its sum when it was made; before that was noted, what it has.
rmd_copy_sum() {
  rmd_i=
  if [ -r "$1.then" ]; then { read -r rmd_line && read -r rmd_i; } <"$1.then"; fi
  if [ -n "$rmd_i" ]; then echo "$rmd_i"; else rmd_sum "$1.was"; fi
}
