#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# deps.sh [COMMAND:]PACKAGE...: install the Debian packages that are missing, and say which;
# one is not needed where its command is there from elsewhere. Does nothing when all are
# there. Uses sudo where the user is not root.
set -eu

missing=
for wanted in "$@"; do
    package=${wanted#*:}
    if [ "$package" != "$wanted" ] && command -v "${wanted%%:*}" >/dev/null; then
        continue
    fi
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "deps: this needs Debian's packages:$missing" >&2
    exit 2
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "deps: as root, run: apt-get install$missing" >&2
        exit 2
    fi
    as_root=sudo
fi
echo "deps: installing$missing"
# Web servers are for tests: none is started because it is installed.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
    $as_root chmod 755 $policy
    trap '$as_root rm -f $policy' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
# The names are single words: they must be split.
# shellcheck disable=SC2086
if ! $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
    $as_root apt-get update -qq
    $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
