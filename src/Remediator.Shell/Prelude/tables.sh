# Remediator prelude: tables of cron, each job under a comment with its name, as Ansible marks them.

# rmd_set_cron KIND STATE NAME LINE WHERE BESIDE: the job or variable, whose LINE is "NAME=...". A new variable goes to the start, or before or
# after (WHERE) the one named BESIDE. What the table holds then is left for rmd_said_told.
rmd_set_cron() {
  rmd_rewrite '
    function find_line(text,  i) { for (i = 1; i <= n; i++) if (L[i] == text) return i; return 0 }
    function find_variable(name,  i) { for (i = 1; i <= n; i++) if (starts(L[i], name "=")) return i; return 0 }
    function set_job(mark,  at) {
      if (at = find_line(mark)) {
        if (at < n && L[at + 1] == A[4]) return
        cut(at, at < n ? 2 : 1); put(at, mark); put(at + 1, A[4])
      } else if ((at = find_line(A[4])) && (at == 1 || !starts(L[at - 1], "#Ansible: "))) {
        put(at, mark)
      } else {
        put(n + 1, mark); put(n + 1, A[4])
      }
    }
    function set_variable(  at) {
      if (at = find_variable(A[3])) set(at, A[4])
      else if (A[6] == "") put(1, A[4])
      else if (at = find_variable(A[6])) put(A[5] == "after" ? at + 1 : at, A[4])
      else wrong("Variable named \047" A[6] "\047 not found.")
    }
    function edit(  at, i) {
      if (A[1] == "job" && A[2] == "present") set_job("#Ansible: " A[3])
      else if (A[1] == "job") { if (at = find_line("#Ansible: " A[3])) cut(at, at < n ? 2 : 1) }
      else if (A[2] == "present") set_variable()
      else for (i = n; i; i--) if (starts(L[i], A[3] "=")) cut(i, 1)
      for (i = 1; i <= n; i++) {
        if (starts(L[i], "#Ansible: ")) say("job " substr(L[i], 11))
        if (match(L[i], /^[A-Za-z0-9_]+=/)) say("env " substr(L[i], 1, RLENGTH - 1))
      }
    }
  ' "$@"
}

# rmd_table USER WORDS-OF-rmd_set_cron...: the table of a user, empty for the present one, in $rmd_d/table and what becomes of it in $rmd_d/table.new. Prints
# why not.
rmd_table() {
  command -v crontab >/dev/null 2>&1 || { echo 'Failed to find required executable "crontab" in paths'; return 1; }
  # A user without a table has an empty one.
  crontab ${1:+-u "$1"} -l >"$rmd_d/table" 2>/dev/null || : >"$rmd_d/table"
  shift
  rmd_in=$rmd_d/table
  rmd_set_cron "$@" >"$rmd_d/table.new" 2>"$rmd_d/told" || { cat "$rmd_d/told"; return 1; }
}
