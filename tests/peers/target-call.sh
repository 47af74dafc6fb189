#!/usr/bin/env bash
# Stands in front of PATH under the names ansible, ansible-playbook, … while a target runs: calls the real program, which is
# $PEER_REAL/NAME, and keeps what it printed and its exit code in $PEER_CALLS/NUMBER. Both streams stay what they were.
real=$PEER_REAL/${0##*/}
number=1
until mkdir "$PEER_CALLS/$number" 2>/dev/null; do number=$((number + 1)); done # calls can run side by side
kept=$PEER_CALLS/$number
printf '%s %s\n' "${0##*/}" "$*" >"$kept/command"
unset BASH_ENV # what a playbook starts is not the target's own script
# tee -p goes on when a reader such as `grep -q` is content early, so that what was kept is whole
{
  {
    {
      "$real" "$@" 3>&- 4>&-
      echo $? >"$kept/exit"
    } 2>&4 | tee -p -a "$kept/output"
  } 4>&1 >&3 | tee -p -a "$kept/output" >&2
} 3>&1
exit "$(cat "$kept/exit")"
