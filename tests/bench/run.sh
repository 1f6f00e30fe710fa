#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: time builds and queries. All values of the three builds are shown beside their
# median, and the smallest and largest time of a query: a machine's own noise is often 25 %.
#   CORPUS     what to index (corpus/sample)
#   QUERIES    file of queries for the time inside of one process: one a line, or lines of
#              JSON with "query" (tests/relevance/sample-queries.jsonl)
#   KB_BUILD   tree with the programs and helper/bench/bench_process (build)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
corpus=${CORPUS:-$root/corpus/sample}
queries=${QUERIES:-$root/tests/relevance/sample-queries.jsonl}
query="backup hangs legato"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$work
LC_ALL=C
export HOME LC_ALL
unset KBSEARCH_INDEX XDG_CONFIG_HOME

if [ ! -x /usr/bin/time ]; then
    echo "bench: needs GNU time: make deps" >&2
    exit 2
fi

# row NAME UNIT VALUE...: all values and their median.
row() {
    name=$1
    unit=$2
    shift 2
    median=$(printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }')
    printf '%-34s %10s %-3s (%s)\n' "$name" "$median" "$unit" "$*"
}

wall=
cpu=
rss=
for _ in 1 2 3; do
    # Exit 1 says that some inputs were skipped; there is an index then.
    status=0
    /usr/bin/time -f '%e %U %S %M' -o "$work/time" \
        "$build/kbindex" -q -o "$work/index" "$corpus" >"$work/out" 2>"$work/err" || status=$?
    if [ "$status" -gt 1 ]; then
        cat "$work/err" >&2
        exit 2
    fi
    # GNU time puts a line on top of it when the exit code is not 0.
    wall="$wall $(tail -n 1 "$work/time" | cut -d' ' -f1)"
    cpu="$cpu $(tail -n 1 "$work/time" | awk '{ print $2 + $3 }')"
    rss="$rss $(tail -n 1 "$work/time" | awk '{ printf "%.1f", $4 / 1024 }')"
done
manifest=$work/index/current/manifest.json
articles=$(jq .articles "$manifest")
echo "$corpus: $articles articles, $(jq '.shards | length' "$manifest") shards," \
    "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"

# Numbers without blanks are words.
# shellcheck disable=SC2086
{
    row "build, wall" s $wall
    row "build, processor time" s $cpu
    row "build, peak of one process" MB $rss
}
printf '%-34s %10s MB\n' "index on disk" \
    "$(du -skL "$work/index/current" | awk '{ printf "%.1f", $1 / 1024 }')"

# process NAME COMMAND...
process() {
    name=$1
    shift
    "$build/helper/bench/bench_process" 31 "$@" >"$work/times"
    awk -v name="$name" '{ printf "%-34s %10.2f ms  (31 runs, %.2f to %.2f)\n", name,
        $2 / 1000, $1 / 1000, $3 / 1000 }' "$work/times"
}
process "an empty process (true)" true
process "kbsearch $query" "$build/kbsearch" -i "$work/index" "$query"

if [ "$(head -c 1 "$queries")" = '{' ]; then
    jq -r .query "$queries" >"$work/queries"
else
    cp "$queries" "$work/queries"
fi
# The first pass warms the page cache and the process's own tables are cold in each.
for pass in 1 2 3; do
    "$build/kbsearch" -i "$work/index" --batch "$work/queries" >"$work/answers"
    jq -r 'select(.took_us) | .took_us' "$work/answers" | sort -n >"$work/took$pass"
done
n=$(wc -l <"$work/took3")
for p in 50 90 99; do
    values=
    for pass in 1 2 3; do
        values="$values $(awk -v p=$p -v n="$n" 'NR == int((n - 1) * p / 100) + 1 {
            printf "%.2f", $1 / 1000 }' "$work/took$pass")"
    done
    # shellcheck disable=SC2086
    row "one process, $n queries, p$p" ms $values
done
