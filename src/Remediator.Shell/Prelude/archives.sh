# Remediator prelude: unpacking archives.

# rmd_archive_kind FILE: tar or zip, by what is in it; nothing for neither.
rmd_archive_kind() {
  if [ "$(head -c 2 "$1" | tr -d '\000')" = PK ]; then echo zip; elif rmd_tar_list "$1" >/dev/null 2>&1; then echo tar; fi
}

rmd_tar_list() { tar -tf "$1"; }

# rmd_may_unpack FILE DEST: says why not.
rmd_may_unpack() {
  [ -e "$1" ] || { echo "Source '$1' does not exist"; return 1; }
  [ -r "$1" ] || { echo "Source '$1' not readable"; return 1; }
  [ -s "$1" ] || { echo "Invalid archive '$1', the file is 0 bytes"; return 1; }
  [ -d "$2" ] || { [ -n "$rmd_check" ] && return 0; echo "Destination '$2' is not a directory"; return 1; }
  case $(rmd_archive_kind "$1") in
    zip) command -v unzip >/dev/null 2>&1 || { echo "Failed to find handler for \"$1\": unzip is not here"; return 1; } ;;
    tar) ;;
    *) echo "Failed to find handler for \"$1\". Make sure the required command to extract the file is installed."; return 1 ;;
  esac
}

# rmd_show_unpacked FILE DEST WANT WORDS...: WANT where all of the archive is in DEST as it is in the archive, else the first difference.
rmd_show_unpacked() {
  rmd_file=$1 rmd_dest=$2 rmd_want=$3
  shift 3
  [ -d "$rmd_dest" ] || { echo absent; return; }
  if [ "$(rmd_archive_kind "$rmd_file")" = tar ] && tar --version 2>/dev/null | grep -q GNU; then
    # Owners and bits are a matter of the options; a newer time with the same content is none.
    rmd_got=$(tar -df "$rmd_file" -C "$rmd_dest" "$@" 2>&1 | grep -vE ': (Uid|Gid|Mode|Mod time) differs$|^tar: (Removing leading|Exiting with)|: implausibly old time stamp' | head -n 1)
    echo "${rmd_got:-$rmd_want}"
    return
  fi
  rm -rf "$rmd_d/unpacked"
  { mkdir "$rmd_d/unpacked" && (rmd_unpack "$rmd_file" "$rmd_d/unpacked" "$@") >/dev/null 2>&1; } || { echo different; return; }
  rmd_got=$(cd "$rmd_d/unpacked" && find . -mindepth 1 | while IFS= read -r rmd_i; do
    rmd_there=$rmd_dest/${rmd_i#./}
    if [ -L "$rmd_i" ]; then
      [ "$(readlink "$rmd_i")" = "$(readlink "$rmd_there")" ]
    elif [ -d "$rmd_i" ]; then
      [ -d "$rmd_there" ]
    else
      [ -f "$rmd_there" ] && rmd_same "$rmd_i" "$rmd_there"
    fi || { echo "$rmd_i differs"; break; }
  done)
  rm -rf "$rmd_d/unpacked"
  echo "${rmd_got:-$rmd_want}"
}

# rmd_unpack FILE DEST WORDS...
rmd_unpack() {
  rmd_file=$1 rmd_dest=$2
  shift 2
  case $(rmd_archive_kind "$rmd_file") in
    tar) tar -xf "$rmd_file" -C "$rmd_dest" "$@" ;;
    zip)
      rmd_names=
      for rmd_i; do
        shift
        # unzip takes names to leave out after all others.
        case $rmd_i in
          --exclude=*) rmd_names="$rmd_names $(rmd_quoted "${rmd_i#*=}")" ;;
          --keep-newer-files) set -- "$@" -u ;;
          *) set -- "$@" "$rmd_i" ;;
        esac
      done
      eval "unzip -o -q \"\$rmd_file\" \"\$@\" ${rmd_names:+-x $rmd_names} -d \"\$rmd_dest\""
      ;;
  esac
}

# rmd_archive_list FILE: the names in it, one a line.
rmd_archive_list() {
  case $(rmd_archive_kind "$1") in
    tar) rmd_tar_list "$1" ;;
    zip) unzip -Z1 "$1" 2>/dev/null || unzip -l "$1" | awk 'NR > 3 && NF > 3 { sub(/^ *[0-9]+ +[^ ]+ +[^ ]+ +/, ""); print }' ;;
  esac
}

# rmd_show_listed FILE DEST WHAT WANT: WANT where it holds for all that the archive has put into DEST; WHAT is mode, owner or group.
rmd_show_listed() {
  rmd_archive_list "$1" >"$rmd_d/names"
  rmd_bad=
  while IFS= read -r rmd_name; do
    case $rmd_name in ./ | .) continue ;; esac
    [ -e "$2/$rmd_name" ] || [ -L "$2/$rmd_name" ] || continue
    case $3 in
      mode) rmd_show_mode "$2/${rmd_name%/}" "$4" ;;
      owner) rmd_show_owner "$2/${rmd_name%/}" "$4" ;;
      *) rmd_show_group "$2/${rmd_name%/}" "$4" ;;
    esac
    [ "$rmd_told" = "$4" ] || { rmd_bad="$rmd_told of $rmd_name"; break; }
  done <"$rmd_d/names"
  echo "${rmd_bad:-$4}"
}

# rmd_own_listed FILE DEST MODE OWNER GROUP
rmd_own_listed() {
  rmd_archive_list "$1" >"$rmd_d/names"
  while IFS= read -r rmd_name; do
    case $rmd_name in ./ | .) continue ;; esac
    [ ! -L "$2/$rmd_name" ] || continue
    [ ! -e "$2/$rmd_name" ] || rmd_own "$2/$rmd_name" "$3" "$4" "$5" || return 1
  done <"$rmd_d/names"
}
