# Remediator prelude: what chronyd says of the clock, and whether that is good enough.
# Each report of chronyc is asked for once and kept in the session's files chrony.*; the judgement and the result read those.

# rmd_chrony_read [names]: asks, and prints the reports, each after a line "@NAME". With names the sources are also asked for by the
# names that the configuration gives them.
rmd_chrony_read() {
  rm -f "$rmd_d"/chrony.*
  : >"$rmd_d/chrony.tracking"
  if command -v chronyc >/dev/null 2>&1; then
    rmd_chrony_ask tracking tracking
  else
    echo 'chronyc is not installed' >"$rmd_d/chrony.said"
  fi
  date +%s >"$rmd_d/chrony.now"
  : >"$rmd_d/chrony.sources"
  : >"$rmd_d/chrony.activity"
  : >"$rmd_d/chrony.names"
  # A daemon that does not answer once is not asked again: each question would take its time.
  if [ ! -s "$rmd_d/chrony.said" ]; then
    # -a shows sources without an address, too; versions before 4.0 take no notice of it.
    rmd_chrony_ask sources sources -a
    rmd_chrony_ask activity activity
    [ -z "$1" ] || rmd_within 10 chronyc -N -c sources -a >"$rmd_d/chrony.names" 2>/dev/null || : >"$rmd_d/chrony.names"
  fi
  for rmd_i in now tracking sources activity names said; do
    echo "@$rmd_i"
    [ ! -e "$rmd_d/chrony.$rmd_i" ] || cat "$rmd_d/chrony.$rmd_i"
  done
}

# rmd_chrony_ask FILE REPORT...: what the daemon says, or in the file said why it does not. Version 4.3 writes errors to stdout.
rmd_chrony_ask() {
  rmd_file=$rmd_d/chrony.$1
  shift
  rmd_within 10 chronyc -c "$@" >"$rmd_file" 2>"$rmd_d/chrony.error" && return
  rmd_rc=$?
  [ -s "$rmd_d/chrony.said" ] || {
    cat "$rmd_file" "$rmd_d/chrony.error"
    [ "$rmd_rc" -ne 124 ] || echo 'no answer within 10 seconds'
    [ -s "$rmd_file" ] || [ -s "$rmd_d/chrony.error" ] || echo "chronyc ended with exit code $rmd_rc"
  } >"$rmd_d/chrony.said"
  : >"$rmd_file"
}

# rmd_chrony_judge LIMIT=VALUE... [-- SOURCE...]: whether the clock is good enough, by what rmd_chrony_read kept; prints everything
# that is not, with the measured values. Limits: offset and bound in seconds, stratum, age in update intervals, sources (how many
# must be usable). The reference must be one of the SOURCEs, by address, reference ID or name.
# System time (field 5) is the clock's error; Last offset is not: it is near 0 on a clock that is 300 s wrong.
rmd_chrony_judge() {
  rmd_offset='' rmd_bound='' rmd_stratum='' rmd_age='' rmd_sources=''
  while [ "$#" -gt 0 ] && [ "$1" != -- ]; do
    case $1 in
      offset=*) rmd_offset=${1#*=} ;;
      bound=*) rmd_bound=${1#*=} ;;
      stratum=*) rmd_stratum=${1#*=} ;;
      age=*) rmd_age=${1#*=} ;;
      sources=*) rmd_sources=${1#*=} ;;
    esac
    shift
  done
  [ "$#" -eq 0 ] || shift
  if [ -s "$rmd_d/chrony.said" ]; then
    echo "chronyd does not answer: $(head -n 2 "$rmd_d/chrony.said" | tr '\n' ' ' | sed 's/ $//')"
    return 1
  fi
  rmd_chrony_addresses "$@" >"$rmd_d/chrony.allowed"
  if ! command -v awk >/dev/null 2>&1; then
    echo 'the host has no awk, which judges the clock'
    return 1
  fi
  rmd_chrony_awk "$*" "$rmd_d/chrony.now" "$rmd_d/chrony.allowed" "$rmd_d/chrony.names" "$rmd_d/chrony.sources" "$rmd_d/chrony.tracking"
}

