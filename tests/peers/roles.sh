#!/usr/bin/env bash
# roles.sh [--keep DIR] [--self] CHECKOUTS [OWNER/NAME…]: runs public roles, as they are, on fresh lab hosts without Python by our
# program and on their twins with Python by the real ansible-core, twice each, and compares what came of it: files, modes,
# owners, units, and the counts of the recap. CHECKOUTS has the roles' repositories at OWNER/NAME. The roles are those with a
# playbook in roles/. Exits with 0 only when every role came out equal. See README.md.
#   --keep DIR      keeps what was printed and the manifests in this new folder
#   --self          the real ansible-core on both sides: what differs then is not a program's doing
# REMEDIATOR_BIN names a built program, else one is published. ANSIBLE_BIN_DIR has the real ansible-playbook (default: PATH).
set -euo pipefail

HERE=$(cd "$(dirname "$0")" && pwd)
LAB=$HERE/../lab/lab.sh
export LAB_NAME=${LAB_NAME:-peersroles}

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "$0" >&2; exit 2; }
die() { echo "roles: $*" >&2; exit 2; }

keep='' both='' asked=()
while [ $# -gt 0 ]; do
  case $1 in
    --keep) keep=${2:?}; shift ;;
    --self) both=1 ;;
    -*) usage ;;
    *) asked+=("$1") ;;
  esac
  shift
