#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No room for a new index: an error that says so, nothing is left of the new build, the
# index before stays in service.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root can mount a small file system'
mkdir disk
mount -t tmpfs -o size=2000k none disk 2>/dev/null || skip 'no file system can be mounted here'
trap 'umount disk' EXIT

build disk/index "$SAMPLE"
before=$(readlink disk/index/current)
many corpus 10
say 'no room for a shard'
run kbindex --quiet --full --allow-shrink=100 -j1 -o disk/index corpus
same_build disk/index "$before"
builds disk/index
kbsearch -i disk/index -n 1 legato | sed -n 1p

say 'no room at all'
cat /dev/zero >disk/filler 2>/dev/null
run kbindex --quiet --full -j1 -o disk/index "$SAMPLE"
run kbindex --quiet -j1 -o disk/new "$SAMPLE"
builds disk/index
kbsearch -i disk/index -n 1 legato | sed -n 1p

say 'with room again'
rm disk/filler
run kbindex --quiet --full -j1 -o disk/index "$SAMPLE"
kbsearch -i disk/index -n 1 legato | sed -n 1p
