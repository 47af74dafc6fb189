#!/bin/sh
# Runs in a host. Prints what check mode must not change: type, mode, owner, path and link target of everything in /etc
# and /usr/local, the files' checksums, and the state of each service unit. A unit that rests is shown without its last start: systemd forgets that when it likes.
find /etc /usr/local -printf '%y %m %U:%G %p %l\n' | sort
find /etc /usr/local -type f -exec sha256sum {} + | sort -k 2
{
  systemctl list-unit-files --type=service --no-legend --no-pager --plain | awk '$1 !~ /@\./ { print $1 }'
  systemctl list-units --type=service --state=active,failed,activating --no-legend --no-pager --plain | awk '{ print $1 }'
} | sort -u | xargs systemctl show --no-pager \
  -p Id,ActiveState,SubState,UnitFileState,NRestarts,ExecMainStartTimestampMonotonic,Transient |
  awk -F= '
    function flush() {
      if ("Id" in p && p["Transient"] != "yes") {
        started = p["ActiveState"] == "inactive" ? "-" : p["ExecMainStartTimestampMonotonic"]
        print "unit", p["Id"], p["ActiveState"], p["SubState"], "file=" p["UnitFileState"], "restarts=" p["NRestarts"], "started=" started
      }
      delete p
    }
    /^$/ { flush(); next }
    { p[$1] = $2 }
    END { flush() }' | sort -u
