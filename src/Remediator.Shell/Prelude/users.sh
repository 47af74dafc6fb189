# Remediator prelude: users and groups, by the shadow tools or by busybox's.

# rmd_account DATABASE KEY: its line in passwd, group or shadow; all lines without a key. Nothing where there is none.
rmd_account() {
  if command -v getent >/dev/null 2>&1; then
    getent "$1" ${2:+"$2"} || :
  elif [ -z "$2" ]; then
    cat "/etc/$1"
  else
    awk -F: -v key="$2" '$1 == key || $3 == key && FILENAME != "/etc/shadow" { print; exit }' "/etc/$1"
  fi 2>/dev/null
}

# rmd_user_is NAME: there is such a user.
rmd_user_is() { case $(rmd_account passwd "$1") in "$1:"*) ;; *) return 1 ;; esac }

# rmd_group_is NAME-OR-NUMBER: there is such a group.
rmd_group_is() { [ -n "$(rmd_account group "$1")" ]; }

rmd_show_user() { if rmd_user_is "$1"; then echo present; else echo absent; fi; }

rmd_show_group_there() {
  case $(rmd_account group "$1") in "$1:"*) echo present ;; *) echo absent ;; esac
}

# rmd_show_user_field NAME FIELD WANT: the field of passwd; WANT where there is no user yet.
rmd_show_user_field() {
  rmd_i=$(rmd_account passwd "$1")
  if [ -n "$rmd_i" ]; then printf '%s\n' "$rmd_i" | cut -d: -f"$2"; else echo "$3"; fi
}

# rmd_show_group_id NAME WANT
rmd_show_group_id() {
  rmd_i=$(rmd_account group "$1" | cut -d: -f3)
  echo "${rmd_i:-$2}"
}

# rmd_show_user_group NAME GROUP: GROUP where it is the user's first one, else the number of that.
rmd_show_user_group() {
  rmd_got=$(rmd_account passwd "$1" | cut -d: -f4)
  if [ -z "$rmd_got" ] || [ "$rmd_got" = "$(rmd_account group "$2" | cut -d: -f3)" ]; then echo "$2"; else echo "$rmd_got"; fi
}

# rmd_groups_of NAME: the groups that list the user, one a line, in order.
rmd_groups_of() { rmd_account group | awk -F: -v user="$1" '{ n = split($4, m, ","); for (i = 1; i <= n; i++) if (m[i] == user) print $1 }' | sort -u; }

# rmd_group_names GROUPS: names of groups given by name or number with commas between, one a line, in order.
rmd_group_names() {
  printf '%s\n' "$1" | tr ',' '\n' | while read -r rmd_i; do
    [ -z "$rmd_i" ] || rmd_account group "$rmd_i" | cut -d: -f1
  done | sort -u
}

# rmd_show_user_groups NAME GROUPS [append]: GROUPS where the user is in them (and in no others, unless appended to), else what he is in.
rmd_show_user_groups() {
  rmd_user_is "$1" || { echo "$2"; return; }
  rmd_groups_of "$1" >"$rmd_d/got"
  rmd_group_names "$2" >"$rmd_d/want"
  if [ -n "${3-}" ]; then
    [ -n "$(grep -vxF -f "$rmd_d/got" "$rmd_d/want" | head -n 1)" ] || { echo "$2"; return; }
    # An empty list of patterns matches nothing in some greps and all in others.
    [ -s "$rmd_d/got" ] || [ -s "$rmd_d/want" ] || { echo "$2"; return; }
  elif rmd_same "$rmd_d/got" "$rmd_d/want"; then
    echo "$2"
    return
  fi
  rmd_i=$(tr '\n' ',' <"$rmd_d/got")
  echo "${rmd_i%,}"
}

# rmd_need_groups GROUPS: says which one there is not. In check mode a task before may be about to make it.
rmd_need_groups() {
  [ -z "$rmd_check" ] || return 0
  rmd_rest=$1,
  while [ -n "$rmd_rest" ]; do
    rmd_i=${rmd_rest%%,*} rmd_rest=${rmd_rest#*,}
    if [ -n "$rmd_i" ] && ! rmd_group_is "$rmd_i"; then
      echo "Group $rmd_i does not exist"
      return 1
    fi
  done
}

# rmd_shadow NAME FIELD: a field of shadow, where it can be read.
rmd_shadow() {
  rmd_account shadow "$1" | cut -d: -f"$2"
}

# rmd_show_password NAME HASH: neither is shown.
rmd_show_password() {
  rmd_user_is "$1" || { echo declared; return; }
  rmd_got=$(rmd_shadow "$1" 2)
  if [ "${rmd_got#!}" = "${2#!}" ]; then echo declared; else echo different; fi
}

rmd_show_lock() {
  rmd_user_is "$1" || { echo "$2"; return; }
  case $(rmd_shadow "$1" 2) in '!'*) echo locked ;; *) echo unlocked ;; esac
}

# rmd_show_shadow NAME FIELD WANT
rmd_show_shadow() {
  rmd_user_is "$1" || { echo "$3"; return; }
  rmd_shadow "$1" "$2"
}

# rmd_expiry NAME: the account's last day as usermod takes it; nothing for none.
rmd_expiry() {
  rmd_i=$(rmd_shadow "$1" 8)
  [ -z "$rmd_i" ] || date -u -d "@$((rmd_i * 86400))" +%Y-%m-%d
}

# rmd_tell COMMAND...: runs it; where it fails its own words are the task's message.
rmd_tell() {
  "$@" 2>"$rmd_d/told" && return 0
  rmd_code=$?
  cat "$rmd_d/told" >"$rmd_d/why"
  return "$rmd_code"
}

