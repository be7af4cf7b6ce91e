#!/usr/bin/env bash
# Measures the service (Release, private database, fsync on) with a load client in another process. ./bench.sh [small] [large] [batch] [links] [s3] [redis] [whale] [search] [audit]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/install.sh"

install_missing
install_s3
install_redis
build_quietly "$root/DocMgmt.sln"
cd "$root"
exec dotnet "$root/tests/DocMgmt.Benchmarks/bin/Release/net10.0/DocMgmt.Benchmarks.dll" "$root/src/DocMgmt.Api/bin/Release/net10.0/DocMgmt.Api.dll" "$@"
