# Remediator prelude: new content from old, line by line, where it takes more than finding one line.

# rmd_rewrite PROGRAM WORD...: prints the new content of the old one ($rmd_in). PROGRAM is awk and defines edit(), which finds the lines in L[1] to L[n]
# and the WORDs in A[1] to A[words]. Where it changes no line the content stays as it is to the byte. say(TEXT) leaves a line
# for rmd_said_told; wrong(TEXT) fails.
rmd_rewrite() {
  rmd_program=$1
  shift
  : >"$rmd_d/edit"
  awk -- '
    function put(at, line,  i) { for (i = n++; i >= at; i--) L[i + 1] = L[i]; L[at] = line; changed = 1 }
    function cut(at, count,  i) { if (count > 0) changed = 1; for (i = at; i + count <= n; i++) L[i] = L[i + count]; n -= count }
    function set(at, line) { if (L[at] != line) changed = 1; L[at] = line }
    function trim(text) { sub(/^[ \t\r\f\v]+/, "", text); sub(/[ \t\r\f\v]+$/, "", text); return text }
    function starts(text, with) { return substr(text, 1, length(with)) == with }
    function say(text) { print text >said }
    function wrong(text) { print text | "cat >&2"; failed = 1 }
    BEGIN {
      said = ARGV[1]; words = ARGC - 2; ARGC = 1
      for (i = 1; i <= words; i++) A[i] = ARGV[i + 1] ""
    }
    { L[NR] = $0 "" }
    END {
      n = NR; edit()
      if (failed) exit 4
      if (!changed) exit 3
      for (i = 1; i <= n; i++) print L[i]
    }
  '"$rmd_program" "$rmd_d/edit" "$@" <"$rmd_in" >"$rmd_d/edited"
  case $? in
    0) cat "$rmd_d/edited" ;;
    3) cat "$rmd_in" ;;
    *) return 1 ;;
  esac
}

