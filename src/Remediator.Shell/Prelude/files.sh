# Remediator prelude: what files are and whose.

# rmd_look PATH [L]: sets rmd_kind (file, directory, link, other), rmd_mode, rmd_owner, rmd_uid, rmd_group and rmd_gid; with L of what
# a link leads to. Fails and sets them empty where there is nothing. rmd_looked says what they are of; what has been looked at since the
# last change is not looked at again. rmd_bare_mode is the mode as stat writes it.
rmd_look() {
  case $rmd_looked in
    "${2-}:$1") [ "$rmd_kind" != absent ]; return ;;
    "L:$1" | ":$1") if [ ! -L "$1" ]; then [ "$rmd_kind" != absent ]; return; fi ;;
  esac
  rmd_looked=${2-}:$1
  # What is not there takes no program to see. The rest comes by a file, since a substitution would copy the shell.
  if { [ -e "$1" ] || [ -L "$1" ]; } && stat ${2:+-L} -c '%a:%u:%g:%f:%s:%h:%U:%G:%F' "$1" >"$rmd_d/stat" 2>/dev/null && read -r rmd_got <"$rmd_d/stat"; then
    rmd_mode=${rmd_got%%:*} rmd_got=${rmd_got#*:} rmd_bare_mode=$rmd_mode
    rmd_uid=${rmd_got%%:*} rmd_got=${rmd_got#*:}
    rmd_gid=${rmd_got%%:*} rmd_got=${rmd_got#*:}
    rmd_bits=${rmd_got%%:*} rmd_got=${rmd_got#*:}
    rmd_bytes=${rmd_got%%:*} rmd_got=${rmd_got#*:}
    rmd_hard=${rmd_got%%:*} rmd_got=${rmd_got#*:}
    rmd_owner=${rmd_got%%:*} rmd_got=${rmd_got#*:}
    rmd_group=${rmd_got%%:*}
    case ${rmd_got#*:} in
      regular*) rmd_kind='file' ;;
      directory) rmd_kind=directory ;;
      symbolic*) rmd_kind='link' ;;
      *) rmd_kind=other ;;
    esac
    # A number that has no name is its own name.
    [ "$rmd_owner" != UNKNOWN ] || rmd_owner=$rmd_uid
    [ "$rmd_group" != UNKNOWN ] || rmd_group=$rmd_gid
    case $rmd_mode in
      ?) rmd_mode=000$rmd_mode ;;
      ??) rmd_mode=00$rmd_mode ;;
      *) rmd_mode=0$rmd_mode ;;
    esac
    return 0
  fi
  rmd_kind=absent rmd_mode='' rmd_owner='' rmd_uid='' rmd_group='' rmd_gid='' rmd_bytes=''
  return 1
}

# rmd_own PATH MODE OWNER GROUP: owner first, since a change of owner clears the set-id bits.
rmd_own() {
  if [ -n "$3$4" ]; then
    chown "$3${4:+:$4}" "$1" || return 1
  fi
  case $2 in
    '') ;;
    # With fewer than five digits GNU chmod leaves a folder's set-id bits as they are.
    *[!0-7]*) chmod "$2" "$1" ;;
    *) chmod "0$2" "$1" ;;
  esac
}

# rmd_mode_after MODE SPEC [directory]: the mode that the symbolic SPEC makes of MODE.
rmd_mode_after() {
  if [ "${3-}" = directory ]; then
    mkdir "$rmd_d/mode" || return
  else
    : >"$rmd_d/mode"
  fi
  rmd_looked=
  chmod "0$1" "$rmd_d/mode" && chmod "$2" "$rmd_d/mode" && rmd_look "$rmd_d/mode" && echo "$rmd_mode"
  rm -rf "$rmd_d/mode"
}

# rmd_mode_of PATH: the mode, or nothing.
rmd_mode_of() { rmd_looked=; ! rmd_look "$1" L || echo "$rmd_mode"; }

# rmd_show_kind PATH [L]: tells absent, file, directory, link or other.
rmd_show_kind() {
  rmd_look "$@"
  rmd_told=$rmd_kind
}

# rmd_show_mode PATH MODE [L]: tells MODE where it holds or there is nothing yet, else the mode. The same for owner and group.
rmd_show_mode() {
  rmd_look "$1" ${3:+"$3"}
  rmd_told=$2
  # The bits of a link are nobody's.
  case $rmd_kind in absent | link) return ;; esac
  case $2 in
    *[!0-7]*) [ "$(rmd_mode_after "$rmd_mode" "$2" "$rmd_kind")" = "$rmd_mode" ] || rmd_told=$rmd_mode ;;
    *) rmd_told=$rmd_mode ;;
  esac
}

rmd_show_owner() {
  rmd_told=$2
  rmd_look "$1" ${3:+"$3"} || return 0
  [ "$rmd_uid" = "$2" ] || rmd_told=$rmd_owner
}