done
[ ${#asked[@]} -gt 0 ] || usage
checkouts=$(cd "${asked[0]}" && pwd)
asked=("${asked[@]:1}")
[ ${#asked[@]} -gt 0 ] || mapfile -t asked < <(find "$HERE/roles" -name '*.yml' -printf '%f\n' | sed 's/\.yml$//;s|\.|/|' | sort)
for role in "${asked[@]}"; do
  [ -f "$HERE/roles/${role/\//.}.yml" ] || die "there is no playbook for $role in $HERE/roles"
  [ -d "$checkouts/$role/tasks" ] || die "$checkouts/$role is no role"
done
[ -z "$keep" ] || [ ! -e "$keep" ] || die "$keep is there already"
reference=${ANSIBLE_BIN_DIR:+$ANSIBLE_BIN_DIR/}ansible-playbook
command -v "$reference" >/dev/null || die 'needs ansible-core: apt-get install ansible'

run=$(mktemp -d "${TMPDIR:-/tmp}/remediator-roles.XXXXXX")
finish() {
  trap '' INT TERM
  "$LAB" down || true
  if [ -n "$keep" ]; then mv "$run" "$keep"; else rm -rf "$run"; fi
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

program=${REMEDIATOR_BIN:-}
if [ -n "$both" ]; then
  program=$(command -v "$reference")
elif [ -z "$program" ]; then
  dotnet publish "$HERE/../../src/Remediator.Cli" -c Release -r linux-x64 -o "$run/publish" -v quiet --nologo >&2
  program=$run/publish/remediator
fi
start=("$(realpath "$program")" run)
[ -z "$both" ] || start=("$reference")

# Hosts 1 and 2 are ours; their twins 3 and 4 differ from them only in having Python. 2 and 4 start without chrony.
names=(installed bare)
variants=(--variant ns1=nopy --variant ns2=bare --variant ns3=py --variant ns4=barepy)
[ -z "$both" ] || variants=("${variants[@]/nopy/py}")
[ -z "$both" ] || variants=("${variants[@]/%=bare/=barepy}")

fresh_hosts() {
  "$LAB" up 4 "${variants[@]}" >&2
  local i
  for i in 1 2; do # a twin's name must not make a difference
    # What a lab host's disk refuses, ansible-core's copies of files would fail on; without lsattr it does not try.
    "$LAB" exec "$i" 'rm -f /usr/bin/lsattr'
    "$LAB" exec $((i + 2)) "rm -f /usr/bin/lsattr; echo ns$i >/etc/hostname; hostname ns$i; sed -i s/ns$((i + 2))/ns$i/ /etc/hosts"
  done
}

# write_inventory FILE FIRST: the hosts FIRST and FIRST + 1 under the names of both sides.
write_inventory() {
  local lab
  lab=$("$LAB" inventory)
  {
    echo '[lab]'
    "$LAB" list | awk -v first="$2" -v names="${names[*]}" '
      BEGIN { split(names, name, " ") }
      { n = substr($1, 3) - first; if (n == 0 || n == 1) print name[n + 1] " ansible_host=" $2 }'
    echo '[lab:vars]'
    grep '^ansible_' "$lab"
    sed -n 's/^ntp_server=/lab_ntp=/p' "$lab"
  } >"$1"
}

# run_side SIDE ROUND ROLE: leaves SIDE.ROUND.txt and its recap.
run_side() {
  local side=$1 round=$2 out=$run/$3 status=0
  (
    cd "$out"
    case $side in
      ours) timeout 900 "${start[@]}" play.yml -i ours.ini ;;
      reference) ANSIBLE_PIPELINING=true timeout 900 "$reference" play.yml -i reference.ini ;; # for speed alone
    esac
  ) </dev/null >"$out/$side.$round.txt" 2>&1 || status=$?
  {
    grep -E '^[^ ]+ +: +ok=' "$out/$side.$round.txt" | sed 's/  */ /g;s/ *$//' | sort || true
    echo "exit code $status"
  } >"$out/$side.$round.recap"
}

# compare_twins ROLE HOST: what a role touched on either of the twins HOST and HOST + 2, where it came out different.
compare_twins() {
  local out=$run/$1 ours=$2 twin=$(($2 + 2)) path
  awk -F '\t' '
    FILENAME == ARGV[1] { before1[$1] = $2; next }
    FILENAME == ARGV[2] { after1[$1] = $2; next }
    FILENAME == ARGV[3] { before2[$1] = $2; next }
    { after2[$1] = $2 }
    function look(path) {
      if (path in seen) return
      seen[path] = 1
      if (before1[path] != after1[path] || before2[path] != after2[path]) {
        touched++
        if (after1[path] != after2[path] && !(before1[path] != before2[path] && before1[path] == after1[path] && before2[path] == after2[path]))
          print path "\t" (after1[path] == "" ? "absent" : after1[path]) "\t" (after2[path] == "" ? "absent" : after2[path])
      }
    }
    END {
      for (path in after1) look(path)
      for (path in after2) look(path)
      for (path in before1) look(path)
      for (path in before2) look(path)
      print touched + 0 >"/dev/stderr"
    }' "$out/before.$ours" "$out/after.$ours" "$out/before.$twin" "$out/after.$twin" 2>"$out/touched.$ours" | sort >"$out/unequal.$ours"
  while IFS=$'\t' read -r path state other; do
    echo "$path: ours $state| reference $other"
    case $state in
      f*) "$LAB" exec "$ours" "cat '$path'" >"$out/a" 2>/dev/null || true
        "$LAB" exec "$twin" "cat '$path'" >"$out/b" 2>/dev/null || true
        diff -u --label ours --label reference "$out/a" "$out/b" | sed -n '1,20p' || true ;;
    esac
  done <"$out/unequal.$ours"
}

run_role() { # OWNER/NAME; prints the differences
  local role=$1 out=$run/$1 name=${1/\//.} i round
  mkdir -p "$out/roles"
  ln -s "$checkouts/$role" "$out/roles/$name"
  cp "$HERE/roles/$name.yml" "$out/play.yml"
  fresh_hosts
  write_inventory "$out/ours.ini" 1
  write_inventory "$out/reference.ini" 3
  for i in 1 2 3 4; do "$LAB" exec "$i" "$(cat "$HERE/role-manifest.sh")" >"$out/before.$i"; done
  for round in 1 2; do
    run_side reference $round "$role"
    run_side ours $round "$role"
  done
  for i in 1 2 3 4; do "$LAB" exec "$i" "$(cat "$HERE/role-manifest.sh")" >"$out/after.$i"; done
  : >"$out/differences"
  for round in 1 2; do
    diff -u --label "ours, run $round" --label "reference, run $round" "$out/ours.$round.recap" "$out/reference.$round.recap" \
      >>"$out/differences" || true
  done
  for i in 1 2; do compare_twins "$role" $i | sed "s/^/${names[i - 1]}: /" >>"$out/differences"; done
}

equal=0
for role in "${asked[@]}"; do
  before=$SECONDS
  run_role "$role"
  out=$run/$role
  touched="$(cat "$out/touched.1") and $(cat "$out/touched.2") paths and units touched"
  if grep -qvx 'exit code 0' <(grep -h 'exit code' "$out"/reference.*.recap); then
    echo "NO REFERENCE  $role: the real ansible-core itself failed"
    grep -hE '^(fatal|ERROR)' "$out"/reference.1.txt | cut -c1-300 | head -3 | sed 's/^/    /'
  elif [ -s "$out/differences" ]; then
    echo "DIFFERS  $role ($touched, $((SECONDS - before)) s)"
  else
    echo "EQUAL    $role ($touched, $((SECONDS - before)) s)"
    equal=$((equal + 1))
  fi
  sed 's/^/    first run: /' "$out/reference.1.recap"
  sed 's/^/    second run: /' "$out/reference.2.recap"
  grep -hE '^(fatal|failed|ERROR)|: error RMD' "$out"/ours.1.txt | sed -n '1,3s/^/    ours: /p' | cut -c1-300 || true
  head -60 "$out/differences" | cut -c1-300 | sed 's/^/    /'
done
echo "${#asked[@]} roles: $equal equal, $((${#asked[@]} - equal)) not"
[ $equal = ${#asked[@]} ]
