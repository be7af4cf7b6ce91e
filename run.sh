#!/usr/bin/env bash
# Starts DocMgmt on this machine, with a PostgreSQL of its own. Arguments and environment go to the application; see README.md.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/install.sh"

install_missing
build_quietly "$root/src/DocMgmt.Api"

export Data__Directory="${Data__Directory:-$root/.data}"
export ASPNETCORE_URLS="${ASPNETCORE_URLS:-http://127.0.0.1:8080}"
exec dotnet "$root/src/DocMgmt.Api/bin/Release/net10.0/DocMgmt.Api.dll" "$@"
