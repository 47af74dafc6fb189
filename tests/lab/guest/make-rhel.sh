#!/bin/sh
# Runs in the root file system of a Debian host: lays chrony out as Amazon Linux does, and puts yum and rpm stand-ins
# where apt and dpkg were. The daemon stays Debian's, so its unit has to name the configuration file.
set -eu
guest=$(dirname "$0")
store=/usr/local/lib/lab-rpm

# the package's files, kept apart for yum to install
files=$store/available/chrony/files
mkdir -p "$files/etc/sysconfig" "$files/usr/lib/systemd/system" "$files/usr/sbin" "$files/usr/bin"
cat >"$files/etc/chrony.conf" <<'END'
# Use the Amazon Time Sync Service.
pool 2.amazon.pool.ntp.org iburst

# Record the rate at which the system clock gains/losses time.
driftfile /var/lib/chrony/drift

# Allow the system clock to be stepped in the first three updates
# if its offset is larger than 1 second.
makestep 1.0 3

# Enable kernel synchronization of the real-time clock (RTC).
rtcsync

# Specify file containing keys for NTP authentication.
keyfile /etc/chrony.keys

# Specify directory for log files.
logdir /var/log/chrony
END
: >"$files/etc/chrony.keys"
chmod 640 "$files/etc/chrony.keys"
echo 'OPTIONS="-F 1"' >"$files/etc/sysconfig/chronyd"
# shellcheck disable=SC2016  # systemd expands $OPTIONS
sed -e '/^Alias=/d' -e '/^ConfigurationDirectory/d' \
  -e 's|^EnvironmentFile=.*|EnvironmentFile=-/etc/sysconfig/chronyd|' \
  -e 's|^ExecStart=.*|ExecStart=!/usr/sbin/chronyd -x -f /etc/chrony.conf $OPTIONS|' \
  /usr/lib/systemd/system/chrony.service >"$files/usr/lib/systemd/system/chronyd.service"
cp -a /usr/sbin/chronyd "$files/usr/sbin/"
cp -a /usr/bin/chronyc "$files/usr/bin/"
mkdir -p "$store/available/lab-hello/files/usr/bin" "$store/installed"
printf '#!/bin/sh\necho "lab-hello 1.1"\n' >"$store/available/lab-hello/files/usr/bin/lab-hello"
chmod 755 "$store/available/lab-hello/files/usr/bin/lab-hello"
echo '4.2-5.amzn2.0.2.x86_64' >"$store/available/chrony/version"
echo '1.1-1.amzn2.noarch' >"$store/available/lab-hello/version"
for p in systemd-219-78.amzn2.0.21.x86_64 openssh-server-7.4p1-22.amzn2.0.6.x86_64 sudo-1.8.23-10.amzn2.3.6.x86_64; do
  name=$(echo "$p" | sed 's/-[0-9].*//')
  echo "${p#"$name"-}" >"$store/installed/$name"
done

# Debian's chrony goes; its user gets the name it has here, its old name stays for the compiled-in default
systemctl -q disable chrony || true
rm -rf /etc/chrony /etc/default/chrony /etc/init.d/chrony /etc/rc?.d/[SK]??chrony /usr/lib/systemd/system/chrony* \
  /usr/sbin/chronyd /usr/bin/chronyc /var/lib/chrony/* /etc/dhcp /etc/network /etc/ppp /etc/logrotate.d/chrony
sed -i 's/^_chrony:\(.*\)$/chrony:\1\n_chrony:\1/' /etc/passwd /etc/group /etc/shadow

printf 'NAME="Amazon Linux"\nVERSION="2"\nID="amzn"\nID_LIKE="centos rhel fedora"\nVERSION_ID="2"\nPRETTY_NAME="Amazon Linux 2"\n' \
  >/usr/lib/os-release
echo 'Amazon Linux release 2 (Karoo)' >/etc/system-release
rm -rf /etc/debian_version /etc/apt /usr/bin/apt* /usr/bin/dpkg* /var/local/lab-repo
install -m 755 "$guest/yum" /usr/bin/yum
install -m 755 "$guest/rpm" /usr/bin/rpm
yum -y install chrony
systemctl -q enable chronyd
