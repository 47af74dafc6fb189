#!/usr/bin/env bash
# compare.sh [--hosts 10,50,100,200] [--quick] [--work W,T,L,R,S,far] [--tools floor,remediator,…] [--rounds N] [--minutes N] [--out FOLDER]
# Measures Remediator beside ansible-core, Mitogen, pyinfra (PYINFRA_SRC names a checkout), clustershell and the floor, on light hosts
# of tests/lab, in one run. --quick takes 25 minutes at most. Needs what the lab needs: root on Debian. Prints tables, writes bench/results/DATE.json and .svg.
#   REMEDIATOR   a published program to measure; without it, this one is published
#   LAB_NAME     the lab's name (bench)
# How to read the tables: docs/performance.md
set -euo pipefail
cd "$(dirname "$0")/.."
export LAB_NAME=${LAB_NAME:-bench}
case " $* " in *' --help '* | *' -h '*) sed -n '2,/^# How/s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
# shellcheck source=tests/lab/lib.sh
. tests/lab/lib.sh
need_lab_packages
need ansible-playbook=ansible-core clush=clustershell python3=python3 gcc=gcc
[ -e /usr/include/stdlib.h ] || need c-headers-are-missing=libc6-dev
[ -d /usr/lib/python3/dist-packages/ansible_mitogen ] || need mitogen-is-missing=ansible-mitogen
work=$(mktemp -d)
trap 'tests/lab/light.sh down; rm -rf "$work"' EXIT

if [ -z "${REMEDIATOR:-}" ]; then
  say 'publishing'
  dotnet publish src/Remediator.Cli -c Release -r linux-x64 -o "$work/out" -v q --nologo >&2
  REMEDIATOR=$work/out/remediator
fi

pyinfra=
if [ -n "${PYINFRA_SRC:-}" ]; then
  for module in gevent paramiko click jinja2 dateutil winrm distro typing_extensions pkg_resources; do
    /usr/bin/python3 -c "import $module" 2>/dev/null && continue
    case $module in
      typing_extensions) package=python3-typing-extensions ;;
      pkg_resources) package=python3-setuptools ;;
      *) package=python3-$module ;;
    esac
    need "python-module-$module=$package"
  done
  # Its connectors are found by its package's entry points; its list of requirements asks for more than it uses here.
  cp -r "$PYINFRA_SRC" "$work/pyinfra"
  (cd "$work/pyinfra" && /usr/bin/python3 setup.py -q egg_info --egg-base "$work" 2>/dev/null)
  rm -f "$work"/pyinfra.egg-info/requires.txt
  pyinfra=$work:$work/pyinfra
  /usr/bin/python3 -c 'from typeguard import TypeCheckError' 2>/dev/null || pyinfra=$PWD/bench/pyinfra:$pyinfra
fi

hosts=10,50,100,200
quick=
words=("$@")
while [ $# -gt 0 ]; do
  case $1 in
    --quick) quick=1 ;;
    --hosts) hosts=$2; shift ;;
  esac
  shift
done
if [ -n "$quick" ] && [[ " ${words[*]} " != *' --hosts '* ]]; then
  hosts=10,50
  words+=(--hosts "10,50")
fi
most=$(tr , '\n' <<<"$hosts" | sort -n | tail -1)
tests/lab/light.sh up "$most" --python
lab=$(dirname "$(tests/lab/light.sh inventory)")
mapfile -t addresses < <(tests/lab/light.sh list | cut -d' ' -f2)
mkdir "$work/files"
# The hosts by address, and by the ports of the proxy that makes the network slow.
cp "$lab/known_hosts" "$work/files/known_hosts"
key=$(head -n 1 "$lab/known_hosts" | cut -d' ' -f2-)
for i in $(seq 0 49); do echo "[127.0.0.1]:$((23000 + i)) $key"; done >>"$work/files/known_hosts"
sed "s|UserKnownHostsFile .*|UserKnownHostsFile $work/files/known_hosts|" "$lab/ssh_config" >"$work/files/ssh_config"
server=$(sed -n 's/^ntp_server=//p' "$lab/inventory.ini")
/usr/bin/python3 bench/compare.py "${words[@]}" --lab "$lab" --folder "$work/files" --remediator "$REMEDIATOR" \
  --server "$server" --pyinfra "$pyinfra" --root "$PWD" --addresses "${addresses[@]}"
