# Remediator prelude: waiting. Times are whole seconds of a clock that nobody sets.

# rmd_clock: sets rmd_now.
rmd_clock() {
  if [ -r /proc/uptime ]; then
    read -r rmd_now rmd_i </proc/uptime
    rmd_now=${rmd_now%%.*}
  else
    rmd_now=$(date +%s)
  fi
}

# rmd_wait DELAY TIMEOUT PAUSE TEST...: runs the test until it succeeds or the time is over; prints the seconds it took. A test that
# ends with 3 cannot ever succeed and says why on stderr.
rmd_wait() {
  rmd_clock
  rmd_since=$rmd_now rmd_timeout=$2 rmd_pause=$3
  [ "$1" = 0 ] || sleep "$1"
  shift 3
  while :; do
    "$@"
    rmd_got=$?
    rmd_clock
    rmd_took=$((rmd_now - rmd_since))
    if [ "$rmd_got" -eq 0 ] || [ "$rmd_got" -eq 3 ] || [ "$rmd_took" -ge "$rmd_timeout" ]; then
      echo "$rmd_took"
      return "$rmd_got"
    fi
    sleep "$rmd_pause"
  done
}

# Tests for rmd_wait. rmd_not TEST...: the opposite, but for a test that cannot be made.
rmd_not() {
  "$@"
  case $? in
    0) return 1 ;;
    3) return 3 ;;
  esac
}

rmd_is_there() { [ -e "$1" ]; }

# rmd_holds_text PATH ERE
rmd_holds_text() { [ -f "$1" ] && grep -Eq -e "$2" "$1"; }

# rmd_answers HOST PORT HEX SECONDS: something listens there. This host's own ports are read from the kernel, which needs no tool and
# disturbs nobody; other hosts are called.
rmd_answers() {
  case $1 in
    127.* | localhost | ::1)
      rmd_listens "$1" "$3" && return 0
      rmd_can_call || return 1
      ;;
    *)
      if ! rmd_can_call; then
        echo "this host has neither bash nor nc to try $1:$2 with" >&2
        return 3
      fi
      ;;
  esac
  rmd_call "$1" "$2" "$4"
}

# rmd_listens HOST HEX-PORT: the kernel lists a listener on the port that an address of this host reaches. Words of addresses stand in
# the host's byte order.
rmd_listens() {
  for rmd_i in /proc/net/tcp /proc/net/tcp6; do
    [ -r "$rmd_i" ] || continue
    while read -r _ rmd_local _ rmd_st _; do
      [ "$rmd_st:${rmd_local##*:}" = "0A:$2" ] || continue
      case $1:${rmd_local%:*} in
        *:00000000 | *:00000000000000000000000000000000) return 0 ;;
        ::1:00000000000000000000000001000000 | ::1:00000000000000000000000000000001) return 0 ;;
        localhost:00000000000000000000000001000000 | localhost:00000000000000000000000000000001) return 0 ;;
        ::1:*) ;;
        *:0100007F | *:7F000001 | *:0000000000000000FFFF00000100007F | *:00000000000000000000FFFF7F000001) return 0 ;;
      esac
    done <"$rmd_i"
  done
  return 1
}

rmd_can_call() { command -v bash >/dev/null 2>&1 || command -v nc >/dev/null 2>&1; }

# rmd_call HOST PORT SECONDS: opens a connection and closes it.
rmd_call() {
  rmd_limit=
  if command -v timeout >/dev/null 2>&1; then rmd_limit="timeout $3"; fi
  # shellcheck disable=SC2086 # no word, or two
  if command -v bash >/dev/null 2>&1; then
    # shellcheck disable=SC2016 # for the other bash
    $rmd_limit bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" >/dev/null 2>&1 </dev/null
  else
    case $(nc -h 2>&1) in
      *-*z*) nc -z -w "$3" "$1" "$2" >/dev/null 2>&1 </dev/null ;;
      *) $rmd_limit nc -w "$3" "$1" "$2" >/dev/null 2>&1 </dev/null ;;
    esac
  fi
}

# rmd_is_drained HEX-PORT STATES: no connection to the port is in one of the states, which are the kernel's numbers.
rmd_is_drained() {
  for rmd_i in /proc/net/tcp /proc/net/tcp6; do
    [ -r "$rmd_i" ] || continue
    while read -r _ rmd_local _ rmd_st _; do
      case " $2 " in
        *" $rmd_st "*) [ "${rmd_local##*:}" != "$1" ] || return 1 ;;
      esac
    done <"$rmd_i"
  done
}