# rmd_user_home NAME: his folder, or nothing.
rmd_user_home() { rmd_account passwd "$1" | cut -d: -f6; }

rmd_show_home_made() {
  rmd_i=$(rmd_user_home "$1")
  if [ -z "$rmd_i" ] || [ -d "$rmd_i" ]; then echo present; else echo absent; fi
}

# rmd_make_home NAME SKELETON: a folder for a user that has none yet.
rmd_make_home() {
  rmd_i=$(rmd_user_home "$1")
  rmd_skeleton=${2:-/etc/skel}
  mkdir -p "${rmd_i%/*}/" && mkdir "$rmd_i" || return 1
  [ ! -d "$rmd_skeleton" ] || cp -a "$rmd_skeleton/." "$rmd_i" || return 1
  rmd_mask=$(sed -n 's/^UMASK[[:space:]]\{1,\}\([0-7]\{1,\}\).*/\1/p' /etc/login.defs 2>/dev/null | head -n 1)
  chmod "$(printf '%o' "$((0777 & ~0${rmd_mask:-22}))")" "$rmd_i"
  rmd_line=$(rmd_account passwd "$1")
  chown -R "$(printf '%s' "$rmd_line" | cut -d: -f3,4)" "$rmd_i"
}

# rmd_add_user NAME HOME WORDS...: by useradd. A group of his own name is his.
rmd_add_user() {
  rmd_name=$1 rmd_home=$2
  shift 2
  case " $* " in
    *' -g '*) ;;
    *) if rmd_group_is "$rmd_name"; then set -- -N "$@"; fi ;;
  esac
  case " $* " in
    *' -m '*) [ -z "$rmd_home" ] || mkdir -p "${rmd_home%/*}/" || return 1 ;;
  esac
  rmd_tell useradd "$@" "$rmd_name"
}

# rmd_add_user_small NAME PASSWORD GROUPS WORDS...: by busybox.
rmd_add_user_small() {
  rmd_name=$1 rmd_password=$2 rmd_rest=$3
  shift 3
  case " $* " in
    *' -G '*) ;;
    *) if rmd_group_is "$rmd_name"; then set -- -G "$rmd_name" "$@"; fi ;;
  esac
  rmd_tell adduser -D "$@" "$rmd_name" || return 1
  [ -z "$rmd_password" ] || printf '%s:%s\n' "$rmd_name" "$rmd_password" | rmd_tell chpasswd -e || return 1
  rmd_join_groups "$rmd_name" "$rmd_rest"
}

rmd_join_groups() {
  for rmd_i in $(rmd_group_names "$2"); do
    rmd_groups_of "$1" | grep -qxF -- "$rmd_i" || rmd_tell addgroup "$1" "$rmd_i" || return 1
  done
}

# rmd_set_groups NAME GROUPS [append]
rmd_set_groups() {
  if command -v usermod >/dev/null 2>&1; then
    rmd_tell usermod ${3:+-a} -G "$2" "$1"
    return
  fi
  if [ -z "${3-}" ]; then
    for rmd_i in $(rmd_groups_of "$1"); do
      rmd_group_names "$2" | grep -qxF -- "$rmd_i" || rmd_tell delgroup "$1" "$rmd_i" || return 1
    done
  fi
  rmd_join_groups "$1" "$2"
}

rmd_set_password() {
  if command -v usermod >/dev/null 2>&1; then
    rmd_tell usermod -p "$2" "$1"
  else
    printf '%s:%s\n' "$1" "$2" | rmd_tell chpasswd -e
  fi
}

# rmd_key_file NAME FILE: the path of a key, which is relative to the home folder.
rmd_key_file() {
  case $2 in
    /*) printf %s "$2" ;;
    *) printf %s "$(rmd_user_home "$1")/$2" ;;
  esac
}

rmd_show_key() {
  rmd_user_is "$1" || { echo absent; return; }
  if [ -e "$(rmd_key_file "$1" "$2")" ]; then echo present; else echo absent; fi
}

# rmd_make_key NAME FILE TYPE BITS COMMENT PASSPHRASE
rmd_make_key() {
  rmd_i=$(rmd_key_file "$1" "$2")
  rmd_line=$(rmd_account passwd "$1" | cut -d: -f3,4)
  if [ ! -d "${rmd_i%/*}" ]; then
    mkdir -m 0700 "${rmd_i%/*}" && chown "$rmd_line" "${rmd_i%/*}" || return 1
  fi
  rm -f "$rmd_i" "$rmd_i.pub"
  rmd_tell ssh-keygen -q -t "$3" ${4:+-b "$4"} -C "${5:-ansible-generated on $(hostname 2>/dev/null || cat /proc/sys/kernel/hostname)}" -N "$6" -f "$rmd_i" &&
    chown "$rmd_line" "$rmd_i" "$rmd_i.pub"
}

# rmd_key_state NAME FILE: the file, its fingerprint and the public key, a line each.
rmd_key_state() {
  rmd_i=$(rmd_key_file "$1" "$2")
  printf '%s\n%s\n' "$rmd_i" "$(ssh-keygen -l -f "$rmd_i" 2>&1)"
  cat "$rmd_i.pub" 2>/dev/null || :
}

# rmd_look_up MAY WORD-OF-getent...: the entries in $rmd_d/entries; where MAY is not empty there may be none. Prints why not.
rmd_look_up() {
  rmd_i=$1
  shift
  getent "$@" >"$rmd_d/entries"
  case $?:$rmd_i in
    0:* | 2:?*) return 0 ;;
    1:*) echo "Missing arguments, or database unknown." ;;
    2:*) echo "One or more supplied key could not be found in the database." ;;
    3:*) echo "Enumeration not supported on this database." ;;
    *) echo "Unexpected failure!" ;;
  esac
  return 1
}
