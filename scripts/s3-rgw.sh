#!/usr/bin/env bash
# A real S3 server for tests and trials: Ceph's RADOS gateway with its data in memory, on 127.0.0.1. Takes radosgw, ceph-mon and ceph-osd.
#   scripts/s3-rgw.sh FOLDER PORT
# Makes FOLDER, uses the ports PORT to PORT+40, says "ready" when it serves, and ends, with all it started, when its standard input does.
# S3_ACCESS_KEY and S3_SECRET_KEY are the keys of its only user; S3_BYTES is how much it holds.
set -euo pipefail
folder=$(realpath -m "${1:?folder}") port=${2:?port}
access=${S3_ACCESS_KEY:-testaccess} secret=${S3_SECRET_KEY:-testsecret1234567890}
unset AWS_CA_BUNDLE

pids=()
stop() {
  for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 0' INT TERM HUP

mkdir -p "$folder"/{mon,osd,run,log}
cd "$folder"
osd_id=$(cat /proc/sys/kernel/random/uuid)
cat >ceph.conf <<C
[global]
fsid = $(cat /proc/sys/kernel/random/uuid)
mon host = [v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]
mon initial members = a
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
ms mon service mode = crc
ms mon cluster mode = crc
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
ms bind port min = $((port + 10))
ms bind port max = $((port + 40))
run dir = $folder/run
admin socket = $folder/run/\$name.asok
pid file = $folder/run/\$name.pid
log file = $folder/log/\$name.log
crash dir = $folder/run
keyring = /dev/null
mon data = $folder/mon
mon cluster log file = $folder/log/cluster.log
mon data avail warn = 1
mon data avail crit = 1
mon allow pool size one = true
mon max pg per osd = 1000
mon tick interval = 1
paxos propose interval = 0.02
paxos min wait = 0.01
objecter tick interval = 0.5
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd data = $folder/osd
osd objectstore = memstore
memstore device bytes = ${S3_BYTES:-4294967296}
osd tick interval = 1
osd mon report interval = 1
osd class load list = *
osd class default list = *
osd numa auto affinity = false
[client]
rgw frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw thread pool size = 32
C
export CEPH_CONF=$folder/ceph.conf CEPH_ARGS="-c $folder/ceph.conf"
fsid=$(sed -n 's/^fsid = //p' ceph.conf)

# A session of its own: Ctrl-C at a terminal ends this script, which then ends them.
start() {
  setsid "$@" </dev/null >"log/$1.out" 2>&1 &
  pids+=($!)
  disown
}

monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$((port + 1)),v1:127.0.0.1:$((port + 2))]" monmap >/dev/null
ceph-mon --mkfs -i a --monmap monmap
start ceph-mon -f -i a
timeout 30 ceph osd new "$osd_id" >/dev/null
ceph-osd -i 0 --mkfs --osd-uuid "$osd_id" >log/osd.mkfs 2>&1
start ceph-osd -f -i 0
timeout 60 radosgw-admin user create --uid=test --display-name=test --max-buckets=1000000 --access-key="$access" --secret-key="$secret" >log/user.json 2>log/user.err
start radosgw -f -n client.rgw.a

serves() { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null
for _ in $(seq 1 300); do
  if (serves); then
    echo ready
    cat >/dev/null
    exit 0
  fi
  kill -0 "${pids[-1]}" || break
  sleep 0.05
done
cat log/radosgw.out >&2
echo "The gateway did not start." >&2
exit 1
