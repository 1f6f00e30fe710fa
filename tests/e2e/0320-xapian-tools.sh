#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The shards are ordinary Xapian databases: Xapian's own tools read each, and all of them
# as one by the stub INDEX/current.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
for tool in quest xapian-delve xapian-check; do
    command -v "$tool" >/dev/null || skip "no $tool (package xapian-tools)"
done
build index "$SAMPLE"

say 'all as one'
quest -d index/current -m 3 'backup hangs legato' >said || fail 'quest'
sed -n '/^Parsed Query/p; s/^\([0-9]*\): .*/\1/p' said
xapian-delve index/current | grep -e '^number of documents' -e '^highest'
say 'the document of an article has the number of the article'
xapian-delve -r 260695 -1 index/current | grep -x -e Q260695 -e Zlegato
say 'terms'
for term in Q260695 Zlegato ZXQhang ZSbackup; do
    echo "$term: $(xapian-delve -t "$term" index/current 2>&1 |
        sed -n 's/.*(termfreq \([0-9]*\).*/in \1 articles/p')"
done

many corpus 12
build many -j 2 corpus
say 'each shard'
for shard in many/current/shard-*; do
    echo "${shard##*/}: $(xapian-delve "$shard" | sed -n 's/number of documents = //p') documents"
    quest -d "$shard" -m 1 'backup hangs legato' | sed -n 's/^\([0-9]*\): .*/\1/p'
done
xapian-check many/current/shard-0 | tail -n 1
