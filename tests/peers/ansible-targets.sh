#!/usr/bin/env bash
# ansible-targets.sh [--group NAME] [--timeout S] [--go-on] [--keep DIR] CHECKOUT [TARGET…]: runs integration targets of
# ansible-core, from a checkout of its repository (test/integration is enough), with our program under Ansible's names.
# Prints a line per target and totals; exits with 0 only when every target passed. See README.md.
#   --group NAME    language (default), more, or all; when no target is named
#   --timeout S     seconds that a target may take (default 300)
#   --go-on         a call that fails does not end a runme.sh: shows all of a target's failures
#   --keep DIR      keeps what was printed, per target and call, in this new folder
# REMEDIATOR_BIN names a built program, else one is published. ANSIBLE_BIN_DIR names a folder with the real ansible-playbook
# and so on, to see what the reference itself passes here.
set -euo pipefail

HERE=$(cd "$(dirname "$0")" && pwd)

# What the language means: plays, tasks, variables, templates, includes, roles, handlers, inventories, output.
LANGUAGE='add_host any_errors_fatal args assert blocks callback_default changed_when check_mode conditionals dataloader debug
  environment failed_when filter_core filter_encryption filter_mathstuff filter_urls filter_urlsplit group_by groupby_filter
  handler_race handlers hash hosts_field ignore_errors import_tasks include_import include_import_tasks_nested include_vars
  include_vars-ad-hoc include_when_parent_is_dynamic include_when_parent_is_static includes includes_race inventory-invalid-group
  inventory_advanced_host_list inventory_constructed inventory_ini inventory_script inventory_yaml jinja2_native_types
  keyword_inheritance limit_inventory lookup-option-name lookup_config lookup_csvfile lookup_dict lookup_env lookup_file
  lookup_fileglob lookup_first_found lookup_indexed_items lookup_ini lookup_inventory_hostnames lookup_items lookup_lines
  lookup_list lookup_nested lookup_password lookup_pipe lookup_random_choice lookup_sequence lookup_subelements lookup_template
  lookup_together lookup_unvault lookup_varnames lookup_vars loop-until loop_control loops meta_tasks omit order parsing
  path_lookups path_with_comma_in_inventory play_iterator playbook preflight_encoding register roles roles_arg_spec
  roles_var_inheritance set_fact set_stats special_vars special_vars_hosts split strategy_free strategy_linear tags
  task_ordering tasks templating templating_settings test_core test_files test_mathstuff undefined unicode until unvault
  var_blending var_inheritance var_precedence var_reserved var_templating vars_files yaml_parsing'

# Modules, facts and the other programs.
MORE='adhoc ansible-vault assemble become binary blockinfile command_nonexisting command_shell copy cron fetch file
  find gathering getent group inventory json_cleanup known_hosts lineinfile ping raw remote_tmp replace service_facts
  shell slurp stat systemd tempfile template unarchive unsafe_writes user'

usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "$0" >&2; exit 2; }
die() { echo "ansible-targets: $*" >&2; exit 2; }

group=language keep='' asked=()
PEER_TIMEOUT=300 PEER_GO_ON=''
while [ $# -gt 0 ]; do
  case $1 in
    --group) group=${2:?}; shift ;;
    --timeout) PEER_TIMEOUT=${2:?}; shift ;;
    --go-on) PEER_GO_ON=1 ;;
    --keep) keep=${2:?}; shift ;;
    -*) usage ;;
    *) asked+=("$1") ;;
  esac
  shift
done
[ ${#asked[@]} -gt 0 ] || usage
checkout=${asked[0]}
asked=("${asked[@]:1}")
[ -d "$checkout/test/integration/targets" ] || die "$checkout has no test/integration/targets"
[ -z "$keep" ] || [ ! -e "$keep" ] || die "$keep is there already"
if [ ${#asked[@]} = 0 ]; then
  case $group in
    language) names=$LANGUAGE ;;
    more) names=$MORE ;;
    all) names="$LANGUAGE $MORE" ;;
    *) die "the groups are language, more and all" ;;
  esac
  for name in $names; do
    if [ -d "$checkout/test/integration/targets/$name" ]; then asked+=("$name"); else missing+=" $name"; fi
  done
  [ -z "${missing:-}" ] || echo "not in this checkout:$missing"
else
  for name in "${asked[@]}"; do
    [ -d "$checkout/test/integration/targets/$name" ] || die "$checkout has no target $name"
  done
fi

