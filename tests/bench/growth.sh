#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# growth.sh [FACTOR...]: build and search made-up archives of 60,335 articles times each
# factor (1 4 16), and write the figures into the document of growth and its plot. Needs
# about 12 GB of disk for factor 16; each archive is removed before the next is made.
#   KB_BUILD     tree with the programs, kbsynth and helper/bench/bench_process (build)
#   KB_SEED      of the archives and the queries (1)
#   KB_BASE      articles of factor 1 (60335)
#   KB_TSV       file for the figures (growth.tsv in the build tree)
#   KB_DOC       folder with growth.md, gets growth.svg (common/doc)
#   TMPDIR       where archives and indexes lie while they are needed
# growth.sh -d: no measurement, only document and plot from the figures that are there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
seed=${KB_SEED:-1}
base=${KB_BASE:-60335}
tsv=${KB_TSV:-$build/growth.tsv}
doc=${KB_DOC:-$root/common/doc}
queries=1000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$work
LC_ALL=C
export HOME LC_ALL
unset KBSEARCH_INDEX XDG_CONFIG_HOME

say() {
    echo "growth: $*" >&2
}

# timed COMMAND...: run it; $seconds, $cpu and $rss (MB, largest process) afterwards. A
# status of 1 says that some inputs were skipped, which must not be here.
timed() {
    if ! /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >"$work/out" 2>"$work/err"; then
        cat "$work/err" >&2
        say "failed: $*"
        exit 2
    fi
    seconds=$(tail -n 1 "$work/time" | cut -d' ' -f1)
    cpu=$(tail -n 1 "$work/time" | awk '{ printf "%.2f", $2 + $3 }')
    rss=$(tail -n 1 "$work/time" | awk '{ printf "%.1f", $4 / 1024 }')
}

# percentile P FILE: of sorted microseconds, in milliseconds.
percentile() {
    awk -v p="$1" -v n="$(wc -l <"$2")" \
        'NR == int((n - 1) * p / 100) + 1 { printf "%.3f", $1 / 1000 }' "$2"
}

# measure FACTOR: one line of figures.
measure() {
    articles=$((base * $1))
    say "$articles articles: making them"
    timed "$build/kbsynth" -s "$seed" -n "$articles" "$work/corpus"
    made=$seconds
    sync # or the disk still writes them while they are read
    corpus=$(find "$work/corpus" -name README.md -printf '%s\n' |
        awk '{ n += $1 } END { printf "%.1f", n / 1e6 }')
    say "$articles articles: indexing $corpus MB"
    timed "$build/kbindex" -q -o "$work/index" "$work/corpus"
    find "$work/corpus" -delete
    built=$seconds
    built_cpu=$cpu
    built_rss=$rss
    indexed=$(jq .articles "$work/index/current/manifest.json")
    if [ "$indexed" -ne "$articles" ]; then
        say "$indexed articles are in the index, not $articles"
        exit 2
    fi
    shards=$(jq '.shards | length' "$work/index/current/manifest.json")
    size=$(find "$work/index/current/" -type f -printf '%s\n' |
        awk '{ n += $1 } END { printf "%.1f", n / 1e6 }')
    say "$articles articles: $queries queries, three times"
    # The first pass warms the page cache.
    for _ in 1 2 3; do
        timed "$build/kbsearch" -i "$work/index" --batch "$work/queries"
        cp "$work/out" "$work/answers"
    done
    jq -r .took_us "$work/answers" | sort -n >"$work/took"
    total=$(jq -s 'map(.total) | add / length | round' "$work/answers")
    "$build/helper/bench/bench_process" 51 \
        "$build/kbsearch" -i "$work/index" "$(cat "$work/one")" >"$work/times"
    process=$(awk '{ printf "%.3f", $2 / 1000 }' "$work/times")
    printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$articles" "$made" \
        "$corpus" "$built" "$built_cpu" "$built_rss" "$size" "$(percentile 50 "$work/took")" \
        "$(percentile 99 "$work/took")" "$process" "$rss" "$total" "$shards"
    find "$work/index" -delete
}

if [ "${1:-}" != -d ]; then
    if [ ! -x /usr/bin/time ]; then
        say "needs GNU time: make deps"
        exit 2
    fi
    [ $# -gt 0 ] || set -- 1 4 16
    # The same queries for all sizes: of articles that all of them have.
    "$build/kbsynth" -s "$seed" -n "$base" -q $queries >"$work/queries"
    awk 'NF == 3 { print; exit }' "$work/queries" >"$work/one"
    {
        printf '# %s processors, %s MB memory, load %s at the start, %s\n' "$(nproc)" \
            "$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)" \
            "$(cut -d' ' -f1 /proc/loadavg)" "$(date -u +%Y-%m-%d)"
        printf 'articles\tsynth_s\tcorpus_mb\tbuild_s\tbuild_cpu_s\tbuild_rss_mb\t'
        printf 'index_mb\tp50_ms\tp99_ms\tprocess_ms\tbatch_rss_mb\thits\tshards\n'
        for factor; do
            measure "$factor"
        done
    } >"$tsv"
fi

"$here/growth_plot.sh" "$tsv" >"$work/growth.svg"
awk -v tsv="$tsv" -f "$here/growth_tables.awk" "$doc/growth.md" >"$work/growth.md"
cp "$work/growth.svg" "$work/growth.md" "$doc/"
say "wrote $doc/growth.md and growth.svg"
