#!/usr/bin/env bash
# Sends made-up requests to every route until an answer is wrong; says which, and what was reached. ./fuzz.sh [REQUESTS] [SEED]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export FUZZ_REQUESTS=${1:-20000} FUZZ_SEED=${2:-1}
exec "$root/test.sh" --all --filter FullyQualifiedName~FuzzTests --logger 'console;verbosity=detailed'
