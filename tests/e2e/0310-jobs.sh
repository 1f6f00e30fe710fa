#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The number of worker processes and that of shards change nothing: the same
# digest, the same articles with the same scores in the same order.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
many corpus 90
cat >queries <<'END'
backup hangs legato
windows error
general protection fault in module user.exe
err msg printing
0xC0000005
C++ compiler
TCP/IP
Q245664
how do i find the registry key
the of and
the
microsoft
copy17
copy17 tape
filler3 filler7
setup
exchange server 5.5 service pack
"invalid page fault"
HKEY_LOCAL_MACHINE\Software\Microsoft
zzzqqq
END
for jobs in 1 2 12; do
    build "index$jobs" -j "$jobs" corpus
    echo "jobs $jobs: $(jq -c '[.articles, (.shards | length)]' "index$jobs/current/manifest.json")"
    jq '{digest, articles, skipped, input_bytes}' "index$jobs/current/manifest.json" >"manifest$jobs"
    kbsearch -i "index$jobs" --batch=queries -n 40 --all >"answers$jobs"
    jq -c '[.query, [.hits[] | del(.rank)]]' "answers$jobs" >"hits$jobs"
done
for jobs in 2 12; do
    cmp manifest1 "manifest$jobs" && echo "jobs $jobs: the same manifest"
    diff hits1 "hits$jobs" >difference && echo "jobs $jobs: the same answers"
    head -c 2000 difference
done
jq -s -c 'map([.query, .hits[0].id, (.hits | length)])[]' answers1
