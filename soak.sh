#!/usr/bin/env bash
# Works a service of its own (Release, private database, fsync on) for hours, kills it every few minutes, and looks each time whether everything
# is as it was answered. Says what it did; fails when anything is not. Deletes what it made. ./soak.sh HOURS [SEED]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/install.sh"

[ $# -ge 1 ] || { echo 'soak.sh HOURS [SEED]' >&2; exit 2; }
install_missing
build_quietly "$root/DocMgmt.sln"
exec dotnet "$root/tests/DocMgmt.Soak/bin/Release/net10.0/DocMgmt.Soak.dll" soak "$@"