PEER_RUN=$(mktemp -d "${TMPDIR:-/tmp}/remediator-targets.XXXXXX")
target_pid=''
finish() {
  trap '' INT TERM
  # the sandbox and all in it end with the process that made it
  if [ -n "$target_pid" ]; then kill -KILL "$target_pid" 2>/dev/null || true; wait "$target_pid" 2>/dev/null || true; fi
  if [ -n "$keep" ]; then mv "$PEER_RUN/out" "$keep"; fi
  rm -rf --one-file-system "$PEER_RUN"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir -p "$PEER_RUN"/{bin,real,out,pristine/test}
cp -a "$checkout/test/integration" "$PEER_RUN/pristine/test/"

# The programs under Ansible's names: the real ones, ours as given, or ours published now.
if [ -n "${ANSIBLE_BIN_DIR:-}" ]; then
  PEER_PROGRAMS=$(cd "$ANSIBLE_BIN_DIR" && pwd)
else
  program=${REMEDIATOR_BIN:-}
  if [ -z "$program" ]; then
    dotnet publish "$HERE/../../src/Remediator.Cli" -c Release -r linux-x64 -o "$PEER_RUN/publish" -v quiet --nologo >&2
    program=$PEER_RUN/publish/remediator
  fi
  program=$(realpath "$program")
  [ -x "$program" ] || die "$program is no program"
  PEER_PROGRAMS=$(dirname "$program")
fi
for name in ansible ansible-playbook ansible-inventory ansible-vault; do
  if [ -n "${ANSIBLE_BIN_DIR:-}" ]; then
    [ -x "$PEER_PROGRAMS/$name" ] || die "$PEER_PROGRAMS has no $name"
    ln -s "$PEER_PROGRAMS/$name" "$PEER_RUN/real/$name"
  else
    ln -s "$program" "$PEER_RUN/real/$name"
  fi
  ln -s "$HERE/target-call.sh" "$PEER_RUN/bin/$name"
done
# a private HOME leaves tools that manage Pythons without theirs
for name in python python3; do [ ! -x /usr/bin/python3 ] || ln -s /usr/bin/python3 "$PEER_RUN/bin/$name"; done
export PEER_RUN PEER_PROGRAMS PEER_TIMEOUT PEER_GO_ON

# The asserts that passed, in all that a target's calls printed: each says so itself unless it is quiet.
count_asserts() { # TARGET
  find "$PEER_RUN/out/$1/calls" -name output -exec cat {} + |
    grep -cE '"msg": "All assertions passed"|^ *msg: All assertions passed$' || true
}

# Where and why the last call failed: FILE:LINE TASK: MESSAGE.
describe_call() { # TARGET
  local folder=$PEER_RUN/out/$1/calls number place task message name files=$checkout/test/integration/targets/$1
  number=$(find "$folder" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -n | while read -r n; do
    [ "$(cat "$folder/$n/exit" 2>/dev/null)" = 0 ] || echo "$n"
  done | tail -1)
  [ -n "$number" ] && [ -f "$folder/$number/output" ] || return 0
  while IFS='|' read -r place task message; do
    if [ -z "$place" ] && [ -n "$task" ]; then
      name=${task#*\[}
      name=${name%\]}
      place=$(cd "$files" && grep -rnF -m1 "name: ${name##* : }" . --include='*.yml' | head -1 | cut -d: -f1,2) || true
    fi
    place=${place#"$PEER_RUN/tree/test/integration/"}
    place=${place#targets/}
    echo "${place:-$(cut -c1-80 <"$folder/$number/command")} $task: $message"
  done < <(awk -f "$HERE/target-failure.awk" "$folder/$number/output" | tr '|' '/' | tr '\t' '|')
}

passed=0 text=0 failed=0 asserts=0
started=$SECONDS
for name in "${asked[@]}"; do
  before=$SECONDS
  mkdir -p "$PEER_RUN/out/$name/calls"
  "$HERE/target-run.sh" "$name" </dev/null >"$PEER_RUN/out/$name/harness" 2>&1 &
  target_pid=$!
  wait "$target_pid" || true
  target_pid=''
  out=$PEER_RUN/out/$name
  status=$(cat "$out/exit" 2>/dev/null || echo none)
  good=$(count_asserts "$name")
  asserts=$((asserts + good))
  texts=$(grep -c '^text ' "$out/failures" 2>/dev/null || true)
  calls=$(grep -c '^call ' "$out/failures" 2>/dev/null || true)
  verdict=FAIL
  if [ "$status" = 0 ] && [ "${calls:-0}" = 0 ]; then
    if [ "${texts:-0}" = 0 ]; then verdict=PASS; else verdict=TEXT; fi
  fi
  printf '%s  %-32s %4d asserts %5d s' "$verdict" "$name" "$good" $((SECONDS - before))
  [ "${calls:-0}${texts:-0}" = 00 ] || printf '  %d calls, %d checks of text failed' "$calls" "$texts"
  echo
  case $verdict in
    PASS) passed=$((passed + 1)) ;;
    TEXT) text=$((text + 1)) ;;
    FAIL) failed=$((failed + 1)) ;;
  esac
  [ $verdict != TEXT ] || sed -n 's/^text \(.*\)/      \1/p' "$out/failures" | head -3 | cut -c1-200
  if [ $verdict = FAIL ]; then
    case $status in
      none) echo "      the harness: $(tail -1 "$out/harness")" ;;
      124 | 137) echo "      no end after $PEER_TIMEOUT s" ;;
    esac
    sed -n 's/^call \(.*\)/      \1/p' "$out/failures" | head -1 | cut -c1-200
    describe_call "$name" | sed 's/^/      /'
  fi
done
echo "${#asked[@]} targets: $passed passed, $text failed in checks of text alone, $failed failed; $asserts asserts passed; $((SECONDS - started)) s"
[ "$passed" = ${#asked[@]} ]
