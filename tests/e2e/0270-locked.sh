#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One run at a time: a second one ends with 75, names the process at work and changes
# nothing. Searching goes on. A lock that its process left behind does not hold.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
before=$(readlink index/current)
find index | LC_ALL=C sort >tree
echo 12345 >index/lock

say 'locked'
run flock index/lock kbindex -o index "$SAMPLE"
run flock index/lock kbindex -o index missing
run flock index/lock kbsearch -i index -n 1 legato
same_build index "$before"
find index | LC_ALL=C sort | cmp - tree && echo 'nothing changed'
say 'locked by nobody knows whom'
: >index/lock
run flock index/lock kbindex --quiet -o index "$SAMPLE"
say 'left behind'
echo 12345 >index/lock
run kbindex --quiet -o index "$SAMPLE"
