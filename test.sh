#!/usr/bin/env bash
# Runs the tests; the last line is "N passed, N failed, N skipped". Succeeds only when some ran and none failed.
#   ./test.sh [--all] [arguments of dotnet test, such as --filter FullyQualifiedName~Rename]
# --all also runs what is marked with the trait Category=Long.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/install.sh"
results=$root/TestResults

filter='Category!=Long'
given='' arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --all) filter='' ;;
    --filter) given=${2:?--filter wants a value}; shift ;;
    --filter=*) given=${1#*=} ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
[ -z "$given" ] || filter="${filter:+($filter)&}($given)"
[ -z "$filter" ] || arguments+=(--filter "$filter")

# Most of what runs here runs too seldom to repay the runtime for first counting how it runs.
export DOTNET_TieredPGO=0

# A run that crashed leaves no result file or half of one, so the exit code counts too.
run() {
  install_missing && install_browser && build_quietly "$root/DocMgmt.sln" || return
  dotnet test "$root/DocMgmt.sln" -c Release --no-build --results-directory "$results" --logger trx \
    --blame-hang-timeout 120s --blame-hang-dump-type none "${arguments[@]}"
}

# Sums the <Counters> of all result files: passed, failed, skipped. What was never executed was skipped.
count() {
  find "$results" -name '*.trx' -exec cat {} + 2>/dev/null | awk '
    function value(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) + 0 : 0 }
    /<Counters / { total += value("total"); executed += value("executed"); passed += value("passed") }
    END { print passed + 0, executed - passed, total - executed }'
}

rm -rf "$results"
code=0
run || code=$?
read -r passed failed skipped < <(count)
if [ "$failed" -gt 0 ] || [ $((passed + failed)) = 0 ]; then code=$((code > 0 ? code : 1)); fi
echo
echo "$passed passed, $failed failed, $skipped skipped"
exit "$code"
