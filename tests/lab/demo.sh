#!/usr/bin/env bash
# demo.sh: three hosts whose clocks are broken as in the incident reports, healed over SSH by playbooks/chrony.yml.
# Installs what it needs, builds Remediator and the hosts, breaks, heals, proves, heals again (nothing changes), and takes
# the hosts down, also on Ctrl-C. REMEDIATOR=path runs that binary instead of building one.
# shellcheck source-path=SCRIPTDIR
LAB_NAME=${LAB_NAME:-demo}
export LAB_NAME
. "$(dirname "$0")/lib.sh"

TOP=$(cd "$LAB_DIR/../.." && pwd)
LAB=$LAB_DIR/lab.sh
FAULTS=(resources config stopped) # of ns1, ns2, ns3
began=$(now)

heading() { printf '\n=== %s  (%s s)\n' "$*" "$(since "$began")"; }

obstacle=$(lab_obstacle)
if [ -n "$obstacle" ]; then
  say "demo: $obstacle (it runs containers on Debian as root); to look at this machine alone, run instead: remediator run playbooks/chrony.yml -i localhost, -c local --check -e chrony_servers=NAME"
  exit 1
fi
if [ -z "${REMEDIATOR:-}" ] && ! command -v dotnet >/dev/null; then
  say 'demo: needs the .NET SDK 10 (dotnet) to build Remediator, or REMEDIATOR=path of its binary'
  exit 1
fi

verdict='stopped before the end'
finish() {
  local rc=$?
  trap '' INT TERM
  trap - EXIT
  heading 'Taking the hosts down'
  "$LAB" down || rc=1
  if [ $rc = 0 ]; then verdict="PASS: $verdict"; else verdict="FAIL: $verdict"; fi
  printf '\n%s  (%s s)\n' "$verdict" "$(since "$began")"
  exit $rc
}
fail() { verdict=$*; exit 1; }

# One line for each host: the unit as systemd sees it, the clock as chronyd sees it.
show_state() {
  local i
  printf '%-5s %-42s %-9s %s\n' HOST CHRONYD AT-BOOT 'CHRONYC TRACKING'
  for i in 1 2 3; do
    # shellcheck disable=SC2016  # expanded in the host
    "$LAB" exec "$i" '
      for p in ActiveState SubState Result; do eval "$p=\$(systemctl show chrony -p $p --value)"; done
      tracking=$(chronyc -c tracking 2>&1 | awk -F, '\''
        NF < 14 { print; exit }
        $14 == "Not synchronised" { print $14; exit }
        { printf "source %s, stratum %s, system time %+.6f s, %s\n", $2, $3, $5, $14 }'\'')
      printf "%-5s %-42s %-9s %s\n" "$(hostname)" "$ActiveState ($SubState, Result: $Result)" \
        "$(systemctl is-enabled chrony 2>/dev/null)" "$tracking"'
  done
}

run_playbook() {
  "$REMEDIATOR" run "$TOP/playbooks/chrony.yml" -i "$("$LAB" inventory)" -e "$EXTRA_VARS" </dev/null 2>&1 | tee "$LAB_ROOT/demo.log"
}

trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

heading 'Preparing: Debian packages'
need_lab_packages
if [ -z "${REMEDIATOR:-}" ]; then
  heading 'Building Remediator'
  REMEDIATOR=$TOP/artifacts/demo/remediator
  dotnet publish -c Release --nologo -v quiet -o "$TOP/artifacts/demo" "$TOP/src/Remediator.Cli" </dev/null ||
    fail 'Remediator did not build'
fi
heading "Building the hosts' root file system (once)"
"$LAB_DIR/base.sh" nopy >/dev/null
heading 'Starting three hosts and an NTP server'
"$LAB" up 3
ntp=$(sed -n 's/^ntp_server=//p' "$("$LAB" inventory)")
# polled often, so that chronyd has an error bound worth the name within seconds of its start
EXTRA_VARS='{"chrony_servers":[{"host":"'$ntp'","options":"iburst minpoll 1 maxpoll 4"}]}'

heading "Breaking them: ns1 ${FAULTS[0]}, ns2 ${FAULTS[1]}, ns3 ${FAULTS[2]}"
for i in 1 2 3; do "$LAB" break "$i" "${FAULTS[i - 1]}"; done
show_state

heading 'Healing them: remediator run playbooks/chrony.yml'
healing=$(now)
run_playbook || fail 'the playbook did not heal every host'
healed=$(since "$healing")

heading 'What the hosts say now'
show_state
for i in 1 2 3; do
  printf '\nns%s# chronyc tracking\n' "$i"
  tracking=$("$LAB" exec "$i" chronyc tracking) || fail "chronyd on ns$i does not answer"
  echo "$tracking"
  grep -q '^Leap status *: Normal' <<<"$tracking" || fail "ns$i is not synchronised"
  grep -q "^Reference ID .*($ntp)" <<<"$tracking" || fail "ns$i does not follow $ntp"
done

heading 'Running it again: nothing may change'
run_playbook || fail 'the second run failed'
unchanged=$(grep -cE '^ns[1-3] .*changed=0 .*failed=0' "$LAB_ROOT/demo.log" || true)
[ "$unchanged" = 3 ] || fail "the second run changed something: $unchanged of 3 hosts report changed=0"

verdict="three broken hosts healed in $healed s; the second run changed nothing"
