# Remediator prelude: takes the changes of a run back, from its journal (journal.sh), the last one first.

# rmd_rollback_run RUN PLAY FLAGS: as below; with the flag w also what the run did here for other hosts (RUN+HOST).
rmd_rollback_run() {
  rmd_rollback "$rmd_store/runs/$1" "$2" "$3"
  case $3 in
    *w*)
      for rmd_folder in "$rmd_store/runs/$1"+*; do
        [ ! -d "$rmd_folder" ] || rmd_rollback "$rmd_folder" "$2" "$3"
      done
      ;;
  esac
}

# rmd_rollback FOLDER PLAY FLAGS: of all plays where PLAY is empty. Flags: c only say what would be done, f also over what others have
# changed since. Sends undo events, then a rolled event: done, nothing, refused (files were changed since; nothing was done), failed
# (nothing was done after what failed), would, or missing (there is no such journal).
rmd_rollback() {
  if [ ! -d "$1" ]; then
    rmd_emit rolled missing "$1"
    return 0
  fi
  rmd_journal=$1 rmd_saved='' rmd_only=$2 rmd_how=$3 rmd_done=nothing rmd_reload='' rmd_restored=''
  : >"$rmd_d/names"
  for rmd_entry in "$1"/[0-9]*; do
    case $rmd_entry in "$1"/*.*) continue ;; esac
    [ ! -f "$rmd_entry" ] || echo "$rmd_entry"
  done >"$rmd_d/entries"
  rmd_reverse "$rmd_d/entries" >"$rmd_d/backwards"
  case $rmd_how in
    *f*) ;;
    *)
      if ! rmd_untouched; then
        rmd_emit rolled refused "$1"
        return 0
      fi
      ;;
  esac
  # A pipe would hide what the loop sets; the entries are read from a descriptor, since commands in it may read stdin.
  while IFS= read -r rmd_entry <&7; do
    { rmd_about "$rmd_entry" && rmd_in_play; } || continue
    if ! rmd_undo_entry; then
      rmd_emit rolled failed "$1"
      return 0
    fi
  done 7<"$rmd_d/backwards"
  case $rmd_how in
    *c*) ;;
    *)
      if ! rmd_undo_units; then
        rmd_emit rolled failed "$1"
        return 0
      fi
      while IFS= read -r rmd_entry; do
        rmd_about "$rmd_entry" && rmd_in_play && rmd_entry_done 2>/dev/null
      done <"$rmd_d/entries"
      rmd_unmark "${1##*/}"
      ;;
  esac
  rmd_emit rolled "$rmd_done" "$1"
}

# A second time there is nothing to say of it.
rmd_entry_done() { echo undone >>"$rmd_entry"; }

rmd_reverse() { sort -r "$1"; }

rmd_in_play() { [ -z "$rmd_only" ] || [ "$rmd_only" = "$rmd_entry_play" ]; }

