# Remediator prelude: what only the controller can tell, asked in the middle of a task. Descriptor 8 is the channel (ScriptWriter.cs).

# rmd_ask KEY STATE PATH FILE...: sends the files and waits. rmd_answer is the first word of what comes, such as new, whose content is in $rmd_d/answer then.
# Fails the task where the controller says so.
rmd_ask() {
  rmd_size=$(($(wc -c <"$4")))
  if [ "$rmd_size" -gt 33554432 ]; then
    rmd_deny "$3 is larger than the 32 MiB that the controller takes"
    return 1
  fi
  rmd_keep_cap=$rmd_cap rmd_cap=33554432
  rmd_frame ask 5 "$rmd_task" "$1" "$2" "${rmd_check:-0}" "$3" "$4" ${5:+"$5"}
  rmd_cap=$rmd_keep_cap
  if ! read -r rmd_answer rmd_size <&8 || ! head -c "$rmd_size" <&8 | base64 -d >"$rmd_d/answer"; then
    rmd_deny "the controller did not answer"
    return 1
  fi
  [ "$rmd_answer" != fail ] || rmd_deny "$(cat "$rmd_d/answer")"
}

# rmd_put_answer PART: the new content of a file, as the controller makes it.
rmd_put_answer() {
  rm -f "$rmd_d/new"
  rmd_ask "$1" "$rmd_was" "$rmd_path" "$rmd_in" || return 1
  case $rmd_answer:$rmd_was in
    new:*) mv -f "$rmd_d/answer" "$rmd_d/new" ;;
    *:absent) ;;
    *) cat "$rmd_path" >"$rmd_d/new" ;;
  esac
}

# rmd_judge FLAGS FACET UNLESS-MESSAGE: runs rmd_do, and the controller says what its output means. Flags as of rmd_act, and
# a: rmd_apply makes the change, from what the controller sent; j: rmd_undo keeps in the journal what takes it back.
rmd_judge() {
  case $1 in
    *u*)
      if (rmd_env; rmd_unless) >/dev/null 2>&1 </dev/null; then
        rmd_emit act "$rmd_task" "$2" needless 0 "$3"
        return 0
      fi
      ;;
  esac
  case $rmd_check$1 in
    1*k*)
      rmd_skipped=1
      rmd_emit act "$rmd_task" "$2" would 0 ''
      return 0
      ;;
  esac
  : >"$rmd_d/in"
  case $1 in
    *i*) (rmd_stdin) >"$rmd_d/in" ;;
  esac
  rmd_looked='' rmd_left=''
  [ -z "$rmd_opened" ] || "$rmd_closing"
  (rmd_env; rmd_do) >"$rmd_d/out" 2>"$rmd_d/err" <"$rmd_d/in"
  rmd_rc=$?
  rmd_ask judge: present "$rmd_rc $2" "$rmd_d/out" "$rmd_d/err" || return 1
  if [ "$rmd_answer" = changed ]; then
    case $1 in
      *j*) rmd_undo || return 1 ;;
      *) rmd_keep_none "$2" ;;
    esac
    case $rmd_check$1 in
      1*) ;;
      *a*) (rmd_env; rmd_apply) <"$rmd_d/answer" >"$rmd_d/out" 2>"$rmd_d/err" || rmd_fail "$2 could not be changed" || return 1 ;;
    esac
    rmd_changed=1 rmd_state=changed
    [ -z "$rmd_check" ] || rmd_state=would
    rmd_emit facet "$rmd_task" "$2" "$rmd_state" different declared
  fi
}

# rmd_stage: what rmd_file prints is a file for the steps after it.
rmd_stage() {
  { (rmd_file) >"$rmd_d/file" && chmod 0700 "$rmd_d/file"; } || rmd_fail "could not put a file into $rmd_d"
}

# rmd_fetch PATH [present]: the controller keeps a copy; a new one is a change.
rmd_fetch() {
  [ -z "${2-}" ] || [ -f "$1" ] || return 0
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