rmd_show_group() {
  rmd_told=$2
  rmd_look "$1" ${3:+"$3"} || return 0
  [ "$rmd_gid" = "$2" ] || rmd_told=$rmd_group
}

# rmd_show_below PATH GOOD FORMAT TEST...: GOOD where find's TEST finds nothing below PATH, else the first it finds, with a detail.
rmd_show_below() {
  rmd_got=$2 rmd_format=$3 rmd_top=$1
  shift 3
  if [ -e "$rmd_top" ]; then
    rmd_i=$(find "$rmd_top" "$@" -exec stat -c "$rmd_format of %n" {} \; 2>/dev/null | head -n 1)
    [ -z "$rmd_i" ] || rmd_got=$rmd_i
  fi
  echo "$rmd_got"
}

# rmd_is_given PATH KIND: something is there, of the kind unless that is empty; tells what is there instead.
rmd_is_given() {
  rmd_look "$1" L
  case $rmd_kind in
    absent) ;;
    "$2") return 0 ;;
    *) [ -n "$2" ] || return 0 ;;
  esac
  rmd_told="file ($1) is $rmd_kind, cannot continue"
  return 1
}

# rmd_make_folder PATH [MODE [OWNER [GROUP]]]: makes it and what is missing above it; what is made gets mode and owner.
rmd_make_folder() {
  rmd_rest=$1 rmd_at=''
  case $1 in
    /*) rmd_at=/ ;;
  esac
  while [ -n "$rmd_rest" ]; do
    rmd_i=${rmd_rest%%/*}
    case $rmd_rest in
      */*) rmd_rest=${rmd_rest#*/} ;;
      *) rmd_rest= ;;
    esac
    [ -n "$rmd_i" ] || continue
    rmd_at=$rmd_at$rmd_i
    if [ ! -d "$rmd_at" ]; then
      if [ -n "${2-}${3-}${4-}" ]; then
        case ${2-}/${3-}${4-} in
          [0-7][0-7][0-7][0-7]/) mkdir -m "$2" "$rmd_at" ;;
          *) mkdir -m 0700 "$rmd_at" && rmd_own "$rmd_at" 0755 "${3-}" "${4-}" && rmd_own "$rmd_at" "${2-}" '' '' ;;
        esac
      else
        mkdir "$rmd_at"
      fi || return 1
    fi
    rmd_at=$rmd_at/
  done
}

# rmd_show_link PATH TARGET: tells "link to ..." or the kind. The same for hard links.
rmd_show_link() {
  rmd_look "$1"
  case $rmd_kind in
    link) rmd_told="link to $(readlink "$1")" ;;
    *) rmd_told=$rmd_kind ;;
  esac
}

rmd_show_hard_link() {
  rmd_look "$1"
  if [ "$rmd_kind" != absent ] && [ "$(stat -c %d:%i "$1")" = "$(stat -c %d:%i "$2" 2>/dev/null)" ]; then
    rmd_told="hard link to $2"
  else
    rmd_told=$rmd_kind
  fi
}

# rmd_may_link PATH TARGET FORCE [hard]: tells why a link may not be made.
rmd_may_link() {
  rmd_look "$1"
  case $rmd_kind:$3 in
    directory:)
      rmd_told="refusing to convert from directory to ${4:-sym}link for $1"
      return 1
      ;;
    file:)
      if [ "${4-}" != hard ] || [ "$(stat -c %d:%i "$1")" != "$(stat -c %d:%i "$2" 2>/dev/null)" ]; then
        rmd_told="refusing to convert from file to ${4:-sym}link for $1"
        return 1
      fi
      ;;
    directory:*)
      for rmd_i in "$1"/* "$1"/.[!.]* "$1"/..?*; do
        if [ -e "$rmd_i" ] || [ -L "$rmd_i" ]; then
          rmd_told="the directory $1 is not empty, refusing to convert it"
          return 1
        fi
      done
      ;;
  esac
  rmd_i=$2
  case $2 in
    /*) ;;
    *) [ "${4-}" = hard ] || rmd_i=${1%/*}/$2 ;;
  esac
  if [ ! -e "$rmd_i" ] && [ -z "$rmd_check" ] && { [ -z "$3" ] || [ "${4-}" = hard ]; }; then
    rmd_told="src file does not exist, use \"force=yes\" if you really want to create the link: $rmd_i"
    return 1
  fi
}

# rmd_make_link PATH TARGET [hard]: a link of another name takes the place of what is there.
rmd_make_link() {
  rmd_tmp=${1%/*}/.remediator.$$
  case $1 in
    */*) ;;
    *) rmd_tmp=.remediator.$$ ;;
  esac
  if [ ! -e "$1" ] && [ ! -L "$1" ] && [ -z "${3-}" ]; then
    ln -s "$2" "$1"
    return
  fi
  if [ -d "$1" ] && [ ! -L "$1" ]; then rmdir "$1" || return 1; fi
  rm -f "$rmd_tmp"
  if [ "${3-}" = hard ]; then ln "$2" "$rmd_tmp"; else ln -s "$2" "$rmd_tmp"; fi || return 1
  # Without -T a link to a folder would take the new link in.
  mv -fT "$rmd_tmp" "$1" 2>/dev/null || { rm -f "$1" && mv -f "$rmd_tmp" "$1"; }
}

