#!/usr/bin/env bash
# A scheduler and two workers on this machine, and a run on them: here.sh INTO INPUTS…
# On a cluster the scheduler runs on one machine and `dask worker` on each of the others; everything else is the same.
# Whoever reaches the scheduler's port can run code: keep it inside the cluster, or use TLS.
set -euo pipefail
into=$1
shift
folder=$(mktemp -d)
dask=${DASK:-dask}
"$dask" scheduler --host 127.0.0.1 --port 0 --no-dashboard --scheduler-file "$folder/scheduler.json" >"$folder/scheduler.log" 2>&1 &
scheduler=$!
"$dask" worker --scheduler-file "$folder/scheduler.json" --nworkers 2 --nthreads 1 --no-dashboard --local-directory "$folder" >"$folder/worker.log" 2>&1 &
workers=$!
stop() { kill "$workers" "$scheduler" 2>/dev/null || true; wait; rm -rf "$folder"; }
trap stop EXIT
for _ in $(seq 100); do [ -s "$folder/scheduler.json" ] && break; sleep 0.2; done
address=$(sed -n 's/.*"address": "\(tcp:[^"]*\)".*/\1/p' "$folder/scheduler.json" | head -n 1)
"${TELLINGS:-tellings}" run "$@" --into "$into" --engine dask --scheduler "$address"
