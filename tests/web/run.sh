#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh [GROUP...]: the web tests: real servers, a real browser, scanners. GROUP names
# some of them (see run.mjs). Installs the browser tests' packages of package-lock.json
# below KB_BUILD/web, by npm. With KB_NO_SKIP set, a test that is skipped has failed.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
KB_ROOT=$(cd "$here/../.." && pwd -P)
KB_BUILD=$(cd "$KB_ROOT" && cd "${KB_BUILD:-build}" && pwd -P)
KB_WEB=$KB_BUILD/web
export KB_ROOT KB_BUILD KB_WEB

skip_all() {
    echo "SKIPPED all web tests: $*"
    if [ -n "${KB_NO_SKIP:-}" ]; then
        echo 'web: 0 passed, 1 failed, 0 skipped'
        exit 1
    fi
    echo 'web: 0 passed, 0 failed, 1 skipped'
    exit 0
}
command -v node >/dev/null || skip_all 'node is not there'
command -v npm >/dev/null || skip_all 'npm is not there'
[ "$(node -p 'parseInt(process.versions.node)')" -ge 18 ] ||
    skip_all "node $(node --version) is too old for the browser's driver: 18 is needed"
mkdir -p "$KB_WEB"
if ! cmp -s "$here/package-lock.json" "$KB_WEB/installed"; then
    cp "$here/package.json" "$here/package-lock.json" "$KB_WEB/"
    (cd "$KB_WEB" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) >&2 ||
        skip_all 'npm cannot install the packages of tests/web/package-lock.json'
    cp "$here/package-lock.json" "$KB_WEB/installed"
fi
exec node "$here/run.mjs" "$@"
