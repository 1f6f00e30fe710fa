#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A run that is killed in the middle of a build leaves the index before in service; its
# workers end with it, and the next run succeeds and removes what it left.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
before=$(readlink index/current)
many corpus 40

# killed SIGNAL: start a run and end it when a shard has data
killed() {
    kbindex --quiet --full --allow-shrink=100 -j2 -o index corpus &
    run_pid=$!
    until [ -n "$(find index/builds/*/shard-1/*.glass -newer started 2>/dev/null)" ]; do
        kill -0 "$run_pid" 2>/dev/null || fail 'the run ended before it could be killed'
    done
    kill -s "$1" "$run_pid"
    wait "$run_pid" 2>/dev/null
    echo "killed: exit $?"
    # The lock is free when the last worker is gone.
    flock -w 30 index/lock true || fail 'workers are left'
    same_build index "$before"
    builds index
    kbsearch -i index -n 1 legato | sed -n 1p
}
for signal in KILL TERM; do
    say "$signal"
    : >started
    killed "$signal"
done
say 'the next run'
run kbindex --quiet --full --allow-shrink=100 -j2 -o index corpus
builds index
[ -d "index/$before" ] && echo 'one of them is the one before'
find index -mindepth 1 -maxdepth 1 | LC_ALL=C sort
kbsearch -i index -n 1 legato | sed -n 1p
say 'and one more: the oldest goes'
run kbindex --quiet --allow-shrink=100 -o index "$SAMPLE"
builds index
[ -d "index/$before" ] || echo 'the first one is gone'

say 'a worker alone is killed'
before=$(readlink index/current)
: >started
kbindex --quiet --full --allow-shrink=100 -j2 -o index corpus 2>err &
run_pid=$!
worker=
until [ -n "$(find index/builds/*/shard-1*/*.glass -newer started 2>/dev/null)" ]; do
    kill -0 "$run_pid" 2>/dev/null || fail 'the run ended before its worker could be killed'
done
until [ -n "$worker" ]; do
    kill -0 "$run_pid" 2>/dev/null || fail 'the run ended before its worker could be killed'
    worker=$(grep -ls "^PPid:[[:space:]]*$run_pid\$" /proc/[0-9]*/status | sed -n '1s/[^0-9]//gp')
done
kill -s KILL "$worker"
wait "$run_pid"
echo "exit $?"
sed 's/shard-[01]/shard-N/; s/^/err: /' err
same_build index "$before"
builds index