# rmd_show_time PATH X|Y: access or modification time as touch -t takes it.
rmd_show_time() {
  rmd_i=$(stat -c "%$2" "$1" 2>/dev/null) && date -d "@$rmd_i" +%Y%m%d%H%M.%S
}

# rmd_file_told PATH: leaves in rmd_told what FileState.cs reads. What rmd_put has just looked at is not looked at again.
rmd_file_told() {
  rmd_look "$1" || return 1
  rmd_told="$rmd_bits $rmd_uid $rmd_gid $rmd_bytes $rmd_hard $rmd_owner $rmd_group
$1"
}

# rmd_file_state PATH: prints it.
rmd_file_state() {
  rmd_file_told "$1" && printf %s "$rmd_told"
}

# rmd_stat PATH L-OR-EMPTY TOOL: what StatModule.cs reads; TOOL prints a checksum, or is empty.
rmd_stat() {
  [ -e "$1" ] || { [ -z "$2" ] && [ -L "$1" ]; } || return 0
  stat ${2:+-L} -c '%f %i %d %h %u %g %s %b %o %X %Y %Z %U %G' "$1" || return
  for rmd_i in r w x; do
    if test "-$rmd_i" "$1"; then printf %s "$rmd_i"; fi
  done
  echo
  rmd_sum=
  if [ -n "$3" ] && [ -f "$1" ] && [ -r "$1" ] && { [ -n "$2" ] || [ ! -L "$1" ]; }; then
    rmd_sum=$("$3" <"$1") || return
  fi
  printf '%s\n' "${rmd_sum%% *}"
  if [ -z "$2" ] && [ -L "$1" ]; then
    printf '%s\0%s' "$(readlink "$1")" "$(readlink -f "$1")"
  fi
}

# rmd_tree_place SOURCE DEST NAME: where the folder SOURCE goes: into DEST under its name, or what is in it into DEST without one.
rmd_tree_place() { if [ -d "$1" ] && [ -n "$3" ]; then printf %s "${2%/}/$3"; else printf %s "$2"; fi; }

# rmd_show_tree SOURCE DEST FORCE: declared where all of the folder is in DEST, else the first that is not. A file is no folder.
rmd_show_tree() {
  [ -d "$1" ] || { echo declared; return; }
  [ -d "$2" ] || { echo absent; return; }
  rmd_got=$(cd "$1" && find . -mindepth 1 | while IFS= read -r rmd_i; do
    rmd_there=$2/${rmd_i#./}
    if [ -L "$rmd_i" ]; then
      [ "$(readlink "$rmd_i")" = "$(readlink "$rmd_there")" ]
    elif [ -d "$rmd_i" ]; then
      [ -d "$rmd_there" ]
    else
      [ -f "$rmd_there" ] && { [ -z "$3" ] || rmd_same "$rmd_i" "$rmd_there"; }
    fi || { echo "${rmd_i#./} differs"; break; }
  done)
  echo "${rmd_got:-declared}"
}

# rmd_copy_tree SOURCE DEST FORCE FOLDER-MODE MODE: what differs; folders that are made get the one mode, files the other.
rmd_copy_tree() {
  rmd_make_folder "$2" "$4" || return 1
  (cd "$1" && find . -mindepth 1) >"$rmd_d/names" || return 1
  while IFS= read -r rmd_name; do
    rmd_from=$1/${rmd_name#./} rmd_there=$2/${rmd_name#./}
    if [ -L "$rmd_from" ]; then
      [ "$(readlink "$rmd_from")" = "$(readlink "$rmd_there")" ] || { rm -f "$rmd_there" && ln -s "$(readlink "$rmd_from")" "$rmd_there"; } || return 1
    elif [ -d "$rmd_from" ]; then
      [ -d "$rmd_there" ] || { mkdir "$rmd_there" && rmd_own "$rmd_there" "$4" '' ''; } || return 1
    elif [ ! -f "$rmd_there" ] || { [ -n "$3" ] && ! rmd_same "$rmd_from" "$rmd_there"; }; then
      cp -f "$rmd_from" "$rmd_there" && rmd_own "$rmd_there" "$5" '' '' || return 1
    fi
  done <"$rmd_d/names"
}
