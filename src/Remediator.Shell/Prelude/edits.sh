# Remediator prelude: new content from old. Each function reads the old content and prints the new one.

# rmd_find_line E|F|x PATTERN FIRST: numbers of the lines of the old content ($rmd_in) that match an expression, hold a text or are it; the last, or
# the first. FIRST may be all.
rmd_find_line() {
  case $1 in
    E) grep -nE -e "$2" "$rmd_in" ;;
    F) grep -nF -e "$2" "$rmd_in" ;;
    x) grep -nxF -e "$2" "$rmd_in" ;;
  esac | case $3 in
    first) head -n 1 ;;
    all) cat ;;
    *) tail -n 1 ;;
  esac | cut -d: -f1
}

# rmd_set_line LINE KIND PATTERN FIRST WHERE ANCHOR: LINE in place of the line that matches; else after or before the line that
# matches ANCHOR, else at the start (BOF) or the end.
rmd_set_line() {
  rmd_at=
  # What is sought as it is, is the line itself, which the next test finds, unless the quick one (rmd_has_line) did not find it.
  [ "$2" = x ] || rmd_at=$(rmd_find_line "$2" "$3" "$4")
  : >"$rmd_d/edit"
  if [ -z "$rmd_at" ] && [ "$2${rmd_unright-}" != x1 ] && grep -qxF -e "$1" "$rmd_in"; then
    cat "$rmd_in"
    return 0
  fi
  if [ -n "$rmd_at" ]; then
    if [ "$(sed -n "${rmd_at}p" "$rmd_in")" = "$1" ]; then
      cat "$rmd_in"
    else
      echo 'line replaced' >"$rmd_d/edit"
      rmd_splice "$((rmd_at - 1))" "$((rmd_at + 1))" "$1"
    fi
  else
    echo 'line added' >"$rmd_d/edit"
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
  if [ -n "$rmd_at" ]; then rmd_splice "$rmd_at" "$((rmd_at + 1))" "$4"; else rmd_append "$4"; fi
}

# rmd_append TEXT: the text at the end.
rmd_append() {
  cat "$rmd_in"
  # A last line without its end gets one before more text follows.
  [ -z "$(tail -c 1 "$rmd_in")" ] || echo
  printf '%s\n' "$1"
}

# rmd_splice LAST NEXT [TEXT]: lines up to number LAST, the text, lines from number NEXT on.
rmd_splice() {
  if [ "$1" -gt 0 ]; then
    head -n "$1" "$rmd_in" >"$rmd_d/head"
    cat "$rmd_d/head"
    # A last line without its end gets one before more text follows.
    if [ -s "$rmd_d/head" ] && [ -n "$(tail -c 1 "$rmd_d/head")" ]; then echo; fi
  fi
  [ "$#" -lt 3 ] || printf '%s\n' "$3"
  tail -n "+$2" "$rmd_in"
}

# rmd_drop_lines E|F|x PATTERN: without the lines that match.
rmd_drop_lines() {
  case $1 in
    E) grep -vE -e "$2" "$rmd_in" ;;
    F) grep -vF -e "$2" "$rmd_in" ;;
    x) grep -vxF -e "$2" "$rmd_in" ;;
  esac
  [ "$?" -le 1 ] || return 1
  rmd_i=$(rmd_find_line "$1" "$2" all | wc -l)
  rmd_i=$((rmd_i))
  if [ "$rmd_i" -gt 0 ]; then printf '%s line(s) removed\n%s\n' "$rmd_i" "$rmd_i"; else printf '\n0\n'; fi >"$rmd_d/edit"
}

# rmd_has_line PATH LINE KIND PATTERN FIRST WHERE ANCHOR: whether rmd_set_line would leave the file as it is. Where the line itself is what is
# sought, the shell reads a short file itself, and then also knows what the edit makes of it (rmd_put).
rmd_has_line() {
  [ ! -s "$rmd_d/edit" ] || : >"$rmd_d/edit"
  if [ "$3" = x ] && [ "$rmd_bytes" != unknown ] && [ "${rmd_bytes:-0}" -le 1024 ]; then
    rmd_read_text "$1"
    # One with a NUL is shorter here.
    if [ "${#rmd_got}" = "${rmd_bytes:-0}" ]; then
      rmd_has_text_line "$2" "$6" "$7"
      return
    fi
  fi
  if [ "$3" != x ]; then
    rmd_got=$(rmd_match_lines "$3" "$4" "$1" | case $5 in first) head -n 1 ;; *) tail -n 1 ;; esac)
    [ -z "$rmd_got" ] || { [ "$rmd_got" = "$2" ]; return; }
  fi
  grep -qxF -e "$2" "$1"
}

