#!/bin/sh
# Runs the template files of Scriban's own tests through our Scriban, and prints what passes per folder.
# usage: scriban-files.sh CHECKOUT [--show NAME|all]    CHECKOUT: a clone of the Scriban repository
set -eu
if [ $# -lt 1 ] || [ ! -d "$1/src/Scriban.Tests/TestFiles" ]; then
  echo "usage: $0 CHECKOUT [--show NAME|all], where CHECKOUT is a clone of the Scriban repository" >&2
  exit 2
fi
exec dotnet run --project "$(dirname "$0")/../Remediator.Peers" -- scriban "$@"
