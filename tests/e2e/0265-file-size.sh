#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Files may not grow as large as a shard must: as on a full disk, an error, nothing left of
# the new build, the index before stays in service.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
before=$(readlink index/current)
many corpus 10

limited() {
    (
        # The signal would end the worker before it can say why.
        [ "$1" = ignored ] && trap '' XFSZ
        shift
        # POSIX: in blocks of 512 bytes
        ulimit -f "$1"
        shift
        exec "$@"
    )
}
for blocks in 4 300 1000; do
    say "$blocks blocks"
    run limited ignored "$blocks" kbindex --quiet --full --allow-shrink=100 -j1 -o index corpus
    same_build index "$before"
    builds index
done
say 'the worker is ended by the signal'
run limited default 300 kbindex --quiet --full --allow-shrink=100 -j1 -o index corpus
same_build index "$before"
builds index
kbsearch -i index -n 1 legato | sed -n 1p
