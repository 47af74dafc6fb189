# Remediator prelude: new content from old. Each function reads the old content and prints the new one.

# rmd_find_line E|F|x PATTERN FIRST: numbers of the lines of $rmd_d/was that match an expression, hold a text or are it; the last, or
# the first. FIRST may be all.
rmd_find_line() {
  case $1 in
    E) grep -nE -e "$2" "$rmd_d/was" ;;
    F) grep -nF -e "$2" "$rmd_d/was" ;;
    x) grep -nxF -e "$2" "$rmd_d/was" ;;
  esac | case $3 in
    first) head -n 1 ;;
    all) cat ;;
    *) tail -n 1 ;;
  esac | cut -d: -f1
}

# rmd_set_line LINE KIND PATTERN FIRST WHERE ANCHOR: LINE in place of the line that matches; else after or before the line that
# matches ANCHOR, else at the start (BOF) or the end.
rmd_set_line() {
  cat >"$rmd_d/was"
  rmd_at=$(rmd_find_line "$2" "$3" "$4")
  : >"$rmd_d/said"
  if [ -z "$rmd_at" ] && rmd_find_line x "$1" first | grep -q .; then
    cat "$rmd_d/was"
    return 0
  fi
  if [ -n "$rmd_at" ]; then
    if [ "$(sed -n "${rmd_at}p" "$rmd_d/was")" = "$1" ]; then
      cat "$rmd_d/was"
    else
      echo 'line replaced' >"$rmd_d/said"
      rmd_splice "$((rmd_at - 1))" "$((rmd_at + 1))" "$1"
    fi
  else
    echo 'line added' >"$rmd_d/said"
    rmd_insert "$5" "$6" "$4" "$1"
  fi
}

# rmd_insert after|before ANCHOR FIRST TEXT: puts the text beside the line that matches.
rmd_insert() {
  case $2 in
    BOF) rmd_at=0 ;;
    '' | EOF) rmd_at='' ;;
    *)
      rmd_at=$(rmd_find_line E "$2" "$3")
      [ -z "$rmd_at" ] || [ "$1" = after ] || rmd_at=$((rmd_at - 1))
      ;;
  esac
  [ -n "$rmd_at" ] || rmd_at=$(($(wc -l <"$rmd_d/was") + 1))
  rmd_splice "$rmd_at" "$((rmd_at + 1))" "$4"
}

# rmd_splice LAST NEXT [TEXT]: lines up to number LAST, the text, lines from number NEXT on.
rmd_splice() {
  if [ "$1" -gt 0 ]; then
    head -n "$1" "$rmd_d/was" >"$rmd_d/head"
    cat "$rmd_d/head"
    # A last line without its end gets one before more text follows.
    if [ -s "$rmd_d/head" ] && [ -n "$(tail -c 1 "$rmd_d/head")" ]; then echo; fi
  fi
  [ "$#" -lt 3 ] || printf '%s\n' "$3"
  tail -n "+$2" "$rmd_d/was"
}

# rmd_drop_lines E|F|x PATTERN: without the lines that match.
rmd_drop_lines() {
  cat >"$rmd_d/was"
  case $1 in
    E) grep -vE -e "$2" "$rmd_d/was" ;;
    F) grep -vF -e "$2" "$rmd_d/was" ;;
    x) grep -vxF -e "$2" "$rmd_d/was" ;;
  esac
  [ "$?" -le 1 ] || return 1
  rmd_i=$(rmd_find_line "$1" "$2" all | wc -l)
  rmd_i=$((rmd_i))
  if [ "$rmd_i" -gt 0 ]; then printf '%s line(s) removed\n%s\n' "$rmd_i" "$rmd_i"; else printf '\n0\n'; fi >"$rmd_d/said"
}

# What the last edit said of itself.
rmd_said() {
  [ -s "$rmd_d/said" ] || return 0
  cat "$rmd_d/said"
  rm -f "$rmd_d/said"
}

# rmd_set_block BEGIN END TEXT WHERE ANCHOR: the text between the two marks; no text takes the marks away, too.
rmd_set_block() {
  cat >"$rmd_d/was"
  : >"$rmd_d/said"
  rmd_from=$(rmd_find_line x "$1" last)
  rmd_to=$(rmd_find_line x "$2" last)
  rmd_text=
  [ -z "$3" ] || rmd_text=$(printf '%s\n%s\n%s' "$1" "$3" "$2")
  if [ -n "$rmd_from" ] && [ -n "$rmd_to" ] && [ "$rmd_from" -lt "$rmd_to" ]; then
    if [ -n "$rmd_text" ]; then echo 'Block replaced' >"$rmd_d/said"; else echo 'Block removed' >"$rmd_d/said"; fi
    rmd_splice "$((rmd_from - 1))" "$((rmd_to + 1))" ${rmd_text:+"$rmd_text"}
  elif [ -n "$rmd_from$rmd_to" ]; then
    echo "only one of the marks '$1' and '$2' is there, or they stand in the wrong order" >&2
    return 1
  elif [ -z "$rmd_text" ]; then
    cat "$rmd_d/was"
  else
    echo 'Block inserted' >"$rmd_d/said"
    rmd_insert "$4" "$5" last "$rmd_text"
  fi
}