# rmd_unmark RUN: what the run notified need not run any more.
rmd_unmark() {
  for rmd_i in "$rmd_store"/pending/*; do
    [ -f "$rmd_i" ] || continue
    rmd_got=$(sed -n '1s/^run //p; 2s/^play //p' "$rmd_i")
    case $rmd_got in
      "$1
$rmd_only") rm -f "$rmd_i" ;;
      "$1
"*) [ -n "$rmd_only" ] || rm -f "$rmd_i" ;;
    esac
  done
}

# Whether each path is as its last change left it, or as it was before the run; names those that are not.
rmd_untouched() {
  rmd_good=1
  : >"$rmd_d/paths"
  while IFS= read -r rmd_entry <&7; do
    { rmd_about "$rmd_entry" && rmd_in_play; } || continue
    case $rmd_kind in path | whole) ;; *) continue ;; esac
    # Only its last change counts.
    ! grep -qxF -e "$rmd_path" "$rmd_d/paths" || continue
    printf '%s\n' "$rmd_path" >>"$rmd_d/paths"
    rmd_then=
    if [ -s "$rmd_entry.then" ]; then read -r rmd_then <"$rmd_entry.then"; fi
    [ -n "$rmd_then" ] || continue
    rmd_see_whole "$rmd_path"
    [ "$rmd_seen" = "$rmd_then" ] || [ "$rmd_seen" = "$rmd_was" ] && continue
    rmd_good=
    rmd_emit undo "$rmd_path" changed "$rmd_by"
  done 7<"$rmd_d/backwards"
  [ -n "$rmd_good" ]
}

# As rmd_see, where the entry is about all that is in a folder.
rmd_see_whole() {
  rmd_see "$1"
  case $rmd_kind:$rmd_seen in whole:directory*) rmd_seen="whole $(rmd_listing "$1")" ;; esac
}

# rmd_undo_entry: takes back what rmd_about has read. Events: restored, kept (it is so already), left (it stays, and why), cannot, would,
# failed.
rmd_undo_entry() {
  : >"$rmd_d/err"
  rmd_why=
  case $rmd_kind in
    none)
      rmd_emit undo "$rmd_path" cannot "$rmd_by"
      return 0
      ;;
    path | whole)
      rmd_see_whole "$rmd_path"
      if [ "$rmd_seen" = "$rmd_was" ] && rmd_same_time; then return 0; fi
      ;;
    unit)
      case $rmd_verb in
        # Later, when all files are back.
        start | stop | restart | reload) case $rmd_how in *c*) ;; *) return 0 ;; esac ;;
      esac
      rmd_path=$rmd_u_id
      ;;
  esac
  case $rmd_how in
    *c*)
      rmd_done=would
      rmd_emit undo "$rmd_path" would "$rmd_by"
      return 0
      ;;
  esac
  case $rmd_path in */systemd/* | */init.d/*) rmd_reload=1 ;; esac
  case $rmd_kind in
    path | whole) rmd_undo_path ;;
    modes) rmd_undo_modes ;;
    names) rmd_undo_names ;;
    unit) rmd_undo_unit_file ;;
    call) rmd_undo_call ;;
    *) rmd_why="an entry of a kind that is not known: $rmd_kind" && false ;;
  esac 2>"$rmd_d/err" || {
    rmd_emit undo "$rmd_path" failed "${rmd_why:-$(head -n 3 "$rmd_d/err")}"
    return 1
  }
  rmd_done='done'
  if [ -n "$rmd_why" ]; then
    rmd_emit undo "$rmd_path" left "$rmd_why"
  else
    rmd_restored=1
    rmd_emit undo "$rmd_path" restored "$rmd_by"
  fi
}

# A file whose time alone was changed; copies are kept to the second.
rmd_same_time() {
  case $rmd_kind:$rmd_was in path:file*) ;; *) return 0 ;; esac
  [ ! -f "$rmd_entry.was" ] || [ "$(stat -c %Y "$rmd_entry.was")" = "$(stat -c %Y "$rmd_path")" ]
}

rmd_undo_path() {
  case $rmd_was in
    absent)
      if [ "$rmd_kind" = whole ]; then
        rm -rf "$rmd_path" || return 1
      elif [ -d "$rmd_path" ] && [ ! -L "$rmd_path" ]; then
        rmdir "$rmd_path" 2>"$rmd_d/err" || {
          [ -n "$(ls -A "$rmd_path")" ] || return 1
          rmd_why='the folder is not empty, so it stays'
          return 0
        }
      else
        rm -f "$rmd_path" || return 1
      fi
      while [ -n "$rmd_above" ]; do
        rmd_path=${rmd_path%/*}
        rmdir "$rmd_path" 2>/dev/null || break
        [ "$rmd_path" != "$rmd_above" ] || break
      done
      ;;
    directory*)
      [ -d "$rmd_path" ] || mkdir "$rmd_path" || return 1
      rmd_own_numbers "${rmd_was#directory }" "$rmd_path" && touch -r "$rmd_entry.was" "$rmd_path"
      ;;
    *)
      rmd_copy_is_whole || return 1
      rmd_put_back "$rmd_entry.was" "$rmd_path" || return 1
      rmd_see_whole "$rmd_path"
      [ "$rmd_seen" = "$rmd_was" ] || { rmd_why="it is '$rmd_seen' after it was restored, and was '$rmd_was'" && return 1; }
      ;;
  esac
}

# Whether the copy is what was kept.
rmd_copy_is_whole() {
  [ -e "$rmd_entry.was" ] || [ -L "$rmd_entry.was" ] || { rmd_why="the saved copy $rmd_entry.was is gone" && return 1; }
  rmd_see_whole "$rmd_entry.was"
  [ "$rmd_seen" = "$rmd_was" ] || { rmd_why="the saved copy $rmd_entry.was is not what was saved" && return 1; }
}

# rmd_put_back COPY PATH: by a rename, so that there is always one or the other.
rmd_put_back() {
  case $2 in
    */*) rmd_dir=${2%/*} ;;
    *) rmd_dir=. ;;
  esac
  [ -d "${rmd_dir:-/}" ] || { rmd_why="the folder $rmd_dir is gone" && return 1; }
  rmd_tmp=$(mktemp -d "${rmd_dir:-}/.remediator.XXXXXXXX") || return 1
  if cp -a "$1" "$rmd_tmp/new" && rmd_swap "$2"; then
    rm -rf "$rmd_tmp"
    return 0
  fi
  rm -rf "$rmd_tmp"
  return 1
}

# A folder makes way for what takes its place, and what is in the place of a folder for it. A mount point can only be written over.
rmd_swap() {
  if [ -d "$1" ] && [ ! -L "$1" ] || { [ -d "$rmd_tmp/new" ] && [ ! -L "$rmd_tmp/new" ]; }; then
    [ ! -e "$1" ] && [ ! -L "$1" ] || mv "$1" "$rmd_tmp/old" || return 1
    mv "$rmd_tmp/new" "$1"
  else
    [ -L "$rmd_tmp/new" ] || sync "$rmd_tmp/new" 2>/dev/null || sync
    mv -f "$rmd_tmp/new" "$1" 2>"$rmd_d/err" || { [ -f "$1" ] && [ ! -L "$rmd_tmp/new" ] && cat "$rmd_tmp/new" >"$1"; }
  fi
}

# rmd_own_numbers MODE:UID:GID PATH: the owner first, since that clears bits.
rmd_own_numbers() {
  rmd_i=${1#*:}
  chown -h "$rmd_i" "$2" || return 1
  [ -L "$2" ] || chmod "0${1%%:*}" "$2"
}

rmd_undo_modes() {
  [ -r "$rmd_entry.modes" ] || { rmd_why="the saved list $rmd_entry.modes is gone" && return 1; }
  while read -r rmd_mode rmd_uid rmd_gid rmd_name; do
    [ ! -e "$rmd_name" ] || rmd_own_numbers "$rmd_mode:$rmd_uid:$rmd_gid" "$rmd_name" || return 1
  done <"$rmd_entry.modes"
}

# Files that a tree or an archive brought.
rmd_undo_names() {
  { [ -r "$rmd_entry.new" ] && [ -r "$rmd_entry.old" ]; } || { rmd_why="the saved lists in $rmd_entry are gone" && return 1; }
  sort -r "$rmd_entry.new" >"$rmd_d/names" || return 1
  while IFS= read -r rmd_name; do
    if [ -d "$rmd_path/$rmd_name" ] && [ ! -L "$rmd_path/$rmd_name" ]; then
      rmdir "$rmd_path/$rmd_name" 2>/dev/null || rmd_why='a folder of it is not empty, so it stays'
    else
      rm -f "$rmd_path/$rmd_name" || return 1
    fi
  done <"$rmd_d/names"
  while IFS= read -r rmd_name; do
    [ -e "$rmd_entry.was/$rmd_name" ] || [ -L "$rmd_entry.was/$rmd_name" ] || { rmd_why="the saved copy $rmd_entry.was/$rmd_name is gone" && return 1; }
    rmd_put_back "$rmd_entry.was/$rmd_name" "$rmd_path/$rmd_name" || return 1
  done <"$rmd_entry.old"
  [ "$rmd_was" != absent ] || rmdir "$rmd_path" 2>/dev/null || [ ! -d "$rmd_path" ] || rmd_why='the folder is not empty, so it stays'
  rmd_undo_modes
}

# What the entry holds is sh. It may use the functions that whoever writes the script names (ScriptWriter.WriteRollback).
rmd_undo_call() {
  [ -r "$rmd_entry.call" ] || { rmd_why="the saved $rmd_entry.call is gone" && return 1; }
  : >"$rmd_d/why"
  # shellcheck disable=SC1090,SC1091 # of the journal
  (. "$rmd_entry.call") </dev/null >/dev/null || {
    rmd_why=$(cat "$rmd_d/why")
    return 1
  }
}

# Whether the unit starts at boot, and its mask.
rmd_undo_unit_file() {
  rmd_file_was=$rmd_u_file rmd_load_was=$rmd_u_load
  rmd_unit_look "$rmd_u_id" "$rmd_u_scope"
  rmd_unit_get
  case $rmd_load_was:$rmd_file_was/$rmd_u_load:$rmd_u_file in
    masked:*/masked:* | *:masked*/*:masked*) ;;
    masked:*/* | *:masked*/*) rmd_unit_mask mask "$rmd_u_id" || return 1 ;;
    */masked:* | */*:masked*) rmd_unit_mask unmask "$rmd_u_id" || return 1 ;;
  esac
  [ "$rmd_u_file" != "$rmd_file_was" ] || return 0
  case $rmd_file_was in
    enabled | enabled-runtime) rmd_unit_enable enable "$rmd_u_id" '' ;;
    disabled) rmd_unit_enable disable "$rmd_u_id" '' ;;
  esac
}

# Services that were started, stopped or told to read their files again are as they were before the first of that, once each: what has
# to stop first. One that ran is started on its old files, and has to stay up.
rmd_undo_units() {
  [ -z "$rmd_reload" ] || rmd_unit_manager daemon-reload system 2>/dev/null || :
  while IFS= read -r rmd_entry <&7; do
    rmd_about "$rmd_entry" && rmd_in_play && [ "$rmd_kind" = unit ] && echo "$rmd_u_scope $rmd_u_id $rmd_verb"
  done 7<"$rmd_d/entries" >"$rmd_d/units"
  for rmd_turn in stop start; do
    : >"$rmd_d/names"
    while IFS= read -r rmd_entry <&7; do
      { rmd_about "$rmd_entry" && rmd_in_play && [ "$rmd_kind" = unit ]; } || continue
      case $rmd_verb in start | stop | restart | reload) ;; *) continue ;; esac
      ! grep -qxF -e "$rmd_u_scope $rmd_u_id" "$rmd_d/names" || continue
      echo "$rmd_u_scope $rmd_u_id" >>"$rmd_d/names"
      rmd_undo_unit || return 1
    done 7<"$rmd_d/entries"
  done
}

# rmd_undo_unit: of the turn. A unit that waits to be started again, as one that fails and fails does, was not up.
rmd_undo_unit() {
  rmd_unit=$rmd_u_id rmd_active_was=$rmd_u_active rmd_do=stop
  case $rmd_active_was:$rmd_turn in
    active:start | reloading:start) ;;
    active:* | reloading:* | *:start) return 0 ;;
  esac
  rmd_unit_look "$rmd_unit" "$rmd_u_scope"
  rmd_unit_get
  case $rmd_turn:$rmd_u_active in
    stop:inactive | stop:failed) return 0 ;;
  esac
  if [ "$rmd_turn" = start ]; then
    # It read nothing but what is there.
    if [ -z "$rmd_restored" ] && rmd_unit_is_up; then return 0; fi
    rmd_do=restart
    # One that only read its files again does so once more.
    grep -F -e "$rmd_u_scope $rmd_unit " "$rmd_d/units" | grep -qv ' reload$' || rmd_do=reload
  fi
  rmd_done='done'
  if rmd_unit_do "$rmd_do" "$rmd_unit" 2>"$rmd_d/err"; then
    case $rmd_do in
      stop) rmd_emit undo "$rmd_unit" stopped "$rmd_by" ;;
      *) rmd_emit undo "$rmd_unit" restarted "$rmd_by" ;;
    esac
    return 0
  fi
  rmd_emit undo "$rmd_unit" failed "$(cat "$rmd_d/why")"
  return 1
}
