#!/bin/sh
# light-host.sh RUN BASE I ADDRESS CHRONY: becomes light host I, in namespaces that light.sh made for it. A script of its own
# and sparing with processes, because hundreds of them start at once.
set -eu
dir=$1/hosts/$3
root=$dir/root
mkdir -p "$dir/upper/etc" "$dir/work" "$root"
echo "L$3" >"$dir/upper/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 L%s\n' "$3" >"$dir/upper/etc/hosts"
mount -t overlay "light-$3" -o "lowerdir=$1/layer:$2,upperdir=$dir/upper,workdir=$dir/work" "$root"
mount -t proc proc "$root/proc"
mount -t devpts devpts "$root/dev/pts" -o newinstance,ptmxmode=0666,mode=620,gid=5
echo "L$3" >/proc/sys/kernel/hostname
printf 'addr add %s/20 dev eth0\nlink set lo up\nlink set eth0 up\n' "$4" | ip -batch -
# no process of the host may set this machine's clock
# shellcheck disable=SC2016  # expanded by the inner shell
exec setpriv --bounding-set=-sys_time --inh-caps=-all chroot "$root" /bin/sh -c '
  [ -z "$0" ] || systemctl start chrony
  exec /usr/sbin/sshd -D -E /run/sshd.log' "$5"
