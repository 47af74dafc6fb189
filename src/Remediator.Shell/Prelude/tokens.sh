# Remediator prelude: which tasks of a run have begun to change something, and which have ended, for a controller that lost the line or
# died. Lines in the file tokens of the run's journal: "start PLAY.KEY" before a task's first change, "done PLAY.KEY STATUS" after its
# end. A task that changes nothing has none. Set by the task: rmd_key.

# rmd_token_start: before a change.
rmd_token_start() {
  [ -n "$rmd_key" ] && [ "$rmd_key" != "$rmd_token" ] || return 0
  { rmd_journals && rmd_journal_open && echo "start $rmd_play.$rmd_key" >>"$rmd_journal/tokens"; } 2>/dev/null && rmd_token=$rmd_key
  return 0
}

# rmd_token_done: after a task that has begun.
rmd_token_done() {
  { echo "done $rmd_play.$rmd_token $rmd_status" >>"$rmd_journal/tokens"; } 2>/dev/null
  rmd_token=
}

# rmd_tokens RUN: prints the lines; before them "busy" where a shell of the run is still at work after ten seconds (its line is gone, so
# its watcher ends it sooner), "blind" where nothing can be written, so that nothing follows from what is missing.
rmd_tokens() {
  for rmd_i in 1 2 3 4 5 6 7 8 9 10 busy; do
    rmd_elsewhere "$1" || break
    if [ "$rmd_i" = busy ]; then echo busy; else sleep 1; fi
  done
  rmd_file=$rmd_store/runs/$1/tokens
  if [ -e "$rmd_file" ]; then
    cat "$rmd_file" || echo blind
    return 0
  fi
  rmd_dir=$rmd_store
  [ -z "$rmd_check" ] || return 0
  while [ ! -e "$rmd_dir" ]; do rmd_dir=${rmd_dir%/*}; done
  rmd_probe=
  { rmd_probe=$(mktemp "$rmd_dir/.remediator.XXXXXXXX") && echo probe >"$rmd_probe"; } 2>/dev/null || echo blind
  [ -z "$rmd_probe" ] || rm -f "$rmd_probe"
}

# rmd_elsewhere RUN: whether another shell of the run lives on this boot of the host (RunJournal.cs writes the files).
rmd_elsewhere() {
  for rmd_file in "${TMPDIR:-/tmp}"/remediator.*/run /var/tmp/remediator.*/run /dev/shm/remediator.*/run /run/remediator.*/run; do
    if [ "$rmd_file" = "$rmd_d/run" ] || [ ! -r "$rmd_file" ]; then continue; fi
    read -r rmd_word rmd_own rmd_rest <"$rmd_file"
    [ "$rmd_word:$rmd_rest" = "$1:$rmd_boot" ] && kill -0 "$rmd_own" 2>/dev/null && return 0
  done
  return 1
}
