#!/usr/bin/env bash
# heal-light.sh [N]: N light hosts (200 where nothing is said) are brought to what playbooks/chrony.yml wants, then a pass of heal looks at
# them. It must end with 0, say nothing, and write nothing on any host, which is looked for in the hosts' own layers. Prints what it took.
# LAB_NAME and REMEDIATOR_LAB as for light.sh; REMEDIATOR is the program, that of the build where it is not set.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"

n=${1:-200}
case $n in '' | *[!0-9]*) die 'heal-light.sh: how many hosts?' ;; esac
repository=$LAB_DIR/../..
program=${REMEDIATOR:-$repository/src/Remediator.Cli/bin/Release/net10.0/remediator}
[ -x "$program" ] || die "$program was not built"
light=$LAB_ROOT/run/$LAB_NAME.light
work=$(mktemp -d)
trap '"$LAB_DIR/light.sh" down; rm -rf "$work"' EXIT

"$LAB_DIR/light.sh" up "$n"
inventory=$("$LAB_DIR/light.sh" inventory)
server=$(sed -n 's/^ntp_server=//p' "$inventory")
words=("$repository/playbooks/chrony.yml" -i "$inventory" --state "$work/state" -e "{chrony_servers: [{host: $server, options: iburst minpoll 1 maxpoll 4}]}")
"$program" run "${words[@]}" >"$work/run" 2>&1 || { tail -n 40 "$work/run"; die 'the hosts did not converge'; }

touch "$work/before"
sleep 1
start=$(now)
rc=0
"$program" heal "${words[@]}" >"$work/heal" 2>&1 || rc=$?
took=$(since "$start")
# The folder of sessions' folders, which come and go, and what chronyd and sshd write themselves.
find "$light"/hosts/*/upper -cnewer "$work/before" | grep -vE '/upper(/(tmp|run|var/log|var/lib/chrony|root)(/.*)?|/var|/var/lib)?$' >"$work/written" || :
echo "heal of $n healthy hosts: exit code $rc in $took s, $(wc -c <"$work/heal") bytes said, $(wc -l <"$work/written") paths written"
cat "$work/heal" "$work/written" | head -n 40
[ "$rc" = 0 ] && [ ! -s "$work/heal" ] && [ ! -s "$work/written" ]
