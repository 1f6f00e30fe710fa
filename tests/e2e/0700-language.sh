#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The query language at work: what rules, what only ranks, notes, and texts no one would
# write. kbquery(7) has the language, tests/unit/test_query_parse.c its trees.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build_index() {
    kbindex -o index "$SAMPLE" >/dev/null 2>&1
}
build_index

# Numbers of the articles found, three at most, then the count; notes.
ids() {
    say "$1"
    kbsearch -i index -n 3 --no-correct --format=json -- "$1" 2>notes |
        jq -r '[.hits[].id, .total] | join(" ")'
    grep '^kbsearch: note' notes || :
}
for query in 'legato' '"backup program"' '"program backup"' 'title:"backup program"' \
    'in:cause backup' 'symptoms:legato -title:xadm' 'backup NEAR/2 program' '"the fix"' \
    'product:exchange type:bug' 'legato type:(bug OR fix)' 'type:(bug OR fix) applies:"exch 5.5"' 'version:5.5 sp3' \
    'date:1999 backup' 'before:1990' 'cites:Q191014' 'citedby:Q260695' 'id:(Q260695 Q254682)' \
    'redetect*' 'file:NTFS.SYS' 'code:80004005' '(legato OR "tape drive") type:bug' \
    '-("the" OR type:bug) backup' 'tape OR legato product:exchange' '"to be or not to be"'; do
    ids "$query"
done
for query in Q260695 kb260695 260695 'mskb;en-us;Q260695' \
    'http://support.microsoft.com/default.aspx?scid=kb;en-us;260695' Q191014 Q9999998; do
    ids "$query"
done
for query in 'date:2001-02-30 backup' 'date:2000..1999 backup' 'AND' 'legato AND' \
    '"legato' 'nowhere:legato' 'product:nothing' 'id:many' 'a* backup'; do
    ids "$query"
done

say 'explained'
run kbsearch --explain-query 'backup (tape OR "out of memory") -type:bug Q260695'
run kbsearch --explain-query 'Q260695'
run kbsearch --explain-query --show=Q1
esc=$(printf '\033')
run kbsearch --explain-query "x${esc}[31m:y foo${esc}:\"z foo:${esc}bar"

# Bytes and sizes no one would write: an exit code of those there are, and no crash.
tried() {
    say "$1"
    status=0
    kbsearch -i index -n 1 --format=tsv -- "$(cat query)" >out 2>err || status=$?
    sed 's/\(.\{100\}\).*/\1.../' err
    echo "exit $status"
}
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "(" ; printf "legato" }' >query
tried '10000 brackets'
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "legato (" }' >query
tried '10000 brackets with words'
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "\"legato %d\" ", i }' >query
tried '3000 phrases'
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "a%d* ", i }' >query
tried '3000 prefixes'
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "legato%d ", i }' >query
tried '100 KB'
printf 'legato \377\376 \300\200' >query
tried 'no UTF-8'
printf '\342\200\256legato\342\200\254 e\314\201 \360\237\230\200' >query
tried 'right to left, combining, emoji'
printf '\357\274\254\357\275\205\357\275\207\357\275\201\357\275\224\357\275\217' >query
tried 'full width'
say 'NUL by --batch'
printf 'lega\0to "legato\0software"\n\0\n' >queries
kbsearch -i index -n 1 --batch queries | jq -c '[.query, .total, .error]'
