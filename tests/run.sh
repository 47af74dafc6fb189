#!/usr/bin/env bash
# run.sh: restores, builds (warnings are errors), checks the shell scripts, and runs every test project of Remediator.sln.
# As root on Debian it installs what the tests need and gives the scenarios a lab of real hosts; elsewhere it says what was
# left out. Its last line is `N passed, N failed, N skipped`; its exit code is 0 only when something ran and nothing failed.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lab/lib.sh"

cd "$LAB_DIR/../.."
export CI=${CI:-true} DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
exec </dev/null

passed=0 failed=0 skipped=0
leftout=()
results=$(mktemp -d)
LAB_NAME=test$$ # and names that begin so; labs of two test runs do not meet

finish() {
  local rc=$? lab
  trap '' INT TERM
  trap - EXIT
  for lab in "$LAB_ROOT/run/$LAB_NAME"*; do
    [ -d "$lab" ] || continue
    lab=${lab##*/}
    case $lab in
      *.light) LAB_NAME=${lab%.light} "$LAB_DIR/light.sh" down ;;
      *) LAB_NAME=$lab "$LAB_DIR/lab.sh" down ;;
    esac
  done
  rm -rf "$results"
  [ ${#leftout[@]} = 0 ] || printf 'left out: %s\n' "${leftout[@]}"
  if [ $rc != 0 ] && [ $failed = 0 ]; then failed=1; fi
  if [ $passed = 0 ] && [ $failed = 0 ]; then
    echo 'no test was run'
    failed=1
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  if [ $failed = 0 ]; then exit 0; else exit 1; fi
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

step() { printf '\n=== %s\n' "$*"; }

# tally OUTCOME: adds one check that is not a .NET test
tally() { if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi; }

# Adds the counters of a .trx file; what was neither passed nor failed was skipped.
add_results() {
  local counters total ok bad
  counters=$(grep -o '<Counters [^>]*>' "$1" | head -1)
  count_of() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
  total=$(count_of total)
  ok=$(count_of passed)
  bad=$(($(count_of failed) + $(count_of error) + $(count_of timeout) + $(count_of aborted)))
  passed=$((passed + ok))
  failed=$((failed + bad))
  skipped=$((skipped + total - ok - bad))
}

run_project() {
  local project=$1 name rc=0 before=$failed trx
  name=$(basename "$project" .csproj)
  trx=$results/$name.trx
  step "$name"
  dotnet test "$project" -c Release --no-build --nologo -v quiet --results-directory "$results" \
    --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' \
    --blame-hang --blame-hang-timeout 15m --blame-hang-dump-type none || rc=$?
  if [ -s "$trx" ]; then
    add_results "$trx"
  elif [ $rc = 0 ]; then
    echo "$name: no test was found"
    failed=$((failed + 1))
  fi
  # a crash can leave no failed test behind, and no results
  if [ $rc != 0 ] && [ "$failed" = "$before" ]; then
    echo "$name: the test run itself failed (exit code $rc)"
    failed=$((failed + 1))
  fi
}

check_scripts() {
  local rc=0 generated=()
  if ! command -v shellcheck >/dev/null; then
    leftout+=('shellcheck of the scripts (install the package shellcheck)')
    return
  fi
  step 'shellcheck'
  shellcheck -x tests/run.sh tests/lab/*.sh tests/lab/guest/* || rc=1
  shellcheck tests/peers/*.sh || rc=1
  # What runs on hosts must be POSIX sh. The prelude is one piece: its files use each other's variables and functions, and
  # those of the session.
  {
    printf "#!/bin/sh\n# shellcheck disable=SC2317\nrmd_n='' rmd_check='' rmd_diff='' rmd_cap=0\n"
    cat src/Remediator.Shell/Prelude/*.sh
  } | shellcheck -s sh - || rc=1
  mapfile -d '' generated < <(find tests -path '*/Goldens/*.sh' ! -path '*/bin/*' ! -path '*/obj/*' -print0)
  [ ${#generated[@]} = 0 ] || shellcheck -s sh "${generated[@]}" || rc=1
  [ $rc != 0 ] || echo "$((${#generated[@]} + $(find tests/lab -name '*.sh' -o -path '*/guest/*' | wc -l) + 1)) scripts are clean"
  tally $rc
}

command -v dotnet >/dev/null || { echo 'run.sh: needs the .NET SDK 10 (dotnet)'; exit 1; }

obstacle=$(lab_obstacle)
if [ -z "$obstacle" ]; then
  step 'preparing the lab'
  need_lab_packages
  # ansible-core hashes passwords with passlib where it is there, and otherwise with other numbers of rounds.
  need shellcheck=shellcheck busybox=busybox dash=dash ansible-playbook=ansible-core python3:passlib=python3-passlib gcc=gcc
  [ -e /usr/include/stdlib.h ] || need c-headers-are-missing=libc6-dev # what is published is linked
  "$LAB_DIR/base.sh" nopy bare rhel >/dev/null
  export LAB_NAME REMEDIATOR_LAB=$LAB_ROOT REMEDIATOR_LAB_SH=$LAB_DIR/lab.sh
else
  leftout+=("the scenarios on lab hosts (the lab $obstacle)")
fi

check_scripts

step 'restore and build'
dotnet restore Remediator.sln -v quiet
dotnet build Remediator.sln -c Release --no-restore --nologo -v quiet -m:2

if [ -z "$obstacle" ]; then
  # The scenarios run what users run: the native program.
  step 'publish'
  publish=(src/Remediator.Cli -r "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')")
  if ! dotnet restore "${publish[@]}" -v quiet; then
    leftout+=('the native program: its compiler cannot be restored, so the scenarios run one with the runtime inside')
    publish+=(-p:RemediatorNative=false)
  fi
  dotnet publish "${publish[@]}" -c Release -o "$results/program" --nologo -v quiet
  export REMEDIATOR=$results/program/remediator
  ls -l "$REMEDIATOR"
fi

mapfile -t projects < <(dotnet sln Remediator.sln list | grep -E '\.(Tests|Scenarios)\.csproj$')
for project in "${projects[@]}"; do
  case $project in
    *.Scenarios.csproj) [ -z "$obstacle" ] || continue ;;
    *.Peers.Tests.csproj)
      if [ -n "$obstacle" ] && ! /usr/bin/python3 -c 'import ansible.template' 2>/dev/null; then
        leftout+=('the comparison with ansible-core (install the package ansible-core)')
        continue
      fi
      ;;
  esac
  run_project "$project"
done
step 'result'
