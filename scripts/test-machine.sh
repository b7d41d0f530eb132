#!/usr/bin/env bash
# Runs a command on a machine with all that the tests can use: Chromium, Chinese letters and a PostgreSQL of its own, which
# ends with the command. Usage: scripts/test-machine.sh <command …>
# As root on Debian it installs what is missing. Elsewhere it takes what is there; pytest says at its end what was left out.
set -uo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)
CHROMIUM=/usr/bin/chromium
folder=

say() { echo "laidian: $*" >&2; }
postgres_programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

missing_packages() {
    [ -x $CHROMIUM ] || echo chromium
    dpkg -s fonts-noto-cjk >/dev/null 2>&1 || echo fonts-noto-cjk
    [ -n "$(postgres_programs)" ] || echo postgresql
}

install_missing() {
    local packages options="-o Acquire::Retries=3 -o Acquire::http::Timeout=60 -o DPkg::Lock::Timeout=120"
    packages=$(missing_packages)
    [ -z "$packages" ] && return
    say "installing for the tests:" $packages "(apt-get, a few minutes)"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    { apt-get $options -qq update && apt-get $options -qq -y --no-install-recommends install $packages; } >/dev/null ||
        say "apt-get failed; the tests that need" $packages "will be left out"
}

start_postgres() {
    local programs port
    programs=$(postgres_programs)
    [ -z "$programs" ] && return
    folder=$(mktemp -d /tmp/laidian-postgres.XXXXXX)
    chown postgres "$folder"
    port=$("$here/.venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    if (
        cd /
        runuser -u postgres -- "$programs/initdb" -D "$folder/data" -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
            runuser -u postgres -- "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 \
                -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200" start &&
            runuser -u postgres -- "$programs/createdb" -h "$folder" -p "$port" laidian
    ) >"$folder/start" 2>&1; then
        export LAIDIAN_TEST_POSTGRES_URL="postgresql://postgres@127.0.0.1:$port/laidian"
    else
        say "PostgreSQL did not start: $(tail -n 1 "$folder/start")"
    fi
}

stop_postgres() {
    [ -z "$folder" ] && return
    (cd / && runuser -u postgres -- "$(postgres_programs)/pg_ctl" -D "$folder/data" -m immediate -w stop) >/dev/null 2>&1
    rm -rf "$folder"
}

if [ "$(id -u)" = 0 ]; then
    trap stop_postgres EXIT
    trap 'exit 130' INT TERM
    if command -v apt-get >/dev/null; then install_missing; fi
    if [ -z "${LAIDIAN_TEST_POSTGRES_URL:-}" ]; then start_postgres; fi
fi
"$@"
