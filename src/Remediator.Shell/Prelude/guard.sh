# Remediator prelude: what an unattended run asks of a host before it changes anything: room on its disks, a clock that would not be
# stepped where it must not be, and the lease. Whatever is told is a line whose first word says what it is about (HostGuard.cs).

# rmd_guard LEASE CONTROLLER HOLDER SECONDS [MAKESTEP]: takes the lease where nothing is against it. MAKESTEP is only given where the
# clock must not be stepped: see rmd_guard_clock.
rmd_guard() {
  {
    rmd_guard_disks
    [ -z "${5-}" ] || rmd_guard_clock "$5"
  } >"$rmd_d/guard"
  if [ -s "$rmd_d/guard" ]; then cat "$rmd_d/guard"; else rmd_lease_take "$1" "$2" "$3" "$4"; fi
}

# Prints "full bytes|inodes LEFT MOUNT" for each file system that daemons write to and that has no room: below 1 MiB or 16 inodes they
# cannot keep a pid file or a log. A file system that nobody writes to, such as a read-only root, is full by nature.
rmd_guard_disks() {
  for rmd_i in Pk Pi; do
    df "-$rmd_i" / /etc /tmp /var /var/lib /var/log /run 2>/dev/null | while read -r rmd_got rmd_all rmd_got rmd_left rmd_got rmd_mount; do
      case $rmd_all:$rmd_left in 0:* | *[!0-9:]* | *: | :*) continue ;; esac
      [ "$(id -u)" -ne 0 ] || [ -w "$rmd_mount" ] || continue
      case $rmd_i in
        Pk) [ "$rmd_left" -ge 1024 ] || echo "full bytes $((rmd_left * 1024)) $rmd_mount" ;;
        *) [ "$rmd_left" -ge 16 ] || echo "full inodes $rmd_left $rmd_mount" ;;
      esac
    done
  done | sort -u
}

# rmd_guard_clock MAKESTEP: prints "step WHY" where chronyd, started anew, may step the clock. MAKESTEP: the directive's words in the
# configuration that will hold then; "none" where that has none; "?" for what the host has now.
rmd_guard_clock() {
  rmd_step=$1
  [ "$rmd_step" != '?' ] || rmd_step=$(rmd_guard_makestep)
  rmd_limit=${rmd_step#* }
  rmd_step=${rmd_step%% *}
  case $rmd_step:$rmd_limit in
    none:* | *:0) return 0 ;;
    *:-*)
      echo "step makestep $rmd_step $rmd_limit lets chronyd step the clock at any time"
      return 0
      ;;
  esac
  rmd_offset=$(rmd_guard_offset)
  if [ -z "$rmd_offset" ]; then
    echo "step a start of chronyd may step the clock (makestep $rmd_step $rmd_limit), and nobody can say how wrong it is"
  elif ! awk -v offset="$rmd_offset" -v step="$rmd_step" 'BEGIN { exit !(offset + 0 <= step + 0 && offset + 0 >= -step) }'; then
    echo "step a start of chronyd would step the clock, which is $rmd_offset s wrong (makestep $rmd_step $rmd_limit)"
  fi
}

# The words after the last makestep of the host's configuration, or none.
rmd_guard_makestep() {
  rmd_file=/etc/chrony.conf
  [ ! -r /etc/chrony/chrony.conf ] || rmd_file=/etc/chrony/chrony.conf
  {
    echo makestep none
    # With what it includes, where chronyd can tell (from 4.0 on).
    rmd_within 10 chronyd -p -f "$rmd_file" 2>/dev/null || cat "$rmd_file" "${rmd_file%/*}"/conf.d/*.conf "${rmd_file%/*}"/chrony.d/*.conf 2>/dev/null
  } | sed -n 's/^[[:space:]]*[mM][aA][kK][eE][sS][tT][eE][pP][[:space:]]\{1,\}//p' | tail -n 1
}

# Seconds that the clock is from NTP time: by chronyd where it follows something, else measured; nothing where nobody knows.
rmd_guard_offset() {
  rmd_got=$(rmd_within 10 chronyc -c tracking 2>/dev/null) || rmd_got=
  case $rmd_got in
    '' | 7F7F0101,* | 00000000,* | *'Not synchronised'*)
      # Measures and sets nothing.
      rmd_within 15 chronyd -Q -t 10 2>&1 | sed -n 's/.*System clock wrong by \([-+0-9.]*\) seconds.*/\1/p' | tail -n 1
      ;;
    *) printf '%s\n' "$rmd_got" | cut -d , -f 5 ;;
  esac
}

# The lease: a file whose number is one above the last one's, made whole by ln, which only one can do. Its lines: boot id, seconds of
# the host's own up time when it was taken and when it ends (clocks on the wall are what is broken), the controller, and who holds it
# in words. A lease is dead when it is over, when its boot is, or when it is the controller's own: a controller lets one run of a
# playbook work at a time, so that run is gone.

