# Remediator prelude: keys of ssh in files, and keys of package repositories.

# rmd_set_keys HOW [BLOB LINE]...: the lines of these keys in an authorized_keys file. HOW: present, absent, or exclusive, which takes others away.
rmd_set_keys() {
  rmd_rewrite '
    # The key and the line as it is written; blanks in quotes belong to an option.
    function read_key(line,  i, c, quoted, m, W, type) {
      blob = ""
      line = trim(line)
      if (line == "" || starts(line, "#")) return
      m = 1
      for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"" && substr(line, i - 1, 1) != "\\") quoted = !quoted
        if (!quoted && c ~ /[ \t\r\f\v]/) { if (W[m] != "") m++ } else W[m] = W[m] c
      }
      type = is_type(W[1]) ? 1 : is_type(W[2]) ? 2 : 0
      if (!type || type >= m) return
      blob = W[type + 1]
      read = W[1]
      for (i = 2; i <= m; i++) read = read " " W[i]
    }
    function is_type(word) {
      return word ~ /^(ssh-(ed25519|rsa|dss)|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/
    }
    function edit(  i, j, at) {
      for (j = 2; j < words; j += 2) {
        wanted[A[j]] = 1
        at = 0
        for (i = 1; i <= n; i++) {
          read_key(L[i])
          if (blob == A[j]) {
            if (A[1] == "absent") cut(i--, 1)
            else if (!at) { at = i; if (read != A[j + 1]) set(i, A[j + 1]) }
          }
        }
        if (!at && A[1] != "absent") put(n + 1, A[j + 1])
      }
      if (A[1] == "exclusive") for (i = n; i; i--) { read_key(L[i]); if (blob != "" && !(blob in wanted)) cut(i, 1) }
    }
  ' "$@"
}

# rmd_set_known STATE NAME HASHED TYPE BLOB LINE: a line of a known_hosts file. NAME in small letters; HASHED is the form of it that LINE has or would have;
# TYPE and BLOB are empty for any key, LINE is empty where STATE is absent.
rmd_set_known() {
  # Other hashed names only ssh-keygen can tell.
  rmd_named=
  if grep '^|1|' "$rmd_in" | grep -qvF -e "$3 "; then
    command -v ssh-keygen >/dev/null 2>&1 || { echo "it has hashed names, which take ssh-keygen to be told, and that is not there" >&2; return 1; }
    rmd_named=$(ssh-keygen -F "$2" -f "$rmd_in" 2>/dev/null | sed -n 's/^# Host .* found: line \([0-9]*\).*/\1/p' | tr '\n' ' ')
  fi
  rmd_rewrite '
    # Whether the line is of this host and kind of key.
    function is_meant(i, same_key,  m, W, N, k, count, hit) {
      m = split(trim(L[i]), W, /[ \t\r\f\v]+/)
      if (m < 3 || starts(W[1], "#")) return 0
      if (starts(W[1], "|1|")) hit = W[1] == A[3] || index(" " A[7], " " i " ")
      else {
        count = split(W[1], N, ",")
        for (k = 1; k <= count; k++) if (tolower(N[k]) == A[2]) hit = 1
      }
      return hit && (A[4] == "" || (W[2] == A[4] && (!same_key || W[3] == A[5])))
    }
    function edit(  i, gone) {
      for (i = 1; i <= n; i++) {
        if (A[1] == "present" && is_meant(i, 1) && starts(L[i], "|1|") == starts(A[6], "|1|")) return
        gone[i] = is_meant(i, A[1] == "absent")
      }
      for (i = n; i; i--) if (gone[i]) cut(i, 1)
      if (A[1] == "present") put(n + 1, A[6])
    }
  ' "$@" "$rmd_named"
}

# rmd_load_key ADDRESS CERTS: brings a key to $rmd_d/file. Prints why not.
rmd_load_key() {
  rmd_got=$(rmd_http "$1" GET 60 "$rmd_d/file" '' all "$2" </dev/null 2>"$rmd_d/trouble")
  case $?:${rmd_got%% *} in
    0:0 | 0:2??) return 0 ;;
  esac
  rmd_i=$(cat "$rmd_d/trouble")
  printf 'Failed to download key at %s: %s\n' "$1" "${rmd_i:-HTTP Error ${rmd_got%% *}}"
  return 1
}
