# Remediator prelude: values that a script reads while it runs. What loads one sets rmd_v, and fails where there is no such value.

# Tests of rmd_v; rmd_v_older VERSION compares numbers between dots, as versions are.
rmd_v_has() { case $rmd_v in *"$1"*) return 0 ;; *) return 1 ;; esac; }
rmd_v_begins() { case $rmd_v in "$1"*) return 0 ;; *) return 1 ;; esac; }
rmd_v_ends() { case $rmd_v in *"$1") return 0 ;; *) return 1 ;; esac; }

rmd_v_older() {
  rmd_a=$rmd_v. rmd_b=$1.
  while [ -n "$rmd_b" ]; do
    [ -n "$rmd_a" ] || return 0
    rmd_x=${rmd_a%%.*} rmd_y=${rmd_b%%.*}
    case $rmd_x in '' | *[!0-9]*) return 1 ;; esac
    if [ "$rmd_x" -ne "$rmd_y" ]; then
      [ "$rmd_x" -lt "$rmd_y" ]
      return
    fi
    rmd_a=${rmd_a#*.} rmd_b=${rmd_b#*.}
  done
  return 1
}

# Filters of rmd_v. rmd_v_int: the number, as Python reads it, or 0.
rmd_v_int() {
  rmd_v_trim
  case ${rmd_v#[-+]} in
    '' | *[!0-9]*) rmd_v=0 ;;
    *)
      rmd_x=${rmd_v%%[0-9]*}
      rmd_v=${rmd_v#[-+]}
      while [ "${rmd_v#0}" != "$rmd_v" ] && [ "$rmd_v" != 0 ]; do rmd_v=${rmd_v#0}; done
      [ "$rmd_x" != - ] || rmd_v=-$rmd_v
      ;;
  esac
}

rmd_v_trim() {
  rmd_v=${rmd_v#"${rmd_v%%[![:space:]]*}"}
  rmd_v=${rmd_v%"${rmd_v##*[![:space:]]}"}
}

rmd_v_lower() { rmd_v=$(printf '%s' "$rmd_v" | tr '[:upper:]' '[:lower:]'); }
rmd_v_upper() { rmd_v=$(printf '%s' "$rmd_v" | tr '[:lower:]' '[:upper:]'); }

# rmd_v_lines: how many lines; rmd_v_lined: each between two ends of lines.
rmd_v_lines() {
  rmd_x=0
  if [ -n "$rmd_v" ]; then rmd_x=$(($(printf '%s\n' "$rmd_v" | wc -l))); fi
  rmd_v=$rmd_x
}

rmd_v_lined() {
  [ -n "$rmd_v" ] || return 1
  rmd_v="
$rmd_v
"
}

# rmd_hear ID STREAM...: keeps what the task has just printed for conditions after it: out, err, or cap for what it captured.
rmd_hear() {
  [ -z "$rmd_stop" ] || return 0
  rmd_kept=$1
  shift
  for rmd_i; do
    rmd_last "$rmd_i"
    eval "rmd_${rmd_i}_$rmd_kept=\$rmd_v"
  done
}

# rmd_last STREAM: what the task that runs has printed, without the ends of lines at its end, as its result has it.
rmd_last() {
  rmd_v=$(cat "$rmd_d/$1" 2>/dev/null)
  rmd_x=$(printf '\r')
  while [ "${rmd_v%"$rmd_x"}" != "$rmd_v" ]; do
    rmd_v=${rmd_v%"$rmd_x"}
    while
      case $rmd_v in
        *'
') true ;; *) false ;; esac
    do
      rmd_v=${rmd_v%?}
    done
  done
}

# rmd_printed ID STREAM
rmd_printed() { eval "rmd_v=\${rmd_$2_$1-}"; }