# rmd_lease_take LEASE CONTROLLER HOLDER SECONDS: prints "taken", after "stale WHY AGE HOLDER" for each dead one; "held AGE HOLDER"
# where another has it; "broken WHY" where there can be none.
rmd_lease_take() {
  rmd_lease_now && rmd_lease_folder || return 0
  rmd_last=0
  for rmd_file in "$rmd_leases/$1".lease.[0-9]*; do
    rmd_lease_read "$rmd_file" "$2" || continue
    [ -n "$rmd_dead" ] || { echo "held $rmd_age $rmd_holder"; return 0; }
    echo "stale $rmd_dead $rmd_age $rmd_holder"
    [ "${rmd_file##*.}" -le "$rmd_last" ] || rmd_last=${rmd_file##*.}
  done
  rmd_mine=$rmd_leases/$1.lease.$((rmd_last + 1))
  if ! rmd_lease_write "$2" "$3" "$4" || ! ln "$rmd_new" "$rmd_mine" 2>"$rmd_d/err"; then
    rm -f "$rmd_new"
    if rmd_lease_read "$rmd_mine" ''; then
      echo "held $rmd_age $rmd_holder"
    elif grep -q exists "$rmd_d/err"; then
      # Given back a moment ago.
      echo 'held 0 another run'
    else
      echo "broken $(head -n 1 "$rmd_d/err")"
    fi
    return 0
  fi
  rm -f "$rmd_new"
  # One who saw the same dead lease may have taken it over, worked and gone, and a third may have come since: whoever finds another's
  # living lease beside its own gives way.
  for rmd_file in "$rmd_leases/$1".lease.[0-9]*; do
    if [ "$rmd_file" = "$rmd_mine" ] || ! rmd_lease_read "$rmd_file" "$2"; then continue; fi
    if [ -z "$rmd_dead" ]; then
      rm -f "$rmd_mine"
      echo "held $rmd_age $rmd_holder"
      return 0
    fi
    rm -f "$rmd_file"
  done
  echo taken
}

# rmd_lease_keep LEASE CONTROLLER HOLDER SECONDS: prolongs it; prints "kept", or "lost" where it is another's by now.
rmd_lease_keep() {
  rmd_lease_now && rmd_lease_folder || return 0
  for rmd_file in "$rmd_leases/$1".lease.[0-9]*; do
    rmd_lease_read "$rmd_file" "$2" || continue
    if [ "$rmd_dead" = own ] && rmd_lease_write "$2" "$3" "$4" && mv -f "$rmd_new" "$rmd_file"; then
      echo kept
      return 0
    fi
  done
  echo lost
}

# rmd_lease_drop LEASE CONTROLLER: gives it back.
rmd_lease_drop() {
  rmd_lease_now && rmd_lease_folder || return 0
  for rmd_file in "$rmd_leases/$1".lease.[0-9]*; do
    rmd_lease_read "$rmd_file" "$2" || continue
    [ "$rmd_dead" != own ] || rm -f "$rmd_file"
  done
  echo dropped
}

# Where leases are: only readable by whoever runs there.
rmd_lease_folder() {
  if [ "$(id -u)" -eq 0 ]; then
    rmd_leases=${rmd_lease_home:-/var/lib/remediator}/leases
  else
    rmd_leases=${rmd_lease_home:-${XDG_STATE_HOME:-$HOME/.local/state}/remediator}/leases
  fi
  (umask 077 && mkdir -p "$rmd_leases") 2>"$rmd_d/err" && return 0
  echo "broken $(head -n 1 "$rmd_d/err")"
  return 1
}

# The host's boot and the seconds since, which no one can set.
rmd_lease_now() {
  rmd_up='' rmd_this_boot=''
  { read -r rmd_up rmd_got </proc/uptime; } 2>/dev/null
  { read -r rmd_this_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
  rmd_up=${rmd_up%%.*}
  [ -z "$rmd_up" ] || return 0
  echo 'broken the host has no /proc/uptime, by which a lease is measured'
  return 1
}

# rmd_lease_write CONTROLLER HOLDER SECONDS: a file beside the leases; its name is left in rmd_new.
rmd_lease_write() {
  rmd_new=
  rmd_new=$(mktemp "$rmd_leases/.new.XXXXXXXX" 2>"$rmd_d/err") || return 1
  printf '%s\n' "$rmd_this_boot" "$rmd_up" "$((rmd_up + $3))" "$1" "$2" >"$rmd_new" 2>"$rmd_d/err"
}

# rmd_lease_read FILE CONTROLLER: sets rmd_dead (empty while it lives; boot, over, own or unreadable), rmd_age and rmd_holder. Fails where
# there is no such file, perhaps since a moment ago.
rmd_lease_read() {
  rmd_its_boot='' rmd_from='' rmd_until='' rmd_controller='' rmd_holder=''
  {
    read -r rmd_its_boot
    read -r rmd_from
    read -r rmd_until
    read -r rmd_controller
    read -r rmd_holder
    :
  } 2>/dev/null <"$1" || return 1
  rmd_dead='' rmd_age=0
  case $rmd_from:$rmd_until in
    *[!0-9:]* | :* | *:) rmd_dead=unreadable ;;
    *)
      rmd_age=$((rmd_up - rmd_from))
      # One that was taken after we looked at the clock is no second old.
      [ "$rmd_age" -ge 0 ] || rmd_age=0
      if [ "$rmd_its_boot" != "$rmd_this_boot" ]; then
        rmd_dead=boot rmd_age=0
      elif [ -n "$2" ] && [ "$rmd_controller" = "$2" ]; then
        rmd_dead=own
      elif [ "$rmd_up" -ge "$rmd_until" ]; then
        rmd_dead=over
      fi
      ;;
  esac
  rmd_holder=${rmd_holder:-somebody}
}