# rmd_set_kernel NAME VALUE STATE: the first line of the name gets the value, further ones go; blanks around names and values make no
# difference.
rmd_set_kernel() {
  rmd_rewrite '
    function edit(  i, e, text, m, at) {
      for (i = 1; i <= n; i++) {
        text = trim(L[i]); e = index(text, "=")
        if (text !~ /^[#;]/ && e > 1 && trim(substr(text, 1, e - 1)) == A[1]) at[++m] = i
      }
      if (A[3] == "present" && m == 1 && trim(substr(L[at[1]], index(L[at[1]], "=") + 1)) == A[2]) return
      for (i = m; i > (A[3] == "present"); i--) cut(at[i], 1)
      if (A[3] != "present") return
      if (m) set(at[1], A[1] "=" A[2]); else put(n + 1, A[1] "=" A[2])
    }
  ' "$@"
}

# rmd_set_section NAME TEXT: the whole of a section, with its head; no text takes it away.
rmd_set_section() {
  rmd_rewrite '
    function edit(  i, from, to, m, S, same) {
      for (i = 1; i <= n && !from; i++) if (trim(L[i]) == "[" A[1] "]") from = i
      for (to = from ? from + 1 : n + 1; to <= n && !starts(L[to], "["); to++) ;
      if (!from) from = to
      m = split(A[2], S, "\n")
      same = to - from == m
      for (i = 1; i <= m && same; i++) same = L[from + i - 1] == S[i] ""
      if (same) return
      cut(from, to - from)
      for (i = 1; i <= m; i++) put(from + i - 1, S[i] "")
    }
  ' "$@"
}

# rmd_set_option HOW SECTION OPTION SIGN BARE VALUE...: an option of an INI file. HOW: set (to these values alone), add (beside other values), drop, drop-some
# (of these values), section or no-section. SECTION with a slash before it, or empty for the lines before the first one. SIGN stands between option and
# value; BARE: an option may stand without a value. A value has an equals sign before it; an empty word is none.
rmd_set_option() {
  rmd_rewrite '
    function find_section(  i) {
      from = 1
      if (A[2] != "") {
        for (i = 1; i <= n && trim(L[i]) != "[" substr(A[2], 2) "]"; i++) ;
        if (i > n) { from = 0; return 0 }
        from = i + 1
      }
      for (to = from; to <= n && L[to] !~ /^[ \t\r\f\v]*\[/; to++) ;
      return 1
    }
    function is_option(line, commented,  text, e) {
      text = trim(line)
      if (commented) {
        if (text !~ /^[#;]/) return 0
        text = trim(substr(text, 2))
      }
      e = index(text, "=")
      return e ? trim(substr(text, 1, e - 1)) == A[3] : A[5] != "" && text == A[3]
    }
    function value_of(line,  e) { e = index(line, "="); return e ? "=" trim(substr(line, e + 1)) : "" }
    function same(line, wanted) { sub(/\r+$/, "", line); return line == wanted }
    function drop(  i, j, hit, found) {
      if (from) for (i = to - 1; i >= from; i--) if (is_option(L[i], 0)) {
        hit = A[1] == "drop"
        for (j = 6; j <= words; j++) if (A[j] == value_of(L[i])) hit = 1
        if (hit) { cut(i, 1); found = 1 }
      }
      return found
    }
    function set_values(  i, j, k, m, o, left, W, is_left, used, place, is_free, P, was) {
      if (!from) { put(n + 1, "[" substr(A[2], 2) "]"); from = to = n + 1 }
      for (j = 6; j <= words; j++) W[++m] = A[j] == "" ? A[3] : A[3] A[4] substr(A[j], 2)
      for (i = from; i < to; i++) if (is_option(L[i], 0)) P[++o] = i
      for (j = 1; j <= m; j++) {
        is_left[j] = 1
        for (k = 1; k <= o; k++) if (same(L[P[k]], W[j])) is_left[j] = 0
        left += is_left[j]
      }
      if (A[1] == "set") {
        for (k = 1; k <= o; k++) {
          is_free[k] = 1
          for (j = 1; j <= m; j++) if (same(L[P[k]], W[j])) is_free[k] = 0
        }
        # A line in comments gets the value where no other line has the option.
        if (!o) for (i = from; i < to && o < left; i++) if (is_option(L[i], 1)) { P[++o] = i; is_free[o] = 1 }
        for (j = k = 1; j <= m; j++) if (is_left[j]) {
          while (k <= o && !is_free[k]) k++
          if (k > o) break
          set(P[k], W[j]); is_free[k] = is_left[j] = 0; left--
        }
        for (k = o; k; k--) if (is_free[k]) { cut(P[k], 1); to-- }
      }
      # After the last line of the section that is not empty.
      while (to > from && trim(L[to - 1]) == "") to--
      i = to
      for (j = 1; j <= m; j++) if (is_left[j]) put(i++, W[j])
      if (A[2] == "" && left && to == 1 && n > left) put(left + 1, "")
    }
    function edit(  had, lines) {
      had = find_section(); lines = n
      if (A[1] == "section") {
        if (!had) { put(n + 1, "[" substr(A[2], 2) "]"); say("only section added") } else say("OK")
      } else if (A[1] == "no-section") {
        if (had) { cut(from - 1, to - from + 1); say("section removed") } else say("OK")
      } else if (A[1] ~ /^drop/) {
        say(drop() ? "option changed" : "OK")
      } else {
        set_values()
        say(!changed ? "OK" : n == lines ? "option changed" : had ? "option added" : "section and option added")
      }
    }
  ' "$@"
}

# rmd_substitute EXPRESSION REPLACEMENT DELIMITER: all matches of an extended expression, of which none goes over a line end.
rmd_substitute() {
  rmd_i=$(sed -E "s$3$1$3\\
$3g" <"$rmd_in" | wc -l)
  rmd_i=$((rmd_i - $(wc -l <"$rmd_in")))
  : >"$rmd_d/edit"
  sed -E "s$3$1$3$2$3g" <"$rmd_in" >"$rmd_d/edited" || return 1
  cat "$rmd_d/edited"
  rmd_same "$rmd_d/edited" "$rmd_in" || echo "$rmd_i replacements made" >"$rmd_d/edit"
}
