# Remediator prelude: HTTP by curl, or by wget where that is all there is.

# rmd_http URL METHOD TIMEOUT BODY-OUT BODY-IN REDIRECTS CERTS WORDS...: asks, and leaves headers in $rmd_d/head. REDIRECTS: all, safe or none;
# CERTS: 1 or empty. BODY-IN: a file, or empty. stdin holds headers and credentials as curl's config, so that no list of processes shows
# them. Prints status, blank, the address that answered; fails where there was no whole answer.
rmd_http() {
  rmd_url=$1 rmd_method=$2 rmd_limit=$3 rmd_body=$4 rmd_data=$5 rmd_redirects=$6 rmd_certs=$7
  shift 7
  : >"$rmd_d/head"
  : >"$rmd_body"
  case $rmd_redirects:$rmd_method in
    all:* | safe:GET | safe:HEAD) rmd_redirects=1 ;;
    *) rmd_redirects= ;;
  esac
  if command -v curl >/dev/null 2>&1; then
    [ -n "$rmd_certs" ] || set -- --insecure "$@"
    case $rmd_method in
      HEAD) set -- --head "$@" ;;
      *) set -- -X "$rmd_method" "$@" ;;
    esac
    rmd_i=$(curl -sS -q -K - -D "$rmd_d/head" -o "$rmd_body" --max-time "$rmd_limit" ${rmd_redirects:+-L} \
      ${rmd_data:+--data-binary} ${rmd_data:+"@$rmd_data"} -w '%{http_code} %{url_effective}' "$@" -- "$rmd_url")
    rmd_ended_with=$?
    case $rmd_i in 000*) rmd_i=${rmd_i#00} ;; esac
    printf '%s' "$rmd_i"
    return "$rmd_ended_with"
  fi
  command -v wget >/dev/null 2>&1 || { echo "neither curl nor wget is here" >&2; return 127; }
  while IFS= read -r rmd_line; do
    case $rmd_line in
      'header = "'*)
        rmd_line=${rmd_line#'header = "'}
        set -- "$@" --header "$(printf '%s' "${rmd_line%\"}" | sed 's/\\\(.\)/\1/g')"
        ;;
    esac
  done
  case $rmd_method:$rmd_data in
    GET:) ;;
    POST:?*) set -- "$@" --post-file "$rmd_data" ;;
    *) set -- "$@" --method "$rmd_method" ${rmd_data:+--body-file} ${rmd_data:+"$rmd_data"} ;;
  esac
  [ -n "$rmd_certs" ] || set -- --no-check-certificate "$@"
  if wget --help 2>&1 | grep -q content-on-error; then
    set -- "$@" --content-on-error --tries 1
    [ -n "$rmd_redirects" ] || set -- "$@" --max-redirect 0
  fi
  wget -q -S -O "$rmd_body" -T "$rmd_limit" "$@" "$rmd_url" 2>"$rmd_d/told"
  rmd_ended_with=$?
  sed -n 's/^ \{1,\}\(HTTP\/.*\)$/\1/p; s/^ \{1,\}\([A-Za-z][A-Za-z0-9-]*: .*\)$/\1/p' "$rmd_d/told" >"$rmd_d/head"
  rmd_i=$(sed -n 's/^HTTP\/[0-9.]* \([0-9]*\).*/\1/p' "$rmd_d/head" | tail -n 1)
  printf '%s %s' "${rmd_i:-0}" "$rmd_url"
  # It fails, too, where the answer is an error, which is an answer all the same.
  case $rmd_ended_with:$rmd_i in 0:* | *:[45]??) return 0 ;; esac
  cat "$rmd_d/told" >&2
  return "$rmd_ended_with"
}

# rmd_uri BODY WORDS-OF-rmd_http...: what UriModule.cs reads: seconds, status and address, headers, an empty line, the body.
rmd_uri() {
  rmd_from=$(date +%s)
  rmd_i=$(rmd_http "$@") || return
  printf '%s %s\n' "$(($(date +%s) - rmd_from))" "$rmd_i"
  # Only the last answer's headers: those of redirects come before.
  tr -d '\r' <"$rmd_d/head" | awk '/^HTTP\// { text = "" } { text = text $0 "\n" } END { printf "%s", text }' | sed '/^$/d'
  echo
  cat "$4"
}

# rmd_target DEST NAME: DEST, or NAME in it where it is a folder.
rmd_target() {
  case $1 in
    */) printf %s "$1$2" ;;
    *) if [ -d "$1" ]; then printf %s "$1/$2"; else printf %s "$1"; fi ;;
  esac
}

