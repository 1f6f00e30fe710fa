#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The index stands on a file system that became read-only: an error that says so, and the
# index in service goes on answering.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"

[ "$(id -u)" = 0 ] || skip 'only root can mount a small file system'
mkdir disk
mount -t tmpfs -o size=8000k none disk 2>/dev/null || skip 'no file system can be mounted here'
trap 'umount disk' EXIT

build disk/index "$SAMPLE"
before=$(readlink disk/index/current)
mount -o remount,ro disk || skip 'no file system can be made read-only here'
say 'a run'
run kbindex --quiet -o disk/index "$SAMPLE"
run kbindex --quiet --full -o disk/index "$SAMPLE"
run kbindex --quiet -o disk/new "$SAMPLE"
run kbindex -o disk/index --rollback
same_build disk/index "$before"
say 'what needs no writing'
run kbindex -o disk/index --verify -q
run kbindex -o disk/index --dry-run --quiet "$SAMPLE"
kbsearch -i disk/index -n 1 legato | sed -n 1p
say 'damage is found there, too'
mount -o remount,rw disk
cp disk/index/current/shard-0/termlist.glass table
printf x | dd of=disk/index/current/shard-0/termlist.glass bs=1 seek=9000 conv=notrunc 2>/dev/null
mount -o remount,ro disk
run kbindex -o disk/index --verify -q
mount -o remount,rw disk
cp table disk/index/current/shard-0/termlist.glass
say 'writable again'
run kbindex --quiet --full -o disk/index "$SAMPLE"
builds disk/index
