#!/usr/bin/env bash
# target-run.sh TARGET: runs one integration target the way ansible-test starts it, in the folder $PEER_RUN that
# ansible-targets.sh prepared, and leaves what came of it in $PEER_RUN/out/TARGET: exit (its exit code), failures, calls/, log.
# As root it sees an overlay of this machine (own processes, own network with loopback alone), because targets add users,
# write to /etc and leave daemons behind; all of that goes when the target ends.
set -euo pipefail

target=$1
here=$(cd "$(dirname "$0")" && pwd)
out=$PEER_RUN/out/$target
tree=$PEER_RUN/tree/test/integration
targets=$tree/targets

# Enters the overlay and starts this script anew in it.
enter_sandbox() {
  local layers=$PEER_RUN/layers root=$PEER_RUN/layers/root name
  mkdir -p "$layers"
  mount -t tmpfs -o size=2g peer-layers "$layers"
  mkdir "$layers/upper" "$layers/work" "$root"
  mount -t overlay peer-root -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$root"
  mount -t proc proc "$root/proc"
  for name in dev sys; do mount --rbind "/$name" "$root/$name"; done
  mount --bind "$PEER_RUN" "$root$PEER_RUN"
  # where the checkout, the binary or these scripts are on another file system than /, the overlay does not show them
  for name in "$here" "$PEER_PROGRAMS"; do
    [ -e "$root$name" ] || { mkdir -p "$root$name" && mount --bind "$name" "$root$name"; }
  done
  ip link set lo up
  # HOME and the home that `~root` means must be one, or what was started with async is looked for elsewhere
  sed -i "s|^\(root:[^:]*:0:0:[^:]*\):[^:]*:|\1:$PEER_RUN/home:|" "$root/etc/passwd"
  # targets ask for the locale en_US.UTF-8 by name; only its name and its encoding matter
  if [ -d /usr/lib/locale/C.utf8 ] && ! locale -a | grep -qiE '^en_US.utf-?8$'; then
    cp -r "$root/usr/lib/locale/C.utf8" "$root/usr/lib/locale/en_US.utf8"
  fi
  exec chroot "$root" env PEER_INSIDE=1 "$here/target-run.sh" "$target"
}

if [ "$(id -u)" = 0 ] && [ -z "${PEER_INSIDE:-}" ]; then
  if [ -z "${PEER_UNSHARED:-}" ]; then
    PEER_UNSHARED=1 exec unshare --mount --propagation private --pid --fork --kill-child --net --uts "$0" "$target"
  fi
  enter_sandbox
fi

# The folder that ansible-test makes: the targets, the inventory, an empty configuration, a HOME, an output folder.
prepare_tree() {
  local python=/usr/bin/python3
  [ -x "$python" ] || python=$(command -v python3 || echo "$python")
  rm -rf "${PEER_RUN:?}"/{tree,home,output_dir}
  mkdir -p "$PEER_RUN/tree/test" "$PEER_RUN/home" "$PEER_RUN/output_dir" "$out/calls"
  cp -a "$PEER_RUN/pristine/test/integration" "$tree"
  printf '[testgroup]\ntesthost ansible_connection=local ansible_pipelining=yes ansible_python_interpreter=%s\n' "$python" \
    >"$tree/inventory"
  echo '[defaults]' >"$tree/integration.cfg"
}

# The playbook that ansible-test writes for a target without runme.sh.
write_role_playbook() {
  local gather=true
  ! grep -qs '^gather_facts/no' "$targets/$target/aliases" || gather=false
  cat >"$tree/$target.yml" <<PLAY
[{"hosts": "testhost", "gather_facts": $gather, "vars_files": [], "vars": {"output_dir": "$PEER_RUN/output_dir"}, "roles": ["$target"]}]
PLAY
}

prepare_tree
settings=(
  "PATH=$PEER_RUN/bin:$PATH" "HOME=$PEER_RUN/home" LC_ALL=C.UTF-8 PAGER=/bin/cat TERM=dumb
  "PEER_REAL=$PEER_RUN/real" "PEER_CALLS=$out/calls" "PEER_FAILURES=$out/failures" "PEER_GO_ON=${PEER_GO_ON:-}"
  DOTNET_NOLOGO=1 ${DOTNET_ROOT:+"DOTNET_ROOT=$DOTNET_ROOT"}
  ANSIBLE_FORCE_COLOR=false ANSIBLE_FORCE_HANDLERS=true ANSIBLE_HOST_PATTERN_MISMATCH=error ANSIBLE_INVENTORY=/dev/null
  ANSIBLE_DEPRECATION_WARNINGS=false ANSIBLE_HOST_KEY_CHECKING=false ANSIBLE_RETRY_FILES_ENABLED=false
  "ANSIBLE_CONFIG=$tree/integration.cfg" ANSIBLE_LIBRARY=/dev/null ANSIBLE_DEVEL_WARNING=false
  ANSIBLE_PYTHON_INTERPRETER=/set/ansible_python_interpreter/in/inventory
  ANSIBLE_TEST_CI= ANSIBLE_TEST_COVERAGE= ANSIBLE_TEST_ANSIBLE_LIB_ROOT=
  "OUTPUT_DIR=$PEER_RUN/output_dir" "INVENTORY_PATH=$tree/inventory"
)
: >"$out/failures"
if [ -f "$targets/$target/runme.sh" ]; then
  cd "$targets/$target"
  settings+=("ANSIBLE_PLAYBOOK_DIR=$PWD" "BASH_ENV=$here/target-checks.sh")
  command=(./runme.sh)
  [ -x runme.sh ] || command=(bash runme.sh)
else
  cd "$tree"
  write_role_playbook
  settings+=("ANSIBLE_PLAYBOOK_DIR=$PWD" "ANSIBLE_ROLES_PATH=$targets")
  command=(ansible-playbook "$target.yml" -i inventory -vv) # -vv: each task tells its place
fi
status=0
timeout -k 10 "$PEER_TIMEOUT" env -i "${settings[@]}" "${command[@]}" </dev/null >"$out/log" 2>&1 || status=$?
echo "$status" >"$out/exit"