# rmd_download DEST NAME FORCE ALGORITHM CHECKSUM WORDS-OF-rmd_http...: brings the file to $rmd_d/download, or leaves that away where the one that
# is there will do. Prints status and a message, a line each.
rmd_download() {
  rmd_path=$(rmd_target "$1" "$2") rmd_force=$3 rmd_tool=${4:+$4sum} rmd_wanted=$5
  shift 5
  rm -f "$rmd_d/download"
  case $rmd_wanted in
    *://*)
      rmd_wanted=$(rmd_http "$rmd_wanted" GET "$3" "$rmd_d/sums" '' "$6" "$7" </dev/null) || return 1
      rmd_wanted=$(rmd_sum_of "${1##*/}" "$rmd_d/sums")
      [ -n "$rmd_wanted" ] || { echo "Unable to find a checksum for file '${1##*/}'" >&2; return 1; }
      ;;
  esac
  rmd_wanted=$(printf '%s' "$rmd_wanted" | tr 'A-F' 'a-f')
  if [ -f "$rmd_path" ] && [ -z "$rmd_force" ]; then
    if [ -n "$rmd_tool" ]; then
      rmd_got=$("$rmd_tool" <"$rmd_path")
      [ "${rmd_got%% *}" != "$rmd_wanted" ] || { printf '\nfile already exists\n'; return 0; }
    else
      # Only what is newer than the file.
      rmd_since=$(LC_ALL=C date -u -r "$rmd_path" '+%a, %d %b %Y %H:%M:%S GMT' 2>/dev/null)
      { cat; printf 'header = "If-Modified-Since: %s"\n' "$rmd_since"; } >"$rmd_d/config"
      exec <"$rmd_d/config"
    fi
  fi
  rmd_got=$(rmd_http "$@") || return 1
  rmd_got=${rmd_got%% *}
  case $rmd_got in
    304) rm -f "$rmd_d/download"; printf '304\nHTTP Error 304: Not Modified\n'; return 0 ;;
    2?? | 0) ;;
    *)
      rm -f "$rmd_d/download"
      echo "Request failed: HTTP Error $rmd_got: $(sed -n 's/^HTTP\/[0-9.]* [0-9]* *//p' "$rmd_d/head" | tr -d '\r' | tail -n 1)" >&2
      printf '%s\n' "$rmd_got"
      return 1
      ;;
  esac
  if [ -n "$rmd_tool" ]; then
    rmd_i=$("$rmd_tool" <"$rmd_d/download")
    if [ "${rmd_i%% *}" != "$rmd_wanted" ]; then
      echo "The checksum for $rmd_path did not match $rmd_wanted; it was ${rmd_i%% *}." >&2
      return 1
    fi
  fi
  printf '%s\nOK (%s bytes)\n' "$rmd_got" "$(($(wc -c <"$rmd_d/download")))"
}

# rmd_load WORDS-OF-rmd_download...: as it, but why it fails is left for rmd_is_loaded.
rmd_load() {
  if rmd_download "$@" 2>"$rmd_d/trouble"; then
    : >"$rmd_d/trouble"
  elif [ ! -s "$rmd_d/trouble" ]; then
    echo "Request failed: $rmd_url" >"$rmd_d/trouble"
  fi
}

rmd_is_loaded() {
  [ -s "$rmd_d/trouble" ] || return 0
  cat "$rmd_d/trouble"
  return 1
}

# rmd_sum_of NAME FILE: its checksum in a list of them, or the only one.
rmd_sum_of() {
  awk -v name="$1" 'NF == 1 && $1 ~ /^[0-9a-fA-F]+$/ { only = $1 } { file = $2; sub(/^\*/, "", file); sub(/^\.\//, "", file); if (file == name) { print $1; found = 1; exit } }
    /^[A-Z0-9]+ \(.*\) = / { split($0, p, " = "); file = $2; gsub(/[()]/, "", file); if (file == name) { print p[2]; found = 1; exit } } END { if (!found && only != "" && NR == 1) print only }' "$2"
}

# What the last download was, for GetUrlModule.cs: SHA-1 of the file that is there, of the one that came, MD5 of what is there.
rmd_downloaded() {
  rmd_path=$(rmd_target "$1" "$2")
  [ ! -f "$rmd_path" ] || { sha1sum; md5sum <"$rmd_path"; } <"$rmd_path"
  [ ! -f "$rmd_d/download" ] || sha1sum <"$rmd_d/download"
}
