# shellcheck shell=bash
# BASH_ENV of a target's runme.sh. Such a script runs under `set -e`, so its first check of an exact text would hide all that
# follows. Here a failed check of texts is written down and the script goes on; any other failure ends it as it always would,
# or is passed over too when PEER_GO_ON is set. One line per failure in $PEER_FAILURES: kind, file:line, command.

# peer_failed STATUS LINE SOURCE COMMAND: is called by the ERR trap, that is, just before `set -e` would end the script.
peer_failed() {
  case $- in *e*) ;; *) return 0 ;; esac # not under `set -e`: inside $( ), or switched off by the script
  local kind=call
  case $4 in
    grep* | egrep* | fgrep* | '['* | test\ * | diff\ * | cmp\ * | '(('*) kind=text ;;
  esac
  printf '%s %s:%s %s\n' "$kind" "${3##*/}" "$2" "$(head -c 300 <<<"${4//$'\n'/ }")" >>"$PEER_FAILURES"
  if [ "$kind" = text ] || [ -n "${PEER_GO_ON:-}" ]; then
    set +e # looked at after this trap; the next command switches it on again
    trap 'trap - DEBUG; set -e' DEBUG
  fi
}

set -ET # traps hold in functions and subshells
trap 'peer_failed "$?" "$LINENO" "${BASH_SOURCE[0]}" "$BASH_COMMAND"' ERR
