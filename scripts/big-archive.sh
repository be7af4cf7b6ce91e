#!/usr/bin/env bash
# Makes an archive of 6 GiB, one file of it over 4 GiB, and holds it against what it is to be: the first byte within a second, constant memory of the
# service, and `unzip -t` finds it whole. On a private database and a free port; needs 14 GiB below TMPDIR for a few minutes. Nothing is left behind.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/scripts/install.sh"

readonly MAX_GROWTH_MB=200 MAX_FIRST_BYTE=1.0 PASSWORD=big-archive-big-archive

install_missing
missing=()
for program in unzip curl openssl; do command -v "$program" >/dev/null || missing+=("$program"); done
[ ${#missing[@]} = 0 ] || apt_install "${missing[@]}" >&2
build_quietly "$root/src/DocMgmt.Api"

data=$(mktemp -d)
chmod 711 "$data" # the database's user passes through
service='' sampler=''
cleanup() {
  if [ -n "$sampler" ]; then kill "$sampler" 2>/dev/null || true; fi
  if [ -n "$service" ]; then kill "$service" 2>/dev/null || true; wait "$service" 2>/dev/null || true; fi
  rm -rf "$data"
}
trap cleanup EXIT
fail() { echo "FAILED: $1" >&2; exit 1; }

# The service chooses a port itself, and says which.
Data__Directory=$data/data ASPNETCORE_URLS=http://127.0.0.1:0 Admin__Password=$PASSWORD Users__DefaultQuotaBytes=$((1 << 40)) \
  dotnet "$root/src/DocMgmt.Api/bin/Release/net10.0/DocMgmt.Api.dll" >"$data/log" 2>&1 &
service=$!
url=''
for _ in $(seq 240); do
  url=$(grep -om1 'http://127\.0\.0\.1:[1-9][0-9]*' "$data/log" || true)
  [ -z "$url" ] || break
  kill -0 "$service" 2>/dev/null || { cat "$data/log" >&2; fail 'the service did not start'; }
  sleep 0.5
done
[ -n "$url" ] || { cat "$data/log" >&2; fail 'the service did not say where it is'; }

field() { grep -om1 "\"$1\":[^,}]*" | head -n 1 | cut -d: -f2- | tr -d '"'; }
token=$(curl -sS "$url/v1/auth/login" --json "{\"email\": \"admin@localhost\", \"password\": \"$PASSWORD\"}" | field access_token)
api() { curl -sS --fail-with-body -H "Authorization: Bearer $token" "$@"; }
upload() { api -T - -H "Content-Type: $3" "$url/v1/files/content?parent_id=$1&item_name=$2" >/dev/null; } # from standard input
folder() { api "$url/v1/items" --json "{\"item_name\": \"$2\", \"type\": \"folder\", \"parent_id\": $1}" | field id; }

# What no format makes smaller (a stream cipher's output), so that the archive is as large as what is in it; and some that can be compressed.
random() { openssl enc -aes-128-ctr -nosalt -K "$(printf '%032x' "$2")" -iv 0 -in /dev/zero 2>/dev/null | head -c "$1" || true; }
readonly FILM=$((4352 << 20)) PHOTO=$((600 << 20)) ENTRIES=109
echo 'Uploading …' >&2
top=$(folder null 'Big – größer')
folder "$top" empty >/dev/null
videos=$(folder "$top" videos)
random "$FILM" 1 | upload "$videos" film.mp4 video/mp4
for n in 2 3 4; do random "$PHOTO" "$n" | upload "$top" "photo-$n.jpg" image/jpeg; done
random $((64 << 20)) 5 | upload "$top" noise.bin application/octet-stream
head -c $((256 << 20)) /dev/zero | upload "$top" table.txt text/plain
for n in $(seq 100); do echo "$n" | upload "$videos" "note-$n.txt" text/plain; done

rss() { awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$service/status"; }
api -o /dev/null "$url/v1/items/$videos/archive?format=tar" --max-time 2 2>/dev/null || true # warm: what is loaded once is no growth
before=$(rss)
echo "$before" >"$data/peak"
(peak=$before; while now=$(rss 2>/dev/null); do [ "$now" -le "$peak" ] || { peak=$now; echo "$peak" >"$data/peak"; }; sleep 0.1; done) &
sampler=$!

for format in zip tar; do
  read -r first total size < <(api -o "$data/archive" -w '%{time_starttransfer} %{time_total} %{size_download}\n' "$url/v1/items/$top/archive?format=$format")
  growth=$(($(<"$data/peak") - before))
  printf '%s: %s bytes in %s s, first byte after %s s, memory of the service %s MB and %s MB more at most\n' "$format" "$size" "$total" "$first" "$before" "$growth"
  awk -v t="$first" -v most="$MAX_FIRST_BYTE" 'BEGIN { exit !(t < most) }' || fail "the first $format byte came after $first s"
  [ "$growth" -le "$MAX_GROWTH_MB" ] || fail "memory grew by $growth MB"
  if [ "$format" = zip ]; then
    unzip -tqq "$data/archive" || fail 'unzip -t finds faults'
    [ "$size" -ge $((6 << 30)) ] || fail 'it is smaller than 6 GiB'
    [ "$(unzip -Z1 "$data/archive" | wc -l)" = "$ENTRIES" ] || fail 'not all entries are there'
    cmp <(unzip -p "$data/archive" '*/videos/film.mp4') <(random "$FILM" 1) || fail 'the film is another'
  else
    [ "$(tar -tf "$data/archive" | wc -l)" = "$ENTRIES" ] || fail 'not all entries are there'
  fi
  rm "$data/archive"
done
echo 'Whole.'
