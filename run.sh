#!/usr/bin/env bash
# Starts DocMgmt on this machine, with a PostgreSQL of its own. Arguments and environment go to the application; see README.md.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/install.sh"

install_missing
# Building nothing takes seconds too: only when a source is newer than the last build that succeeded.
built=$root/src/DocMgmt.Api/obj/built-by-run
host=$root/src/DocMgmt.Api/bin/Release/net10.0/DocMgmt.Api.dll
if [ ! -e "$built" ] || [ ! -e "$host" ] || [ -n "$(find "$root"/src "$root"/db/migrations "$root"/Directory.* -newer "$built" \
  -not -path '*/obj' -not -path '*/obj/*' -not -path '*/bin' -not -path '*/bin/*' -print -quit)" ]; then
  echo 'Building …' >&2
  for project in "$root"/src/*/; do mkdir -p "$project/obj" "$project/bin"; done # before the mark: making them changes the folders that they are in
  touch "$built.new"
  build_quietly "$root/src/DocMgmt.Api"
  mv "$built.new" "$built"
fi

export Data__Directory="${Data__Directory:-$root/.data}"
export ASPNETCORE_URLS="${ASPNETCORE_URLS:-http://127.0.0.1:8080}"
exec dotnet "$host" "$@"
