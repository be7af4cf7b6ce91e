#!/usr/bin/env bash
# Runs the tests; the last line is "N passed, N failed, N skipped". Succeeds only when some ran and none failed.
#   ./test.sh [--all] [arguments of dotnet test, such as --filter FullyQualifiedName~Rename]
# --all also runs what is marked with the trait Category=Long, and all tests on S3.
# The tests run on files, then those that depend on the store on an S3 server, where that can be had. With a filter, or with TEST_STORE=Files
# or TEST_STORE=S3, there is one run, on that store.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$root/scripts/install.sh"
results=$root/TestResults

filter='Category!=Long'
# What a store's ways can be seen in.
on_s3='FullyQualifiedName~Tests.Blobs|FullyQualifiedName~Tests.Files|FullyQualifiedName~Tests.Archives|FullyQualifiedName~DoctorVerb|FullyQualifiedName~DoctorSteps|FullyQualifiedName~DoctorWhile|FullyQualifiedName~Mending|FullyQualifiedName~StoreChecks|FullyQualifiedName~Tests.Resumable|FullyQualifiedName~CrashTests|FullyQualifiedName~kill_9_between'
given='' arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --all) filter='' on_s3='FullyQualifiedName~Tests' ;;
    --filter) given=${2:?--filter wants a value}; shift ;;
    --filter=*) given=${1#*=} ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
store=${TEST_STORE:-Files}
[ -z "$given" ] || filter="${filter:+($filter)&}($given)"
with() { [ -z "$filter" ] && echo "$1" || echo "($filter)&($1)"; }

# Most of what runs here runs too seldom to repay the runtime for first counting how it runs.
export DOTNET_TieredPGO=0

# A run that crashed leaves no result file or half of one, so the exit code counts too.
run() {
  local code=0
  install_missing && install_browser && install_s3 && install_redis && install_tus_client "$root/tests/tus-client" && build_quietly "$root/DocMgmt.sln" || return
  if [ "$store" = Files ]; then
    run_on Files "$filter" || code=$?
    if [ -z "$given" ] && [ -z "${TEST_STORE:-}" ] && has_s3; then run_on S3 "$(with "($on_s3)&Store!=Files")" || code=$?; fi
  else
    run_on "$store" "$(with 'Store!=Files')" || code=$?
  fi
  return "$code"
}

run_on() {
  TEST_STORE=$1 dotnet test "$root/DocMgmt.sln" -c Release --no-build --results-directory "$results" --logger trx \
    --blame-hang-timeout 120s --blame-hang-dump-type none ${2:+--filter "$2"} "${arguments[@]}"
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
