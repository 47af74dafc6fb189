# Remediator prelude: files with declared content.

# rmd_put PATH FLAGS MODE OWNER GROUP: rmd_want prints the content; rmd_valid PATH tests it. Empty words are not declared.
# Flags: b keep a copy of the old file, n write only what does not exist, s do not send the old content, v validate.
# The new content is complete, checked and owned before it takes the place of the old one, which stays whole until then.
rmd_put() {
  rmd_path=$1
  if [ -L "$1" ]; then
    rmd_path=$(readlink -f "$1") || { rmd_fail "$1 is a link that leads nowhere"; return 1; }
  fi
  if [ -d "$rmd_path" ]; then
    rmd_fail "$1 is a folder, not a file"
    return 1
  fi
  rmd_dir=${rmd_path%/*}
  [ -n "$rmd_dir" ] || rmd_dir=/
  rmd_was='absent' rmd_meta=''
  if [ -e "$rmd_path" ]; then
    case $2 in
      *n*)
        rmd_emit facet "$rmd_task" content ok present present
        return 0
        ;;
    esac
    rmd_was=different
    rmd_meta=$(rmd_meta "$rmd_path")
  elif [ ! -d "$rmd_dir" ] && [ -z "$rmd_check" ]; then
    rmd_fail "Destination directory $rmd_dir does not exist"
    return 1
  fi
  if ! (rmd_want) >"$rmd_d/new" 2>"$rmd_d/err"; then
    rmd_fail "could not write the new content to $rmd_d"
    return 1
  fi
  [ "$rmd_was" = different ] && rmd_same "$rmd_d/new" "$rmd_path" && rmd_was=declared
  if [ "$rmd_was" != declared ]; then
    case $2 in
      *s*) ;;
      *)
        if [ -n "$rmd_diff" ] && [ "$rmd_was" = different ]; then
          cp "$rmd_path" "$rmd_d/old" && rmd_frame old 2 "$rmd_task" "$1" "$rmd_d/old"
        fi
        ;;
    esac
    case $2 in
      *v*)
        if [ -n "$rmd_check" ] && ! (rmd_env; rmd_valid "$rmd_d/new") >"$rmd_d/out" 2>"$rmd_d/err" </dev/null; then
          rmd_fail "failed to validate the new content of $1; the old file would stay"
          return 1
        fi
        ;;
    esac
  fi
  rmd_wants=$(rmd_wanted "$3" "$4" "$5" "$rmd_meta")
  if [ "$rmd_was" = declared ] && [ "$rmd_wants" = "$rmd_meta" ]; then
    rmd_put_facets ok "$rmd_meta" "$rmd_wants" "$3" "$4" "$5"
    return 0
  fi
  if [ -n "$rmd_check" ]; then
    rmd_changed=1
    rmd_put_facets would "$rmd_meta" "$rmd_wants" "$3" "$4" "$5"
    return 0
  fi
  if [ "$rmd_was" != declared ]; then
    rmd_replace "$1" "$2" "$3" "$4" "$5" || return 1
  else
    rmd_own "$rmd_path" "$3" "$4" "$5" || { rmd_fail "could not set mode or owner of $1"; return 1; }
  fi
  rmd_changed=1
  rmd_now=$(rmd_meta "$rmd_path")
  rmd_wants=$(rmd_wanted "$3" "$4" "$5" "$rmd_now")
  if ! rmd_same "$rmd_d/new" "$rmd_path" || [ "$rmd_now" != "$rmd_wants" ]; then
    rmd_put_facets failed "$rmd_meta" "$rmd_now" "$3" "$4" "$5"
    rmd_fail "$1 did not converge: it was changed by something else, or the file system ignores what was asked"
    return 1
  fi
  rmd_put_facets changed "$rmd_meta" "$rmd_now" "$3" "$4" "$5"
}

# rmd_replace NAME FLAGS MODE OWNER GROUP: $rmd_d/new takes the place of $rmd_path by a rename.
rmd_replace() {
  rmd_tmp=$(mktemp "$rmd_dir/.remediator.XXXXXXXX" 2>"$rmd_d/err") || { rmd_fail "could not make a temporary file in $rmd_dir"; return 1; }
  if ! rmd_fill "$3" "$4" "$5"; then
    rm -f "$rmd_tmp"
    rmd_fail "could not write the new content of $1; the old file is as it was"
    return 1
  fi
  case $2 in
    *v*)
      if ! (rmd_env; rmd_valid "$rmd_tmp") >"$rmd_d/out" 2>"$rmd_d/err" </dev/null; then
        [ -s "$rmd_d/err" ] || cat "$rmd_d/out" >"$rmd_d/err"
        rm -f "$rmd_tmp"
        rmd_fail "failed to validate the new content of $1; the old file is as it was"
        return 1
      fi
      ;;
  esac
  case $2 in
    *b*)
      if [ "$rmd_was" = different ]; then
        rmd_copy="$rmd_path.$$.$(date +%Y-%m-%d@%H:%M:%S)~"
        cp -a "$rmd_path" "$rmd_copy" 2>"$rmd_d/err" || { rm -f "$rmd_tmp"; rmd_fail "could not keep a copy of $1; it is as it was"; return 1; }
        printf %s "$rmd_copy" >"$rmd_d/cap"
        rmd_frame capture 3 "$rmd_task" backup_file 0 "$rmd_d/cap" /dev/null
      fi
      ;;
  esac
  sync "$rmd_tmp" 2>/dev/null || sync
  if ! mv -f "$rmd_tmp" "$rmd_path" 2>"$rmd_d/err"; then
    rm -f "$rmd_tmp"
    rmd_fail "could not put the new file in the place of $1 (a mount point cannot be replaced); it is as it was"
    return 1
  fi
}

# rmd_fill MODE OWNER GROUP: content, mode and owner of the temporary file. It starts as a copy of the old file, which takes over
# mode, owner, ACL and attributes.
rmd_fill() {
  if [ "$rmd_was" = different ]; then
    cp -a "$rmd_path" "$rmd_tmp" 2>"$rmd_d/err" || return 1
  else
    chmod "$(rmd_new_mode)" "$rmd_tmp" || return 1
  fi
  cat "$rmd_d/new" 2>"$rmd_d/err" >"$rmd_tmp" && rmd_own "$rmd_tmp" "$1" "$2" "$3"
}

# rmd_put_facets STATE META-BEFORE META-AFTER MODE OWNER GROUP: one event for each declared facet.
rmd_put_facets() {
  rmd_state=$1
  case $rmd_was:$rmd_state in
    declared:*) rmd_emit facet "$rmd_task" content ok declared declared ;;
    *) rmd_emit facet "$rmd_task" content "$rmd_state" "$rmd_was" declared ;;
  esac
  [ -z "$4" ] || rmd_put_facet mode "$(rmd_word 1 "$2")" "$(rmd_word 1 "$3")"
  [ -z "$5" ] || rmd_put_facet owner "$(rmd_word 2 "$2")" "$(rmd_word 2 "$3")"
  [ -z "$6" ] || rmd_put_facet group "$(rmd_word 3 "$2")" "$(rmd_word 3 "$3")"
}

rmd_put_facet() {
  if [ "$2" = "$3" ]; then
    rmd_emit facet "$rmd_task" "$1" ok "$2" "$3"
  else
    rmd_emit facet "$rmd_task" "$1" "$rmd_state" "${2:-absent}" "$3"
  fi
}

# rmd_meta PATH: mode, owner and group as three words.
rmd_meta() { stat -c '%a %U %G' "$1" 2>/dev/null; }

# rmd_word N TEXT: the N-th of three words.
rmd_word() {
  rmd_rest=$2
  case $1 in
    1) echo "${rmd_rest%% *}" ;;
    2) rmd_rest=${rmd_rest#* } && echo "${rmd_rest%% *}" ;;
    3) echo "${rmd_rest##* }" ;;
  esac
}

# rmd_wanted MODE OWNER GROUP META: the three words with what is declared put in. Numeric owners become names, as stat prints them.
rmd_wanted() {
  rmd_m=$(rmd_word 1 "$4") rmd_o=$(rmd_word 2 "$4") rmd_g=$(rmd_word 3 "$4")
  [ -n "$4" ] || { rmd_m=$(rmd_new_mode) rmd_o=$(id -un) rmd_g=$(id -gn); }
  [ -z "$1" ] || rmd_m=$(rmd_mode_after "$rmd_m" "$1")
  [ -z "$2" ] || rmd_o=$(rmd_name_of passwd "$2")
  [ -z "$3" ] || rmd_g=$(rmd_name_of group "$3")
  echo "$rmd_m $rmd_o $rmd_g"
}

# rmd_mode_after OLD SPEC: the octal digits that chmod SPEC makes of OLD, as stat prints them.
rmd_mode_after() {
  case $2 in
    *[!0-7]*)
      : >"$rmd_d/mode"
      chmod "$1" "$rmd_d/mode" && chmod "$2" "$rmd_d/mode" && stat -c %a "$rmd_d/mode"
      rm -f "$rmd_d/mode"
      ;;
    *)
      rmd_i=$2
      while case $rmd_i in 0?*) true ;; *) false ;; esac do rmd_i=${rmd_i#0}; done
      echo "$rmd_i"
      ;;
  esac
}

# rmd_name_of passwd|group NAME-OR-NUMBER: the name, where the number has one.
rmd_name_of() {
  case $2 in
    *[!0-9]*) echo "$2" ;;
    *)
      rmd_i=$(getent "$1" "$2" 2>/dev/null || grep "^[^:]*:[^:]*:$2:" "/etc/$1")
      [ -n "$rmd_i" ] && echo "${rmd_i%%:*}" || echo UNKNOWN
      ;;
  esac
}

# The mode of a new file: 0666 less the umask.
rmd_new_mode() { printf '%o\n' "$((0666 & ~0$(umask)))"; }

# rmd_own PATH MODE OWNER GROUP: owner first, since a change of owner clears the set-id bits.
rmd_own() {
  if [ -n "$3$4" ]; then
    chown -- "$3${4:+:$4}" "$1" 2>"$rmd_d/err" || return 1
  fi
  [ -z "$2" ] || chmod -- "$2" "$1" 2>"$rmd_d/err"
}

# rmd_same FILE FILE: same bytes.
rmd_same() {
  if command -v cmp >/dev/null 2>&1; then
    cmp -s "$1" "$2"
  else
    [ "$(cksum <"$1")" = "$(cksum <"$2")" ]
  fi
}
