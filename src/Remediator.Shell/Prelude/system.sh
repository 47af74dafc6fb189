# Remediator prelude: the host's name and time zone, and where its packages come from.

# rmd_show_hostname permanent|current WANT
rmd_show_hostname() {
  if [ "$1" = current ]; then
    cat /proc/sys/kernel/hostname 2>/dev/null || hostname
  elif [ -d /run/systemd/system ] && command -v hostnamectl >/dev/null 2>&1; then
    hostnamectl --static status 2>/dev/null || cat /etc/hostname
  elif [ -e /etc/hostname ]; then
    sed -n '/^[^#]/{p;q;}' /etc/hostname
  else
    sed -n 's/^HOSTNAME=//p' /etc/sysconfig/network 2>/dev/null
  fi
}

rmd_set_hostname() {
  if [ -d /run/systemd/system ] && command -v hostnamectl >/dev/null 2>&1; then
    case $1 in
      current) rmd_tell hostnamectl --transient set-hostname "$2" ;;
      *) rmd_tell hostnamectl --static --pretty set-hostname "$2" ;;
    esac
  elif [ "$1" = current ]; then
    rmd_tell hostname "$2"
  elif [ -e /etc/hostname ] || [ ! -e /etc/sysconfig/network ]; then
    printf '%s\n' "$2" >/etc/hostname
  else
    grep -v '^HOSTNAME=' /etc/sysconfig/network >"$rmd_d/network"
    { cat "$rmd_d/network"; printf 'HOSTNAME=%s\n' "$2"; } >/etc/sysconfig/network
  fi
}

# rmd_show_timezone: its name.
rmd_show_timezone() {
  if [ -L /etc/localtime ]; then
    readlink /etc/localtime | sed 's,.*zoneinfo/,,'
  elif [ -e /etc/timezone ]; then
    sed -n 1p /etc/timezone
  else
    echo UTC
  fi
}

# timedated remembers the zone while it lives, and does nothing where it is asked for the one that it
# remembers, although somebody moved the link since: what it left undone is done here, in its form.
rmd_set_timezone() {
  if [ -d /run/systemd/system ] && command -v timedatectl >/dev/null 2>&1; then
    rmd_tell timedatectl set-timezone "$1" || return 1
    # As timedated leaves it, which writes the link alone.
    [ "$(rmd_show_timezone)" = "$1" ] || ln -sfn "../usr/share/zoneinfo/$1" /etc/localtime
    return
  fi
  ln -sfn "../usr/share/zoneinfo/$1" /etc/localtime || return 1
  [ ! -e /etc/timezone ] || printf '%s\n' "$1" >/etc/timezone
}

# rmd_show_apt_source FOLDER LINE: present where a file of apt's has the line, whatever its blanks.
rmd_show_apt_source() {
  if cat "$1/sources.list" "$1"/sources.list.d/*.list 2>/dev/null | sed 's/#.*//; s/[[:space:]]\{1,\}/ /g; s/^ //; s/ $//' | grep -qxF -e "$2"; then echo present; else echo absent; fi
}

# rmd_add_apt_source FILE LINE MODE
rmd_add_apt_source() {
  mkdir -p "${1%/*}" || return 1
  if [ -s "$1" ] && [ -n "$(tail -c 1 "$1")" ]; then echo >>"$1" || return 1; fi
  printf '%s\n' "$2" >>"$1" && rmd_own "$1" "$3" '' ''
}

# rmd_drop_apt_source FOLDER LINE: out of every file; a file that is empty then goes, too.
rmd_drop_apt_source() {
  for rmd_i in "$1/sources.list" "$1"/sources.list.d/*.list; do
    [ -f "$rmd_i" ] || continue
    awk -v line="$2" '{ text = $0; sub(/#.*/, "", text); gsub(/[ \t]+/, " ", text); sub(/^ /, "", text); sub(/ $/, "", text); if (text != line) print }' "$rmd_i" >"$rmd_d/list" || return 1
    rmd_same "$rmd_d/list" "$rmd_i" && continue
    if [ -s "$rmd_d/list" ] || [ "$rmd_i" = "$1/sources.list" ]; then cat "$rmd_d/list" >"$rmd_i"; else rm -f "$rmd_i"; fi
  done
}

# rmd_key_ids FILE: the long ids of the OpenPGP keys in it.
rmd_key_ids() {
  gpg --batch --quiet --no-default-keyring --homedir "$rmd_d" --with-colons --show-keys "$1" 2>/dev/null | awk -F: '$1 == "pub" { print $5 }'
}

# rmd_show_apt_key ID KEYRING
rmd_show_apt_key() {
  rmd_i=$(printf '%s' "$1" | tr -d ' ' | tr 'a-f' 'A-F' | sed 's/^0X//')
  [ "${#rmd_i}" -le 16 ] || rmd_i=$(printf '%s' "$rmd_i" | sed 's/.*\(.\{16\}\)$/\1/')
  if apt-key ${2:+--keyring} ${2:+"$2"} adv --list-public-keys --with-colons 2>/dev/null | awk -F: '$1 == "pub" || $1 == "sub" { print $5 }' | grep -q -- "$rmd_i\$"; then echo present; else echo absent; fi
}

# rmd_show_rpm_key ID
rmd_show_rpm_key() {
  rmd_i=$(printf '%s' "$1" | tr -d ' ' | tr 'A-F' 'a-f' | sed 's/^0x//; s/.*\(.\{8\}\)$/\1/')
  if rpm -q gpg-pubkey --qf '%{version}\n' 2>/dev/null | grep -qxF -- "$rmd_i"; then echo present; else echo absent; fi
}
