#!/usr/bin/env bash
# Runs a command with a PostgreSQL server of its own: with_postgresql.sh make test
# The cluster lies in a temporary folder, listens on a socket there and is gone afterwards.  The command finds its address in
# TELLINGS_TEST_POSTGRESQL.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
if [ -z "$bin" ] && command -v initdb >/dev/null; then bin=$(dirname "$(command -v initdb)"); fi
if [ -z "$bin" ]; then
    echo "with_postgresql.sh: PostgreSQL is not installed (Debian: apt-get install postgresql)" >&2
    exit 2
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/tellings-pg.XXXXXX")
as=()
if [ "$(id -u)" = 0 ]; then # a server refuses to run as root
    chown postgres "$folder"
    as=(runuser -u postgres --)
fi
stop() {
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -U tellings -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 2; }
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -s -w -o "-k $folder -c listen_addresses='' -c fsync=off" start >>"$folder/log" 2>&1 ||
    { cat "$folder/data/log" >&2; exit 2; }
cd "$OLDPWD"
export TELLINGS_TEST_POSTGRESQL="postgresql://tellings@/postgres?host=$folder"
"$@"
