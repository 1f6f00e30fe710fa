#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What a run tells: with --quiet nothing but errors; the report file also when all is well,
# and when the run fails; at most 20 skipped files on stderr; progress on a terminal.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
page corpus/1 100001 01-JAN-2000 'One' text

say 'quiet'
run kbindex --quiet -o index corpus
: >corpus/empty
run kbindex -q -o index corpus
run kbindex -q -o index missing

say 'the report of a run without skipped files'
rm corpus/empty
run kbindex -q --report=report -o index corpus
cat report
say 'the report of a run that failed'
mkdir none
: >none/empty
run kbindex -q --report=report -o index none
cat report
say 'the report is replaced whole, and nothing is left beside it'
ls

say '25 skipped files'
i=0
while [ "$i" -lt 25 ]; do
    : >"corpus/empty-$(printf %02d "$i")"
    i=$((i + 1))
done
run kbindex --report=report -o index corpus
jq '.skipped | length' report
jq -r '.skipped[].path' report >paths
LC_ALL=C sort -c paths && echo sorted
jq .skipped index/current/manifest.json

say 'a terminal: how many of how many, rate and time left, in one line'
many large 60
script -qec "kbindex -j1 --allow-shrink=100 -o index large" /dev/null </dev/null >said
tr '\r' '\n' <said | sed -n 's/.*\(kbindex: [0-9]* of .*\)/\1/p' | sort -u -k4 | head -n 1 |
    sed 's/kbindex: [0-9]* of 6360 articles, [0-9]*\/s, [0-9]* s left/N of 6360, rate, time left/'
