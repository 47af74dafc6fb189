# Remediator prelude: the journal of a run, from which its changes can be taken back (undo.sh). A folder RUN-ID below $rmd_store/runs,
# made at the first change; in it one folder for each entry, 000001 and on, complete before the change that it is about (one about what
# nothing takes back is the file "about" alone, under that name):
#   about  lines "word value": kind, path, was, play, task, ...; the last one is "end"
#   was    the copy of a file, link or folder     then  its state after the change     undone  it has been taken back
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
  [ ! -e "$rmd_i" ] || rmd_number=1${rmd_i##*/}
}

# rmd_entry_new: sets rmd_entry, the folder of a new entry that nobody else has.
rmd_entry_new() {
  rmd_entry_begin || return 1
  while
    rmd_number=$((rmd_number + 1))
    rmd_entry=$rmd_journal/${rmd_number#1}
    ! mkdir -m 0700 "$rmd_entry"
  do
    [ -e "$rmd_entry" ] || return 1
  done
}

# rmd_entry_note LINES: an entry that keeps nothing, so that there is nothing to wait for the disk for. No process is started.
rmd_entry_note() {
  rmd_entry_begin || return 1
  set -C
  while
    rmd_number=$((rmd_number + 1))
    rmd_entry=$rmd_journal/${rmd_number#1}
    ! printf '' >"$rmd_entry"
  do
    [ -e "$rmd_entry" ] || break
  done
  set +C
  rmd_about_lines "$1" >"$rmd_entry"
}

rmd_about_lines() { printf '%s\nplay %s\ntask %s\nend\n' "$1" "${rmd_play-}" "${rmd_title-}"; }

# rmd_entry_end LINES: the entry is complete, and on the disk; with it the file rmd_with, where somebody is about to put that in a place.
rmd_entry_end() {
  rmd_about_lines "$1" >"$rmd_entry/about" || return 1
  if [ -f "$rmd_entry/was" ] && [ ! -L "$rmd_entry/was" ]; then
    sync "$rmd_entry/was" "$rmd_entry/about" ${rmd_with:+"$rmd_with"} 2>/dev/null || sync
  elif [ -d "$rmd_entry/was" ]; then
    sync
  else
    sync "$rmd_entry/about" ${rmd_with:+"$rmd_with"} 2>/dev/null || sync
  fi
  rmd_with=
  rmd_opened="$rmd_opened ${rmd_entry##*/}"
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
was $rmd_seen$rmd_above" && rmd_saved="$rmd_saved
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
  [ -f "$rmd_journal/$rmd_i/about" ] && [ ! -e "$rmd_journal/${rmd_word#1}" ] && rmd_entry_begin || return 1
  printf '' >"$rmd_journal/$rmd_i/then" || return 1
  rmd_opened="$rmd_opened $rmd_i"
}

rmd_keep_whole() {
  rmd_journals || return 0
  rmd_saved=
  for rmd_kept; do
    if [ ! -d "$rmd_kept" ] || [ -L "$rmd_kept" ]; then
      { rmd_entry_new && rmd_keep_path "$rmd_kept" && rmd_entry_end "kind whole
path $rmd_kept
was $rmd_seen$rmd_above"; } 2>"$rmd_d/said" || rmd_unkept "$rmd_kept" || return 1
      continue
    fi
    rmd_kib=$(du -sk "$rmd_kept" 2>/dev/null)
    if [ "${rmd_kib%%[!0-9]*}" -gt "${rmd_keep_kib:-262144}" ]; then
      echo "$rmd_kept holds more than a journal takes" >"$rmd_d/said"
      rmd_entry='' && rmd_unkept "$rmd_kept" || return 1
      continue
    fi
    { rmd_entry_new && rmd_absolute "$rmd_kept" && cp -a "$rmd_kept" "$rmd_entry/was" && rmd_entry_end "kind whole
path $rmd_kept
was whole $(rmd_listing "$rmd_entry/was")"; } 2>"$rmd_d/said" || rmd_unkept "$rmd_kept" || return 1
  done
}

rmd_keep_below() {
  rmd_journals || return 0
  rmd_saved=
  { rmd_entry_new && rmd_absolute "$1" && find "$rmd_kept" ! -type l -exec stat -c '%a %u %g %n' {} + >"$rmd_entry/modes" && rmd_entry_end "kind modes
path $rmd_kept"; } 2>"$rmd_d/said" || rmd_unkept "$1"
}

rmd_keep_names() {
  rmd_journals || return 0
  rmd_saved=
  { rmd_entry_new && rmd_absolute "$1" && mkdir "$rmd_entry/was" && printf '' >"$rmd_entry/new" && printf '' >"$rmd_entry/old" && printf '' >"$rmd_entry/modes" && rmd_keep_named && rmd_entry_end "kind names
path $rmd_kept
was $([ -d "$rmd_kept" ] && echo directory || echo absent)"; } 2>"$rmd_d/said" || rmd_unkept "$1"
}

rmd_keep_named() {
  while IFS= read -r rmd_name; do
    rmd_name=${rmd_name#./} rmd_name=${rmd_name%/}
    rmd_there=$rmd_kept/$rmd_name
    if [ -d "$rmd_there" ] && [ ! -L "$rmd_there" ]; then
      stat -c '%a %u %g %n' "$rmd_there" >>"$rmd_entry/modes" || return 1
    elif [ -e "$rmd_there" ] || [ -L "$rmd_there" ]; then
      case $rmd_name in */*) mkdir -p "$rmd_entry/was/${rmd_name%/*}" || return 1 ;; esac
      cp -a "$rmd_there" "$rmd_entry/was/$rmd_name" && printf '%s\n' "$rmd_name" >>"$rmd_entry/old" || return 1
    else
      printf '%s\n' "$rmd_name" >>"$rmd_entry/new" || return 1
    fi
  done <"$rmd_d/names"
}

# rmd_keep_path PATH: sets rmd_kept, rmd_seen and rmd_above, and copies what is there to the entry.
rmd_keep_path() {
  rmd_absolute "$1" || return 1
  rmd_see "$rmd_kept"
  rmd_above=
  case $rmd_seen in
    absent)
      # Folders above it that are made for its sake go with it.
      rmd_i=$rmd_kept
      while rmd_i=${rmd_i%/*} && [ -n "$rmd_i" ] && [ ! -e "$rmd_i" ]; do rmd_above=$rmd_i; done
      [ -z "$rmd_above" ] || rmd_above="
above $rmd_above"
      ;;
    # A folder's time goes by this one's.
    directory*) mkdir "$rmd_entry/was" && touch -r "$rmd_kept" "$rmd_entry/was" ;;
    *) cp -a "$rmd_kept" "$rmd_entry/was" ;;
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
  { rmd_entry_new && (umask 077; rmd_back >"$rmd_entry/call") && rmd_entry_end "kind call
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
path $1" 2>"$rmd_d/said" || { [ -z "$rmd_entry" ] || rm -rf "$rmd_entry"; }
}

# rmd_unkept WHAT: what is there cannot be kept. Where changes are to be taken back it is not changed; else that is said, once.
rmd_unkept() {
  [ -z "$rmd_entry" ] || rm -rf "$rmd_entry"
  rmd_entry=
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

# After a task: the state that its changes left, so that a later rollback sees what others have changed since.
rmd_settle() {
  for rmd_entry in $rmd_opened; do
    rmd_entry=$rmd_journal/$rmd_entry
    rmd_about "$rmd_entry" || continue
    case $rmd_kind in
      path) rmd_see "$rmd_path" ;;
      whole) if [ -d "$rmd_path" ] && [ ! -L "$rmd_path" ]; then rmd_seen="whole $(rmd_listing "$rmd_path")"; else rmd_see "$rmd_path"; fi ;;
      *) continue ;;
    esac
    printf '%s\n' "$rmd_seen" >"$rmd_entry/then"
  done 2>/dev/null
  rmd_opened=
}

# rmd_about ENTRY: reads it. Fails for one that was not complete, so that nothing was changed after it.
rmd_about() {
  rmd_page=$1
  [ ! -d "$1" ] || rmd_page=$1/about
  rmd_kind='' rmd_path='' rmd_was='' rmd_above='' rmd_entry_play='' rmd_by='' rmd_u_id='' rmd_u_scope='' rmd_u_active='' rmd_u_file='' rmd_u_load='' rmd_verb='' rmd_word=''
  [ -r "$rmd_page" ] || return 1
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
  done <"$rmd_page"
  [ "$rmd_word" = end ]
}
