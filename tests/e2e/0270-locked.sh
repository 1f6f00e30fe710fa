#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One run at a time: a second one ends with 75, names the run at work and changes nothing.
# Searching goes on. What stands in the lock's file is no matter.
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
say 'by a run'
many corpus 40
: >started
kbindex --quiet --full --allow-shrink=100 -j1 -o index corpus &
run_pid=$!
until [ -n "$(find index/builds -newer started -name '*.glass')" ]; do
    kill -0 "$run_pid" 2>/dev/null || fail 'the run ended too early'
done
kbindex -o index "$SAMPLE" 2>err
echo "exit $?"
sed "s/process $run_pid\$/process THAT RUN/" err
wait "$run_pid"
say 'left behind'
run kbindex --quiet --allow-shrink=100 -o index "$SAMPLE"
