# Remediator prelude: what decides whether a command is needed.

# rmd_exists PATTERN: true where some file has the name; *, ? and [ stand for more than themselves. For use in a subshell.
rmd_exists() {
  IFS=
  # shellcheck disable=SC2086 # the pattern is to be expanded; an empty IFS keeps its blanks
  for rmd_i in $1; do
    if [ -e "$rmd_i" ] || [ -L "$rmd_i" ]; then return 0; fi
  done
  return 1
}

# rmd_make_temporary FOLDER PREFIX SUFFIX [-d]: makes a file or folder of a new name and prints it.
rmd_make_temporary() {
  rmd_i=${1:-${TMPDIR:-/tmp}}
  rmd_tmp=$(mktemp ${4:+-d} "$rmd_i/$2XXXXXXXX") || return 1
  if [ -n "$3" ]; then
    # Not every mktemp takes letters after the X.
    mv "$rmd_tmp" "$rmd_tmp$3" || return 1
  fi
  printf %s "$rmd_tmp$3"
}
