#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The corpus changes, or goes away, while it is read: nothing half is published, and the next
# run has all of it.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
many corpus 30
build index "$SAMPLE"
before=$(readlink index/current)

# begin: a run that is at work on its shards
begin() {
    : >started
    kbindex --quiet --full --allow-shrink=100 -j1 -o index corpus 2>err &
    run_pid=$!
    until [ -n "$(find index/builds/*/shard-0*/*.glass -newer started 2>/dev/null)" ]; do
        kill -0 "$run_pid" 2>/dev/null || fail 'the run ended too early'
    done
}
digest_of() {
    jq -r .digest "$1/current/manifest.json"
}

say 'it goes away'
begin
mv corpus elsewhere
wait "$run_pid"
echo "exit $?"
cat err
same_build index "$before"
builds index
mv elsewhere corpus

say 'its files change'
begin
find corpus -type f -exec sed -i 's/SUMMARY/SUMMARY of more/' {} +
wait "$run_pid"
status=$?
[ "$status" -le 1 ] || cat err
kbindex --quiet -o index corpus || echo "exit $?"
build fresh corpus
[ "$(digest_of index)" = "$(digest_of fresh)" ] && echo 'the next run has all of it'

say 'some of its files go, some come back with other numbers'
begin
find corpus -name '*7.txt' | while read -r file; do mv "$file" .; done
wait "$run_pid" || :
for file in ./*7.txt; do
    mv "$file" corpus/
done
find corpus -name '*8.txt' -exec sed -i 's/Q10/Q11/g' {} +
kbindex --quiet --allow-shrink=100 -o index corpus || echo "exit $?"
build fresh corpus
[ "$(digest_of index)" = "$(digest_of fresh)" ] && echo 'the next run has all of it'
run kbindex -q -o index --verify
