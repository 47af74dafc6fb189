#!/usr/bin/env bash
# limits.sh [RUNS]: makes a 5 MB variable file, a role with 1,000 tasks and loops over 10,000 items, runs them on this machine
# (-c local), and prints the best time of RUNS (default 3) for each: in all, and after start-up, that is, less an empty play's.
# REMEDIATOR_BIN names a built program, else one is published. Nothing is asserted: times belong to a machine.
set -euo pipefail

runs=${1:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=${REMEDIATOR_BIN:-}
if [ -z "$program" ]; then
  dotnet publish "$(dirname "$0")/../src/Remediator.Cli" -c Release -r linux-x64 -o "$work/publish" -v quiet --nologo >&2
  program=$work/publish/remediator
fi
program=$(realpath "$program")
cd "$work"

cat >empty.yml <<'PLAY'
- {hosts: all, gather_facts: false, tasks: []}
PLAY

# 50,000 entries with nested values, some of them templates
awk 'BEGIN {
  for (i = 0; i < 50000; i++)
    printf "entry_%d:\n  name: \"host-%d.example.net\"\n  port: %d\n  tags: [blue, \"{{ colour | default(%sgreen%s) }}\"]\n", i, i, 1024 + i, "\047", "\047"
}' >big.yml
cat >variables.yml <<'PLAY'
- hosts: all
  gather_facts: false
  vars_files: [big.yml]
  tasks:
    - debug: {msg: "{{ entry_49999.tags }}"}
PLAY

mkdir -p roles/large/tasks roles/large/templates
# shellcheck disable=SC1083
awk 'BEGIN {
  for (i = 0; i < 200; i++) {
    printf "- name: Set %d\n  set_fact: {value_%d: \"{{ inventory_hostname }}-%d\"}\n", i, i, i
    printf "- name: Ask %d\n  command: \"echo {{ value_%d }}\"\n  register: answer_%d\n  changed_when: false\n  tags: [ask]\n", i, i, i
    printf "- name: Look %d\n  stat: {path: \"/etc/name-{{ value_%d }}\"}\n  when: answer_%d.rc == 0\n", i, i, i
    printf "- name: File %d\n  copy: {content: \"{{ value_%d }}\\n\", dest: \"{{ folder }}/file-%d\", mode: \"0644\"}\n", i, i, i
    printf "- name: Check %d\n  assert: {that: \"value_%d is match(inventory_hostname)\", quiet: true}\n", i, i
  }
}' >roles/large/tasks/main.yml
cat >role.yml <<PLAY
- {hosts: all, gather_facts: false, vars: {folder: $work/made}, pre_tasks: [{file: {path: $work/made, state: directory}}], roles: [large]}
PLAY

cat >facts.yml <<'PLAY'
- hosts: all
  gather_facts: false
  tasks:
    - set_fact: {"last": "{{ item }}"}
      loop: "{{ range(10000) | list }}"
PLAY
cat >debug.yml <<'PLAY'
- hosts: all
  gather_facts: false
  tasks:
    - debug: {msg: "item {{ item }}"}
      loop: "{{ range(10000) | list }}"
PLAY

# best NAME COMMAND…: milliseconds of the fastest run, and of those the processor's
best() {
  local name=$1 i before after least='' cpu=''
  shift
  for ((i = 0; i < runs; i++)); do
    before=$(date +%s%N)
    TIMEFORMAT='%U %S'
    { time "$@" >output 2>&1; } 2>times.txt || { echo "limits.sh: $* failed:" >&2; tail -5 output >&2; exit 1; }
    after=$((($(date +%s%N) - before) / 1000000))
    if [ -z "$least" ] || [ $after -lt "$least" ]; then
      least=$after
      cpu=$(awk '{ printf "%d", ($1 + $2) * 1000 }' times.txt)
    fi
  done
  [ "$name" != empty ] || empty=$least
  printf '%-38s %6d ms  after start-up %6d ms  processor %6d ms\n' "$name" "$least" $((least - empty)) "$cpu"
}

empty=0
run=("$program" run -i "localhost," -c local)
best empty "${run[@]}" empty.yml
best '5 MB variable file' "${run[@]}" variables.yml
best 'role of 1,000 tasks: read and checked' "${run[@]}" role.yml --syntax-check
best 'role of 1,000 tasks: run' "${run[@]}" role.yml
best 'set_fact over 10,000 items' "${run[@]}" facts.yml
best 'debug over 10,000 items' "${run[@]}" debug.yml
