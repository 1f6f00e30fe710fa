#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# serve.sh PROGRAM INDEX: kbsearch.cgi behind lighttpd on loopback, for looking at; prints
# the address and serves until Ctrl-C. PORT names the port (8080, or the next that is free).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
program=$(cd "$(dirname "$1")" && pwd)/
index=$(cd "$2" && pwd)
place=$(mktemp -d)
server=
trap 'rm -rf "$place"' EXIT
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; exit 0' INT TERM

start() {
    {
        printf 'server.document-root = "%s"\nserver.bind = "127.0.0.1"\n' "$place"
        printf 'server.port = %s\n' "$1"
        sed -e "s|/usr/local/lib/kbsearch/|$program|" -e "s|/var/lib/kbsearch|$index|" \
            -e "s|/run/lighttpd|$place|" "$here/lighttpd-fastcgi.conf"
    } >"$place/lighttpd.conf"
    lighttpd -D -f "$place/lighttpd.conf" 2>"$place/log" &
    server=$!
}

port=${PORT:-8080}
last=$((port + 20))
while :; do
    start "$port"
    # It ends at once when the port is taken.
    sleep 1
    ! kill -0 "$server" 2>/dev/null || break
    if [ "$port" -ge "$last" ] || ! grep -q 'Address already in use' "$place/log"; then
        cat "$place/log" >&2
        exit 2
    fi
    port=$((port + 1))
done
echo "http://127.0.0.1:$port/kb/    (ends with Ctrl-C)"
wait "$server" || :
