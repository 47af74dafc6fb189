# Remediator prelude: events as frames on stdout, for a controller that listens (EventReader.cs).
# A frame: RS nonce kind count length..., newline, the texts, newline. Lengths are bytes, so any text passes.
# rmd_n is RS and the nonce.

# What each write costs is a packet, and a wake of everybody on the way. So frames for which nobody waits, those by which a task ends,
# stay in rmd_later for the next one: before a task starts, and at the end, all is sent.

# rmd_emit KIND TEXT...
rmd_emit() {
  rmd_event=$1
  shift
  rmd_head='' rmd_joined=''
  for rmd_i; do rmd_head="$rmd_head ${#rmd_i}" rmd_joined=$rmd_joined$rmd_i; done
  rmd_later="$rmd_later$rmd_n $rmd_event $#$rmd_head
$rmd_joined
"
  rmd_send
}

rmd_send() {
  case $rmd_event in
    facet | act | capture | 'done') [ "${#rmd_later}" -gt 4096 ] || return 0 ;;
  esac
  printf %s "$rmd_later"
  rmd_later=
}

# rmd_frame KIND N TEXT... FILE...: as rmd_emit with N texts, then the content of files. A file over the cap is cut in the middle.
rmd_frame() {
  rmd_event=$1 rmd_texts=$2 rmd_head='' rmd_body=''
  shift 2
  rmd_count=$#
  while [ "$rmd_texts" -gt 0 ]; do
    rmd_head="$rmd_head ${#1}"
    rmd_body=$rmd_body$1
    rmd_texts=$((rmd_texts - 1))
    shift
  done
  rmd_files=
  for rmd_i; do
    rmd_size=0
    if [ -s "$rmd_i" ]; then
      rmd_files=1
      rmd_size=$(($(wc -c <"$rmd_i")))
      [ "$rmd_size" -le "$rmd_cap" ] || rmd_cut "$rmd_i"
    fi
    rmd_head="$rmd_head $rmd_size"
  done
  rmd_later="$rmd_later$rmd_n $rmd_event $rmd_count$rmd_head
$rmd_body"
  if [ -n "$rmd_files" ]; then
    printf %s "$rmd_later"
    cat "$@"
    rmd_later=
  fi
  rmd_later="$rmd_later
"
  rmd_send
}

# Keeps the first and the last half of the cap of a file, and says how much is gone.
rmd_cut() {
  rmd_half=$((rmd_cap / 2))
  {
    head -c "$rmd_half" "$1"
    printf '\n[%s bytes cut]\n' "$((rmd_size - 2 * rmd_half))"
    tail -c "$rmd_half" "$1"
  } >"$rmd_d/cut"
  mv -f "$rmd_d/cut" "$1"
  rmd_size=$(($(wc -c <"$1")))
}

# The session's first frame: who and where we are.
rmd_hello() {
  rmd_boot=
  if [ -r /proc/sys/kernel/random/boot_id ]; then read -r rmd_boot </proc/sys/kernel/random/boot_id; fi
  rmd_know_user
  [ -n "$rmd_store" ] || rmd_store_of "$rmd_my_uid"
  rmd_waiting=
  for rmd_line in "$rmd_store"/pending/*; do
    [ ! -e "$rmd_line" ] || rmd_waiting="$rmd_waiting${rmd_waiting:+ }${rmd_line##*/}"
  done
  rmd_emit hello 1 "$$" "$rmd_my_uid" "$rmd_my_name" "${HOME-}" "$rmd_boot" "$rmd_waiting"
}

# rmd_store_of UID: sets rmd_store, the folder that a user keeps from run to run.
rmd_store_of() {
  case $1 in
    0) rmd_store=/var/lib/remediator ;;
    *) rmd_store=${XDG_STATE_HOME:-${HOME-}/.local/state}/remediator ;;
  esac
}

# Sets rmd_my_uid, rmd_my_gid, rmd_my_name and, where it is known, the user's line of passwd in rmd_my_entry; once. From files, which costs no
# process, else from id's "uid=0(root) gid=0(root) ...". A number that has no name is its own name.
rmd_know_user() {
  [ -z "${rmd_my_uid-}" ] || return 0
  rmd_my_entry=
  rmd_know_user_from_files 2>/dev/null && return
  rmd_got=$(id)
  rmd_my_gid=${rmd_got#* gid=}
  rmd_my_gid=${rmd_my_gid%%[!0-9]*}
  rmd_got=${rmd_got%% gid=*}
  rmd_got=${rmd_got#uid=}
  rmd_my_uid=${rmd_got%%[!0-9]*}
  rmd_my_name=$rmd_my_uid
  case $rmd_got in *\(*\)) rmd_my_name=${rmd_got#*\(} rmd_my_name=${rmd_my_name%\)} ;; esac
}

rmd_know_user_from_files() {
  while read -r rmd_i rmd_line rmd_got rmd_rest; do
    case $rmd_i in
      Uid:) rmd_my_uid=$rmd_got ;;
      Gid:) rmd_my_gid=$rmd_got; break ;;
    esac
  done <"/proc/$$/status"
  [ -n "${rmd_my_uid-}" ] || return 1
  # A user whom this file does not name may be in a directory, and one far down in it is found sooner by id.
  for rmd_i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    IFS=: read -r rmd_my_name rmd_line rmd_got rmd_rest || break
    [ "$rmd_got" = "$rmd_my_uid" ] || continue
    rmd_my_entry="$rmd_my_name:$rmd_line:$rmd_got:$rmd_rest"
    return 0
  done </etc/passwd
  return 1
}