# rmd_chrony_addresses SOURCE...: the sources and, where the daemon did not say which name is which address, what they resolve to.
rmd_chrony_addresses() {
  for rmd_i; do
    echo "$rmd_i"
    case $rmd_i in
      *[!0-9.]*)
        case $rmd_i in
          *:*) ;;
          *) [ -s "$rmd_d/chrony.names" ] || rmd_within 5 getent ahosts "$rmd_i" 2>/dev/null | while read -r rmd_name rmd_rest; do echo "$rmd_name"; done ;;
        esac
        ;;
    esac
  done
}

# rmd_chrony_awk SOURCES FILE...: the files are now, allowed, names, sources and tracking; any may be empty. No powers or logarithms:
# busybox may be built without them.
rmd_chrony_awk() {
  rmd_wanted=$1
  shift
  awk -F , -v offset="$rmd_offset" -v bound="$rmd_bound" -v max_stratum="$rmd_stratum" -v max_age="$rmd_age" -v min_sources="$rmd_sources" -v wanted="$rmd_wanted" '
    function abs(x) { return x < 0 ? -x : x }
    function broken(text) { count++; message = message (message == "" ? "" : "; ") text }
    function seconds(x) { return sprintf(abs(x) >= 1 || x == 0 ? "%.6f s" : "%.9f s", x) }
    FILENAME ~ /chrony\.now$/ { now = $1 + 0; next }
    FILENAME ~ /chrony\.allowed$/ { allowed[tolower($1)] = 1; next }
    FILENAME ~ /chrony\.names$/ { if (NF >= 10) name[++named] = $3; next }
    FILENAME ~ /chrony\.sources$/ {
      if (NF < 10) next
      row++
      if ($2 == "*" || $2 == "+") usable++
      if ($2 == "*") selected = row
      address[row] = $3; state[row] = $2; poll[row] = $5; reach[row] = $6
      next
    }
    NF >= 14 && !seen {
      seen = 1
      id = toupper($1); reference = $2; stratum = $3 + 0; reference_time = $4 + 0; error = $5 + 0
      delay = $11 + 0; dispersion = $12 + 0; interval = $13 + 0; leap = $14
    }
    END {
      if (!seen) { print "chronyd does not answer: its tracking report has no measurements"; exit 1 }
      sub(/\r$/, "", leap)
      total = abs(error) + dispersion + delay / 2
      for (i = 1; i <= row; i++) if (address[i] == reference && reference != "") followed = i
      if (!followed) followed = selected
      synchronised = 0
      if (leap == "Not synchronised" || stratum == 0 || id == "00000000") broken("not synchronised (leap status " leap ", stratum " stratum ")")
      else if (id == "7F7F0101") broken("the reference is the local clock of the host itself (7F7F0101), which follows nothing")
      else {
        synchronised = 1
        if (followed && reach[followed] + 0 == 0) broken("the reference " address[followed] " is not reachable (reach 0, state " state[followed] ")")
        else if (!selected) broken("no source is selected" (row ? "" : ", there is none"))
        if (followed) { polling = 1; for (i = 0; i < poll[followed] + 0; i++) polling *= 2; if (polling > interval) interval = polling }
        age = now + error - reference_time
        if (max_age != "" && age > max_age * interval) broken(sprintf("last update %.1f s ago, limit %s intervals of %.1f s", age, max_age, interval))
        if (wanted != "") {
          found = (tolower(reference) in allowed) || (tolower(id) in allowed)
          if (followed && (tolower(address[followed]) in allowed)) found = 1
          if (followed && followed in name && (tolower(name[followed]) in allowed)) found = 1
          if (!found) broken("the reference " (reference == "" ? id : reference) " is none of: " wanted)
        }
        if (max_stratum != "" && stratum > max_stratum + 0) broken("stratum " stratum ", limit " max_stratum)
      }
      if (offset != "" && abs(error) > offset + 0) broken("system time " seconds(abs(error)) (error < 0 ? " fast" : " slow") " of NTP, limit " offset " s")
      if (bound != "" && total > bound + 0) broken("error bound " seconds(total) ", limit " bound " s")
      if (min_sources != "" && usable + 0 < min_sources + 0) broken((usable + 0) " usable sources, at least " min_sources " wanted")
      if (!count) exit 0
      printf "%s (measured: system time %s %s of NTP, error bound %s, stratum %d, reference %s", message, seconds(abs(error)), (error < 0 ? "fast" : "slow"), seconds(total), stratum, (reference == "" ? id : reference)
      if (synchronised) printf ", last update %.1f s ago", age
      print ")"
      exit 1
    }' "$@"
}
