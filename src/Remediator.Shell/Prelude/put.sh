# Remediator prelude: files with declared content.

# rmd_put PATH FLAGS MODE OWNER GROUP NAME PART: rmd_want prints the content, or rmd_text is it (flag t); rmd_valid PATH tests it. Empty words
# are not declared. rmd_right PATH, with flag q, is a quick test whether the content is right: where it is, rmd_want need not make it. Where it
# is not, and what is there is short, the test may leave the new content in rmd_text, and set rmd_is_text.
# Flags: a the controller makes the content, i only a file that is there, b keep a copy of the old file, d make the folder, e rmd_want makes the content from the old one, l follow a link, n write only what does not exist, s do not send the old
# content, v validate. Where PATH is a folder the file goes into it as NAME; PART tells several files of a task apart.
# The new content is complete, checked and owned before it takes the place of the old one, which stays whole until then.
rmd_put() {
  rmd_flags=$2 rmd_part=${7:+ $7} rmd_is_text='' rmd_plain=''
  case $2 in *t*) rmd_is_text=1 ;; esac
  rmd_put_place "$1" "$6" || return 1
  if rmd_put_is_right "$@"; then
    rmd_emit facet "$rmd_task" "content$rmd_part" ok declared declared
    return 0
  fi
  rmd_was=absent
  if rmd_look "$rmd_path" L; then
    rmd_was=different
    case $rmd_kind in
      directory) rmd_fail "$rmd_path is a folder, not a file" || return 1 ;;
      other) rmd_fail "$rmd_path is neither a file nor a folder" || return 1 ;;
    esac
    case $2 in
      *n*)
        rmd_emit facet "$rmd_task" "content$rmd_part" ok present present
        return 0
        ;;
    esac
  elif rmd_put_may_be_absent; then
    return 0
  elif [ ! -d "$rmd_dir" ] && [ -z "$rmd_check" ]; then
    case $2 in
      *d*) rmd_keep "$rmd_dir" && { rmd_make_folder "$rmd_dir" 2>"$rmd_d/err" || rmd_fail "could not make the folder $rmd_dir"; } || return 1 ;;
      *a*) ;;
      *) rmd_fail "Destination directory $rmd_dir does not exist" || return 1 ;;
    esac
  fi
  rmd_in=/dev/null rmd_quick='' rmd_unright=''
  [ "$rmd_was" = absent ] || rmd_in=$rmd_path
  case $2$rmd_link in
    *q*1) ;;
    *q*) if rmd_right "$rmd_in"; then rmd_was=declared rmd_quick=1; else rmd_unright=1; fi ;;
  esac
  if [ -z "$rmd_quick" ]; then
    rmd_put_differs "$7" || return 1
    if [ "$rmd_was" = absent ] && [ ! -e "$rmd_d/new" ]; then
      rmd_emit facet "$rmd_task" "content$rmd_part" ok absent absent
      return 0
    fi
  fi
  rmd_mode_before=$rmd_mode rmd_owner_before=$rmd_owner rmd_group_before=$rmd_group
  rmd_put_wants "$3" "$4" "$5"
  if [ "$rmd_was" = declared ]; then
    if [ "$rmd_mode$rmd_owner:$rmd_group" = "$rmd_mode_wanted$rmd_owner_wanted:$rmd_group_wanted" ]; then
      rmd_put_facets ok "$3" "$4" "$5"
      return 0
    fi
  else
    rmd_put_shown || return 1
  fi
  if [ -z "$rmd_check" ]; then
    if [ "$rmd_was" = declared ] && [ -z "$rmd_link" ]; then
      rmd_keep "$rmd_path" || return 1
      rmd_own "$rmd_path" "$3" "$4" "$5" 2>"$rmd_d/err" || rmd_fail "could not set mode or owner of $rmd_path" || return 1
    else
      rmd_replace "$4" "$5" || return 1
    fi
    rmd_put_looked "$3" "$4" "$5"
    if ! rmd_put_holds || [ "$rmd_mode$rmd_owner:$rmd_group" != "$rmd_mode_wanted$rmd_owner_wanted:$rmd_group_wanted" ]; then
      rmd_put_facets failed "$3" "$4" "$5"
      rmd_deny "$rmd_path did not converge: it was changed by something else, or the file system ignores what was asked"
      return 1
    fi
  fi
  rmd_changed=1
  # The next item of a loop need not look again.
  if [ -n "$rmd_check" ]; then rmd_state=would; else rmd_state=changed rmd_left=$rmd_looked; fi
  rmd_put_facets "$rmd_state" "$3" "$4" "$5"
}

