# Remediator prelude: a segment on a channel that may be lost.

# Before a segment: a watcher that ends this process group when the far end of the channel is gone, since the end of an ssh client
# does not stop what it started.
rmd_begin() {
  rmd_stop='' rmd_held=''
  [ -n "${rmd_group-}" ] || rmd_find_group
  [ -n "$rmd_group" ] || return 0
  (
    exec >/dev/null 2>&1 </dev/null
    trap '' TERM
    sleep 2
    while kill -0 "$rmd_far" || [ -d "/proc/$rmd_far" ]; do sleep 2; done
    kill -TERM "-$rmd_group"
    sleep 3
    kill -KILL "-$rmd_group"
  ) &
  rmd_watcher=$!
}

# After a segment.
rmd_end() {
  if [ -n "${rmd_group-}" ]; then
    kill -KILL "$rmd_watcher"
    wait "$rmd_watcher"
  fi 2>/dev/null
  rmd_emit end "$1"
}

# Who is at the far end (the first ancestor that is not sudo or its like), and the process group that is ours alone: none where the
# far end shares it.
rmd_find_group() {
  rmd_group='' rmd_far=$PPID
  [ -r "/proc/$$/stat" ] || return 0
  while read -r rmd_i <"/proc/$rmd_far/comm" && case $rmd_i in sudo | su | doas | runuser) true ;; *) false ;; esac do
    rmd_far=$(rmd_stat_field 2 "$rmd_far")
  done
  rmd_i=$(rmd_stat_field 3 "$$")
  [ "$rmd_i" = "$(rmd_stat_field 3 "$rmd_far")" ] || rmd_group=$rmd_i
}

# rmd_stat_field N PID: the N-th field of /proc/PID/stat after the command's name.
rmd_stat_field() {
  read -r rmd_line <"/proc/$2/stat" || return 0
  rmd_at=$1
  # shellcheck disable=SC2086 # the fields are to be split
  set -- ${rmd_line##*) }
  shift "$((rmd_at - 1))"
  echo "$1"
}
