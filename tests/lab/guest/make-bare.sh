#!/bin/sh
# Runs in the root file system of a Debian host: takes chrony off it, and whatever only chrony needs.
set -eu
apt-get -qy purge --autoremove chrony
rm -rf /etc/chrony /var/lib/chrony /var/log/chrony