# Whether the quick test alone tells that there is nothing to do, without a look at the file. Where it did not for the last file, that is
# likely to be changed again.
rmd_put_is_right() {
  case $2:$3$4$5$rmd_link in *q*:) ;; *) return 1 ;; esac
  [ -f "$rmd_path" ] && [ "$rmd_path" != "${rmd_unlike-}" ] || return 1
  rmd_looked='' rmd_bytes=unknown rmd_unlike=$rmd_path
  rmd_right "$rmd_path" || return 1
  rmd_unlike=
}

# rmd_put_looked MODE OWNER GROUP: what the change has left. A folder may give what is made in it another mode or group (by an ACL, say).
rmd_put_looked() {
  rmd_looked=
  rmd_look "$rmd_path" L
  rmd_put_wants "$@"
  if [ -n "$rmd_plain" ] && [ "$rmd_mode$rmd_owner:$rmd_group" != "$rmd_mode_wanted$rmd_owner_wanted:$rmd_group_wanted" ]; then
    rmd_looked=
    rmd_own "$rmd_path" "$@" 2>"$rmd_d/err" && rmd_look "$rmd_path" L && rmd_put_wants "$@"
  fi
}

# Whether the file, just looked at, has the content that is declared.
rmd_put_holds() {
  if [ -n "$rmd_quick" ]; then
    rmd_right "$rmd_path"
  elif [ -n "$rmd_is_text" ]; then
    rmd_put_holds_text "$rmd_path"
  else
    rmd_same "$rmd_d/new" "$rmd_path"
  fi
}

# rmd_put_differs PART: makes the new content in $rmd_d/new, unless it is a text that is there already. Sets rmd_was.
rmd_put_differs() {
  if [ -z "$rmd_is_text" ]; then
    rmd_put_made "$1" || return 1
    if [ "$rmd_was" = different ] && rmd_same "$rmd_d/new" "$rmd_path"; then rmd_was=declared; fi
  elif [ "$rmd_was" = different ] && [ -z "$rmd_unright" ] && rmd_put_holds_text "$rmd_path"; then
    rmd_was=declared
    # A link is replaced by a file of its own.
    [ -z "$rmd_link" ] || rmd_put_made "$1"
  else
    rmd_put_made "$1"
  fi
}

# rmd_put_holds_text PATH: whether the file, which rmd_look has just looked at, holds rmd_text. A process costs as much as a thousand bytes that
# the shell reads itself, one by one.
rmd_put_holds_text() {
  [ "$rmd_bytes" = "${#rmd_text}" ] || return 1
  if [ "$rmd_bytes" -gt 1024 ]; then
    printf %s "$rmd_text" >"$rmd_d/new"
    rmd_same "$rmd_d/new" "$1"
  else
    rmd_read_text "$1"
    [ "$rmd_got" = "$rmd_text" ]
  fi
}

# rmd_read_text PATH: sets rmd_got to what a short file holds, less its NULs.
rmd_read_text() {
  rmd_got='' rmd_line=''
  while IFS= read -r rmd_line; do
    rmd_got="$rmd_got$rmd_line
"
  done <"$1"
  rmd_got=$rmd_got$rmd_line
}