# rmd_has_text_line LINE WHERE ANCHOR: of the text in rmd_got.
rmd_has_text_line() {
  rmd_i=${rmd_got%"
"}
  if [ -n "$rmd_got" ]; then
    case "
$rmd_i
" in *"
$1
"*) return 0 ;; esac
  fi
  case $3 in
    BOF) rmd_text="$1
$rmd_got" ;;
    EOF | '')
      # A last line without its end gets one.
      [ "$rmd_i" != "$rmd_got" ] || [ -z "$rmd_got" ] || rmd_got="$rmd_got
"
      rmd_text="$rmd_got$1
"
      ;;
    *) return 1 ;;
  esac
  rmd_is_text=1
  echo 'line added' >"$rmd_d/edit"
  return 1
}

# rmd_match_lines KIND PATTERN PATH
rmd_match_lines() {
  case $1 in
    E) grep -E -e "$2" "$3" ;;
    F) grep -F -e "$2" "$3" ;;
  esac
}

# What the last edit said of itself, left in rmd_told.
rmd_said_told() {
  rmd_told=
  [ -s "$rmd_d/edit" ] || return 0
  while IFS= read -r rmd_i; do
    rmd_told="$rmd_told$rmd_i
"
  done <"$rmd_d/edit"
  : >"$rmd_d/edit"
}

# rmd_set_block BEGIN END TEXT WHERE ANCHOR: the text between the two marks; no text takes the marks away, too.
rmd_set_block() {
  : >"$rmd_d/edit"
  rmd_from=$(rmd_find_line x "$1" last)
  rmd_to=$(rmd_find_line x "$2" last)
  rmd_text=
  [ -z "$3" ] || rmd_text=$(printf '%s\n%s\n%s' "$1" "$3" "$2")
  if [ -n "$rmd_from" ] && [ -n "$rmd_to" ] && [ "$rmd_from" -lt "$rmd_to" ]; then
    if [ -n "$rmd_text" ]; then echo 'Block replaced' >"$rmd_d/edit"; else echo 'Block removed' >"$rmd_d/edit"; fi
    rmd_splice "$((rmd_from - 1))" "$((rmd_to + 1))" ${rmd_text:+"$rmd_text"}
  elif [ -n "$rmd_from$rmd_to" ]; then
    echo "only one of the marks '$1' and '$2' is there, or they stand in the wrong order" >&2
    return 1
  elif [ -z "$rmd_text" ]; then
    cat "$rmd_in"
  else
    echo 'Block inserted' >"$rmd_d/edit"
    rmd_insert "$4" "$5" last "$rmd_text"
  fi
}

# rmd_assemble FOLDER DELIMITER REGEX IGNORE-HIDDEN: the files of the folder in the order of their names, each on lines of its own.
rmd_assemble() {
  rmd_first=1 rmd_no_end=
  for rmd_i in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ ! -f "$rmd_i" ] || printf '%s\n' "${rmd_i##*/}"
  done | sort >"$rmd_d/names"
  while IFS= read -r rmd_i; do
    case $4:$rmd_i in ignore:.*) continue ;; esac
    [ -z "$3" ] || printf '%s\n' "$rmd_i" | grep -qE -e "$3" || continue
    [ -z "$rmd_no_end" ] || echo
    [ -n "$rmd_first" ] || printf '%s' "$2"
    rmd_first=''
    cat "$1/$rmd_i" || return 1
    rmd_no_end=
    [ -s "$1/$rmd_i" ] && [ -z "$(tail -c 1 "$1/$rmd_i")" ] || rmd_no_end=1
  done <"$rmd_d/names"
}
