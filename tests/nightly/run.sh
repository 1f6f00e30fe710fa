#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: an index made night by night answers as one made at once. Random edits of a corpus
# (SEED, 1), a run after each round, with other numbers of workers; then one build from
# nothing, and QUERIES (500) queries of words of the articles to both: hits, order, scores and
# counts must be the same to the last bit, but for totals that say they are estimates: those
# depend on the number of shards. Without learned words: those are of the last build from
# nothing.
#   ROUNDS       rounds of edits (5)
#   ARCHIVE      folder with more articles; the default is a piece of the archive, where
#                ../shared has it
#   ARTICLES     to take of them (1500)
#   KB_BUILD     tree with the programs (build)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
rounds=${ROUNDS:-5}
seed=${SEED:-1}
wanted=${QUERIES:-500}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$work
LC_ALL=C
export HOME LC_ALL
unset KBSEARCH_INDEX XDG_CONFIG_HOME
cd "$work"

fail() {
    echo "FAILED: $*"
    echo "nightly: 0 passed, 1 failed, 0 skipped"
    exit 1
}

# ---- a corpus: the sample under many numbers, and a piece of the archive ----

mkdir corpus pool
find "$root/corpus/sample" -type f | sort | awk '
    {
        path = $0
        id = path
        sub(/\/README\.md$/, "", id)
        sub(/\.TXT$/, "", id)
        sub(/.*\/Q/, "", id)
        n = 0
        while ((getline line < path) > 0)
            lines[++n] = line
        close(path)
        for (c = 0; c < 12; c++) {
            new = id + c * 330000 # the archive ends at 326585
            out = "corpus/" new
            for (i = 1; i <= n; i++) {
                line = lines[i]
                if (i < 12) # front matter and header
                    gsub("Q" id, "Q" new, line)
                if (i == 17)
                    line = line " filler" c % 5 " filler" (c * i) % 7
                print line >out
            }
            close(out)
        }
    }'
archive=${ARCHIVE:-}
packed=$root/../shared/corpus/kbarchive-txt-sample.tar.zst
if [ -z "$archive" ] && [ -f "$packed" ]; then
    archive=$work/archive
    mkdir "$archive"
    zstd -dc "$packed" | tar -xf - -C "$archive"
fi
if [ -n "$archive" ]; then
    find "$archive" -name '*.md' -o -name '*.TXT' | sort | awk -v k="${ARTICLES:-1500}" '
        { all[NR] = $0 }
        END { if (k > NR) k = NR; for (i = 1; i <= k; i++) print all[int(i * NR / k)] }' |
        while read -r file; do
            cp "$file" "corpus/a$(echo "$file" | tr -c 'A-Za-z0-9\n' '-')"
        done
else
    echo "nightly: without articles of the archive: no ../shared"
fi

# ---- night by night ----

run_index() {
    status=0
    "$build/kbindex" -q -o "$@" corpus 2>err || status=$?
    [ "$status" -le 1 ] || fail "kbindex $*: exit $status: $(cat err)"
}
run_index nightly -j 2
round=1
while [ "$round" -le "$rounds" ]; do
    find corpus -type f | sort | awk -v seed="$seed" -v round="$round" -v share=0.03 \
        -v pool=pool -f "$here/edit.awk" >edits
    sh -e edits || fail "the edits of round $round"
    jobs=$((round % 3 + 1))
    status=0
    "$build/kbindex" --format=json -o nightly -j "$jobs" corpus >summary 2>err || status=$?
    [ "$status" -le 1 ] || fail "round $round: exit $status: $(cat err)"
    jq -e '.action == "update"' summary >/dev/null || fail "round $round: $(cat summary)"
    "$build/kbindex" -o nightly --verify -q || fail "round $round: the build is not whole"
    jq -r '"round '"$round"': \(.changes | "\(.added) added, \(.changed) changed, \(.removed) removed, \(.moved) moved"), \(.skipped) skipped"' summary
    round=$((round + 1))
done

# ---- at once ----

run_index atonce -j 3
for index in nightly atonce; do
    jq '{digest, articles, skipped, input_bytes}' "$index/current/manifest.json" >"$index.sums"
done
cmp nightly.sums atonce.sums || fail "the manifests differ: $(cat nightly.sums atonce.sums)"

# Queries: words of the articles, one to eight, and two of more than one kind.
find corpus -type f | sort | xargs cat | tr -cs 'A-Za-z0-9' '\n' | awk -v n="$wanted" '
    length($0) > 2 { words[++k] = $0 }
    END {
        x = 42
        for (i = 0; i < n; i++) {
            line = ""
            for (w = 0; w <= i % 8; w++) {
                x = (x * 16807) % 2147483647
                line = line " " words[x % k + 1]
            }
            print substr(line, 2)
        }
    }' >queries
for index in nightly atonce; do
    "$build/kbsearch" -i "$index" -n 50 --learned=off --batch queries |
        jq -c 'del(.took_us) | if .total_is_exact then . else del(.total) end' \
            >"$index.answers" || true
done
n=$(wc -l <nightly.answers)
[ "$n" = "$wanted" ] || fail "$n answers to $wanted queries"
differ=$(paste -d '\n' nightly.answers atonce.answers | awk 'NR % 2 { a = $0; next } a != $0' | wc -l)
if [ "$differ" != 0 ]; then
    diff nightly.answers atonce.answers | cut -c 1-300 | head -n 8
    fail "$differ of $n queries are answered otherwise"
fi
echo "nightly: $((rounds + 1)) passed, 0 failed, 0 skipped ($n queries, $(jq .articles atonce/current/manifest.json) articles)"
