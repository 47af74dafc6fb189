# Remediator prelude: searching files.

# rmd_find_files CONTAINS CHECKSUM DEPTH FOLLOW TEST... -- PATH...: what FindModule.cs reads: the time, then for each path a line "path" with the
# number of entries, or why it was skipped; then a record for each entry that passes find's TEST.
rmd_find_files() {
  rmd_contains=$1 rmd_sum=$2 rmd_depth=$3 rmd_follow=$4
  shift 4
  date +%s
  rmd_tests=
  while [ "$1" != -- ]; do
    rmd_tests="$rmd_tests $(rmd_quoted "$1")"
    shift
  done
  shift
  for rmd_i; do
    if [ ! -e "$rmd_i" ]; then
      printf 'skipped %s\n%s\n' "$rmd_i" "'$rmd_i' is not a directory"
    elif [ ! -d "$rmd_i" ]; then
      printf 'skipped %s\n%s\n' "$rmd_i" "'$rmd_i' is not a directory"
    elif [ ! -r "$rmd_i" ]; then
      printf 'skipped %s\n%s\n' "$rmd_i" "'$rmd_i' is not readable"
    else
      case $rmd_i in
        */) rmd_top=$rmd_i. ;;
        *) rmd_top=$rmd_i/. ;;
      esac
      printf 'path %s\n' "$rmd_i"
      eval "find ${rmd_follow:+-L} \"\$rmd_top\" -mindepth 1 ${rmd_depth:+-maxdepth $rmd_depth}" 2>/dev/null | wc -l
      # shellcheck disable=SC2086 # one word or none
      eval "find ${rmd_follow:+-L} \"\$rmd_top\" -mindepth 1 ${rmd_depth:+-maxdepth $rmd_depth} $rmd_tests -print" 2>/dev/null >"$rmd_d/found"
      while IFS= read -r rmd_at; do
        rmd_found "$rmd_at"
      done <"$rmd_d/found"
    fi
  done
}

# rmd_found FILE: its record, where it holds what is sought.
rmd_found() {
  if [ -n "$rmd_contains" ]; then
    [ -f "$1" ] && [ -r "$1" ] && grep -qE -e "$rmd_contains" "$1" 2>/dev/null || return 0
  fi
  rmd_got=
  if [ -n "$rmd_sum" ] && [ -f "$1" ] && [ ! -L "$1" ]; then rmd_got=$("$rmd_sum" <"$1" 2>/dev/null); fi
  stat -c "file %f %i %d %h %u %g %s %X %Y %Z %U %G" "$1" && printf '%s\n%s\n' "${rmd_got%% *}" "${1%%/./*}/${1#*/./}"
}

# rmd_quoted WORD: for eval.
rmd_quoted() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; }
