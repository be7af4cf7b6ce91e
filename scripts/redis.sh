#!/usr/bin/env bash
# A Redis server for tests and trials, with its data in memory, on 127.0.0.1. Takes redis-server, or what Debian's redis-tools have of it.
#   scripts/redis.sh PORT
# Says its process id and "ready" when it serves, and ends, with the server, when its standard input does.
set -euo pipefail
port=${1:?port} pid=

# Debian's redis-server is a link to this, which goes by the name that it is called by.
server=$(command -v redis-server || command -v redis-check-rdb)
folder=$(mktemp -d)
trap '[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 0' INT TERM HUP

# A session of its own: Ctrl-C at a terminal ends this script, which then ends it.
cd "$folder"
ln -s "$server" redis-server
setsid ./redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" </dev/null >"$folder/log" 2>&1 &
pid=$!
disown
for _ in $(seq 1 200); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    echo "$pid ready"
    cat >/dev/null
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.02
done
cat "$folder/log" >&2
echo "Redis did not start." >&2
exit 1
