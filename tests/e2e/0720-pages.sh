#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Page by page the same results come as at once, each once; near-identical articles are
# shown, or counted under another, once.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
many corpus 9
build index corpus
export KBSEARCH_INDEX="$PWD/index"

# pages N QUERY OPTION...: ids and twins of all pages of N results
pages() {
    page_size=$1
    page_query=$2
    shift 2
    page_number=1
    while kbsearch --format=tsv --fields=id,twins -n "$page_size" --page="$page_number" "$@" \
        -- "$page_query" 2>/dev/null; do
        page_number=$((page_number + 1))
    done
}
for query in 'backup' '"backup program"' 'backup NEAR/5 program' 'organiz* exchange' \
    'in:cause backup' 'type:bug' 'error NOT "the fix"'; do
    say "$query"
    kbsearch --format=tsv --fields=id,twins -n 3000 -- "$query" >once 2>/dev/null
    pages 7 "$query" >paged
    pages 30 "$query" >paged.30
    cmp once paged && cmp once paged.30 && echo 'the same page by page'
    cut -f 1 once | LC_ALL=C sort | uniq -d
    total=$(kbsearch --count -- "$query" 2>/dev/null)
    shown=$(awk '{ n += 1 + $2 } END { print n }' once)
    [ "$total" = "$shown" ] && echo 'all are shown or counted'
    [ "$(kbsearch --id-only --all -n 3000 -- "$query" | wc -l)" = "$total" ] && echo 'all, unfolded'
    awk '$2 > 0 { n++ } END { print (n > 0 ? "some" : "none") " with twins" }' once
done
say 'by date'
kbsearch --format=tsv --fields=id,twins -n 3000 --sort=date backup >once
pages 7 backup --sort=date | cmp once - && echo 'the same page by page'
