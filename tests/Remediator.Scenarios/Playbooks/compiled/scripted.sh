#!/bin/sh
# Run by raw.yml on the host.
echo "$#:$1" >/usr/local/compiled/scripted
