#!/usr/bin/env bash
# Kills the service, its database or both in the middle of their work, again and again, and looks each time whether everything is as it was
# answered: the suite's CrashTests for as many rounds as wanted, with fsync on. ./crash.sh ROUNDS [SEED]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/install.sh"

[ $# -ge 1 ] || { echo 'crash.sh ROUNDS [SEED]' >&2; exit 2; }
install_missing
build_quietly "$root/DocMgmt.sln"
exec dotnet "$root/tests/DocMgmt.Soak/bin/Release/net10.0/DocMgmt.Soak.dll" crash "$@"
