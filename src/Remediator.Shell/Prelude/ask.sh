# Remediator prelude: what only the controller can tell, asked in the middle of a task. Descriptor 8 is the channel (ScriptWriter.cs).

# rmd_ask KEY STATE PATH FILE: sends FILE and waits. rmd_answer is same, or new, whose content is in $rmd_d/answer then.
# Fails the task where the controller says so.
rmd_ask() {
  rmd_size=$(($(wc -c <"$4")))
  if [ "$rmd_size" -gt 33554432 ]; then
    rmd_deny "$3 is larger than the 32 MiB that the controller takes"
    return 1
  fi
  rmd_keep_cap=$rmd_cap rmd_cap=33554432
  rmd_frame ask 5 "$rmd_task" "$1" "$2" "${rmd_check:-0}" "$3" "$4"
  rmd_cap=$rmd_keep_cap
  if ! read -r rmd_answer rmd_size <&8 || ! head -c "$rmd_size" <&8 | base64 -d >"$rmd_d/answer"; then
    rmd_deny "the controller did not answer"
    return 1
  fi
  [ "$rmd_answer" != fail ] || rmd_deny "$(cat "$rmd_d/answer")"
}

# rmd_fetch PATH: the controller keeps a copy; a new one is a change.
rmd_fetch() {
  cat "$1" >"$rmd_d/cap" 2>"$rmd_d/err" || rmd_fail "could not read $1" || return 1
  rmd_ask fetch: present "$1" "$rmd_d/cap" || return 1
  rmd_state=ok
  if [ "$rmd_answer" = new ]; then
    rmd_changed=1 rmd_state=changed
    [ -z "$rmd_check" ] || rmd_state=would
    rmd_emit facet "$rmd_task" 'copy' "$rmd_state" different declared
  else
    rmd_emit facet "$rmd_task" 'copy' ok declared declared
  fi
}
