# Remediator prelude: handlers that were notified and have not run yet, remembered on the host so that the next run of the playbook runs
# them. A file for each below $rmd_store/pending, named by a key of playbook, play and handler; written before the change that notifies.

# rmd_mark: the handlers of rmd_notes, lines "KEY NAME".
rmd_mark() {
  [ -d "$rmd_store/pending" ] || (umask 077; mkdir -p "$rmd_store/pending") || return 1
  while read -r rmd_key rmd_handler; do
    [ ! -e "$rmd_store/pending/$rmd_key" ] || continue
    printf 'run %s\nplay %s\nhandler %s\ntask %s\n' "$rmd_run_id" "${rmd_play-}" "$rmd_handler" "${rmd_title-}" >"$rmd_store/pending/$rmd_key" || return 1
    rmd_marks="$rmd_marks $rmd_key"
  done <<RMD_END
$rmd_notes
RMD_END
  rmd_notes=
}

# rmd_forget KEY...: the handlers ran well.
rmd_forget() {
  for rmd_key; do
    [ ! -e "$rmd_store/pending/$rmd_key" ] || rm -f "$rmd_store/pending/$rmd_key"
  done
}

# rmd_marked: the end of a task that keeps a journal: one that changed nothing has notified nobody, one that changed something has, also
# where it kept nothing before.
rmd_marked() {
  if [ -n "$rmd_changed$rmd_failed" ]; then
    if [ -n "$rmd_changed" ] && [ -n "$rmd_notes" ] && rmd_journals && rmd_journal_open 2>/dev/null; then rmd_mark 2>/dev/null || :; fi
  elif [ -n "$rmd_marks" ]; then
    # shellcheck disable=SC2086 # keys are plain words
    rmd_forget $rmd_marks
  fi
}