# rmd_put_place PATH NAME: the file that is meant, and its folder.
rmd_put_place() {
  rmd_clear_err
  rmd_path=$1 rmd_link=''
  case $1 in
    */) rmd_path=$1$2 ;;
    *) [ -z "$2" ] || [ ! -d "$1" ] || rmd_path=$1/$2 ;;
  esac
  if [ -L "$rmd_path" ]; then
    case $rmd_flags in
      *l*) rmd_path=$(readlink -f "$rmd_path") || rmd_fail "$1 is a link that leads nowhere" || return 1 ;;
      *) rmd_link=1 ;;
    esac
  fi
  case $rmd_path in
    */*) rmd_dir=${rmd_path%/*} ;;
    *) rmd_dir=. ;;
  esac
  [ -n "$rmd_dir" ] || rmd_dir=/
}

# rmd_put_made PART: makes $rmd_d/new; none where the controller wants no file.
rmd_put_made() {
  case $rmd_is_text$rmd_flags in
    1*) printf %s "$rmd_text" >"$rmd_d/new" ;;
    *a*)
      rmd_put_answer "$1"
      return
      ;;
    *e*) (rmd_want) <"$rmd_in" >"$rmd_d/new" ;;
    *) rmd_want >"$rmd_d/new" ;;
  esac 2>"$rmd_d/err" || rmd_fail "could not make the new content of $rmd_path"
}

rmd_put_may_be_absent() {
  case $rmd_flags in
    *i*) rmd_emit facet "$rmd_task" "content$rmd_part" ok absent absent ;;
    *) return 1 ;;
  esac
}

# rmd_put_wants MODE OWNER GROUP: what mode, owner and group will be, from what rmd_look saw and what is declared.
rmd_put_wants() {
  rmd_mode_wanted=$rmd_mode rmd_owner_wanted=$rmd_owner rmd_group_wanted=$rmd_group
  # The umask is the session's.
  [ -n "$rmd_mode" ] || rmd_mode_wanted=0644
  case $1 in
    '') ;;
    *[!0-7]*) rmd_mode_wanted=$(rmd_mode_after "$rmd_mode_wanted" "$1") ;;
    *) rmd_mode_wanted=$1 ;;
  esac
  case $2 in
    '' | "$rmd_uid") ;;
    *) rmd_owner_wanted=$2 ;;
  esac
  case $3 in
    '' | "$rmd_gid") ;;
    *) rmd_group_wanted=$3 ;;
  esac
}

# Before new content: sends the old one for the diff, and in check mode tests the new one.
rmd_put_shown() {
  case $rmd_flags in
    *s*) ;;
    *)
      if [ -n "$rmd_diff" ] && [ "$rmd_was" = different ]; then
        cp "$rmd_path" "$rmd_d/old" && rmd_frame old 2 "$rmd_task" "$rmd_path" "$rmd_d/old"
      fi
      case $rmd_diff$rmd_flags in
        1*e*) cp "$rmd_d/new" "$rmd_d/old" && rmd_frame new 2 "$rmd_task" "$rmd_path" "$rmd_d/old" ;;
      esac
      ;;
  esac
  case $rmd_flags in
    # A check before the package that brings the validator: what it would say is not known, and no failure.
    *v*) [ -z "$rmd_check" ] || rmd_put_valid "$rmd_d/new" "the old file would stay" 127 ;;
  esac
}

# rmd_put_valid FILE COMFORT [CODE]: an exit code that counts as valid, too.
rmd_put_valid() {
  (rmd_env; rmd_valid "$1") >"$rmd_d/out" 2>"$rmd_d/err" </dev/null
  case $? in 0 | "${3:-0}") return 0 ;; esac
  [ -s "$rmd_d/err" ] || cat "$rmd_d/out" >"$rmd_d/err"
  rmd_fail "failed to validate the new content of $rmd_path; $2"
}

# rmd_replace OWNER GROUP: $rmd_d/new takes the place of $rmd_path by a rename.
rmd_replace() {
  rmd_beside "$1" "$2" 2>"$rmd_d/err" || rmd_fail "could not make a temporary file in $rmd_dir" || return 1
  if rmd_fill "$1" "$2" 2>"$rmd_d/err" || rmd_fail "could not write the new content of $rmd_path; the old file is as it was"; then
    case $rmd_flags in
      *v*) rmd_put_valid "$rmd_tmp" "the old file is as it was" ;;
    esac && case $rmd_flags in
      *b*) rmd_put_copy ;;
    esac && rmd_with=$rmd_tmp && rmd_keep "$rmd_path" && {
      [ -z "$rmd_with" ] || sync "$rmd_with" 2>/dev/null || sync
      rmd_with=
      mv -f "$rmd_tmp" "$rmd_path" 2>"$rmd_d/err" ||
        rmd_fail "could not put the new file in the place of $rmd_path (a mount point cannot be replaced); it is as it was"
    }
  else
    false # an if that takes no branch succeeds
  fi && return 0
  rmd_with=
  rm -f "$rmd_tmp"
  return 1
}

# rmd_beside OWNER GROUP: makes the temporary file rmd_tmp. One in the place of none is made with its mode, where the umask can do that and its
# owner is right by itself; then rmd_plain is set. In a folder where others make files, only mktemp knows how not to meet one of theirs.
rmd_beside() {
  if [ -k "$rmd_dir" ]; then
    rmd_tmp=$(mktemp "$rmd_dir/.remediator.XXXXXXXX")
    return
  fi
  rmd_mask=077
  if [ "$rmd_was" = absent ] && [ ! -g "$rmd_dir" ] && rmd_is_mine "$1" "$2"; then
    rmd_plain=1
    case $rmd_mode_wanted in
      0644) rmd_mask=022 ;;
      0640) rmd_mask=027 ;;
      0600) ;;
      0664) rmd_mask=002 ;;
      0660) rmd_mask=007 ;;
      0666) rmd_mask=000 ;;
      *) rmd_plain= ;;
    esac
  fi
  rmd_made=$((${rmd_made:-0} + 1))
  rmd_tmp=$rmd_dir/.remediator.${rmd_d##*.}.$rmd_made
  umask "$rmd_mask"
  set -C
  printf '' >"$rmd_tmp"
  rmd_got=$?
  set +C
  umask 022
  return "$rmd_got"
}

# rmd_is_mine OWNER GROUP: whether what this user makes is theirs.
rmd_is_mine() {
  rmd_know_user
  case $1 in '' | "$rmd_my_name" | "$rmd_my_uid") ;; *) return 1 ;; esac
  case $2:$rmd_my_gid in :* | root:0 | "$rmd_my_gid:$rmd_my_gid") ;; *) return 1 ;; esac
}

# rmd_fill OWNER GROUP: content, mode and owner of the temporary file. It starts as a copy of the old file, which takes over mode,
# owner, ACL and attributes; while the content is written only its owner may read it.
rmd_fill() {
  if [ -n "$rmd_plain" ]; then
    rmd_pour
    return
  fi
  if [ "$rmd_was" != absent ] && [ -z "$rmd_link" ]; then
    cp -a "$rmd_path" "$rmd_tmp" || return 1
    # Where mode and owner stay (only root's copies surely keep an owner), whoever may read the copy may read the old file and will read
    # the new one. Of more than three digits the first goes by writing.
    case $rmd_mode:$1$2${rmd_my_uid-} in
      "$rmd_mode_wanted:${rmd_my_uid-}" | "$rmd_mode_wanted:$rmd_owner${rmd_group}0")
        case $rmd_mode in
          0???) if [ -w "$rmd_tmp" ]; then rmd_pour; return; fi ;;
        esac
        ;;
    esac
    chmod u=rw,go= "$rmd_tmp" || return 1
  fi
  rmd_pour && rmd_own "$rmd_tmp" "$rmd_mode_wanted" "$1" "$2"
}

# The new content into the temporary file.
rmd_pour() {
  if [ -n "$rmd_is_text" ]; then printf %s "$rmd_text" >"$rmd_tmp"; else cat "$rmd_d/new" >"$rmd_tmp"; fi
}

# Keeps the old file beside the new one, under the name that Ansible gives it.
rmd_put_copy() {
  [ "$rmd_was" != absent ] || return 0
  rmd_copy="$rmd_path.$$.$(date +%Y-%m-%d@%H:%M:%S)~"
  rmd_keep "$rmd_copy" || return 1
  cp -a "$rmd_path" "$rmd_copy" 2>"$rmd_d/err" || rmd_fail "could not keep a copy of $rmd_path; it is as it was" || return 1
  printf %s "$rmd_copy" >"$rmd_d/cap"
  rmd_frame capture 3 "$rmd_task" backup_file 0 "$rmd_d/cap" /dev/null
}

# rmd_put_facets STATE MODE OWNER GROUP: one event for each declared facet. A file that was not there differs in its content alone.
rmd_put_facets() {
  case $rmd_was in
    declared) rmd_emit facet "$rmd_task" "content$rmd_part" ok declared declared ;;
    *) rmd_emit facet "$rmd_task" "content$rmd_part" "$1" "$rmd_was" declared ;;
  esac
  [ -z "$2" ] || rmd_put_facet mode "$1" "$rmd_mode_before" "$rmd_mode_wanted" "$rmd_mode"
  [ -z "$3" ] || rmd_put_facet owner "$1" "$rmd_owner_before" "$rmd_owner_wanted" "$rmd_owner"
  [ -z "$4" ] || rmd_put_facet group "$1" "$rmd_group_before" "$rmd_group_wanted" "$rmd_group"
}

# rmd_put_facet NAME STATE BEFORE WANTED NOW
rmd_put_facet() {
  case $2:$3 in
    "failed:$4" | ok:* | would:"$4" | changed:"$4" | would: | changed:) rmd_emit facet "$rmd_task" "$1$rmd_part" ok "$4" "$4" ;;
    failed:*) if [ "$5" = "$4" ]; then rmd_emit facet "$rmd_task" "$1$rmd_part" changed "$3" "$4"; else rmd_emit facet "$rmd_task" "$1$rmd_part" failed "$3" "$5"; fi ;;
    *) rmd_emit facet "$rmd_task" "$1$rmd_part" "$2" "$3" "$4" ;;
  esac
}

# What the last rmd_put left, for FileState.cs.
rmd_put_told() { rmd_file_told "$rmd_path"; }
rmd_put_state() { rmd_file_state "$rmd_path"; }

# rmd_same FILE FILE: same bytes.
rmd_same() {
  if command -v cmp >/dev/null 2>&1; then
    cmp -s "$1" "$2"
  else
    [ "$(cksum <"$1")" = "$(cksum <"$2")" ]
  fi
}
