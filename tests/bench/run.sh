#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: kbindex and kbsearch beside their peers, on the same articles and the same
# queries, in one run. Writes a table to standard output and all figures to
# KB_BUILD/bench.tsv, then compares with baseline.tsv (compare.sh).
#   CORPUS     what to index (corpus/sample)
#   KB_BUILD   tree with the programs, helper/bench and bench (build)
#   ROUNDS     how often everything is built (3)
#   PEERS      of "sqlite omega lucene" (those that are installed: make bench-deps)
# Exit: 0, 1 when instruction counts are above the baseline, 2 when it fails.
#
# A machine's own noise is often 25 %: kbindex is built before each build of a peer, ratios
# are those of such pairs, and all figures are medians. A peer whose build takes over
# LONG_BUILD_S is built once.
#
# What each engine does:
#   kbindex   reads the files themselves, as many workers as processors; verifies what it
#             built and forces it to the disk; keeps all texts for passages
#   sqlite    FTS5, porter unicode61, from CSV in one transaction, not forced to the disk;
#             keeps all texts; asked with bm25 weights: title 4, body 1, query words 3
#   omega     scriptindex with its default flush threshold, English stemming; keeps titles
#             and the first 300 bytes; title counts 4 times, query words 3 times
#   lucene    two indexing threads, see lucene/Bench.java; keeps titles
#   lucene+   the same with a passage of each result, from an index of its own that keeps
#             the texts, made once and not measured: as much as kbsearch shows
#   kbsearch- ten titles by BM25 alone, by the parts of kbsearch's engine: as much as
#             sqlite and lucene show; queries of words only
# A phrase is met by its very words in kbsearch, by their stems in the peers; a product by
# the words of its name in kbsearch, by the whole value in the peers.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
corpus=${CORPUS:-$root/corpus/sample}
rounds=${ROUNDS:-3}
LONG_BUILD_S=30
KBSEARCH_PASSES=3
LUCENE_PASSES=11
COLD_RUNS=31
cold_query="backup hangs legato"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$work
LC_ALL=C
export HOME LC_ALL
unset KBSEARCH_INDEX XDG_CONFIG_HOME

# measure TAB engine TAB value TAB unit, a line for each measurement; a fifth column has
# the number of runs where the lines are not one each
raw=$work/raw
: >"$raw"

fail() {
    echo "bench: $*" >&2
    exit 2
}

# note MEASURE ENGINE VALUE UNIT
note() {
    printf '%s\t%s\t%s\t%s\n' "$@" >>"$raw"
}

# ---- peers ----

lucene_jars=$(find /usr/share/java -name 'lucene-core-8.*.jar' -o \
    -name 'lucene-analyzers-common-8.*.jar' -o -name 'lucene-highlighter-8.*.jar' -o \
    -name 'lucene-memory-8.*.jar' -o -name 'lucene-queries-8.*.jar' 2>/dev/null |
    tr '\n' ':')

has_peer() {
    case $1 in
    sqlite) command -v sqlite3 >/dev/null && [ -x "$build/bench/bench_sqlite" ] ;;
    omega) command -v scriptindex >/dev/null && command -v quest >/dev/null ;;
    lucene) [ -n "$lucene_jars" ] && command -v javac >/dev/null ;;
    *) fail "there is no peer '$1'" ;;
    esac
}

version() {
    case $1 in
    kbindex) "$build/kbindex" --version | head -n 1 ;;
    sqlite) echo "SQLite FTS5 $(sqlite3 --version | cut -d' ' -f1)" ;;
    omega) echo "Omega scriptindex $(scriptindex --version | awk '{ print $NF; exit }')" ;;
    lucene) echo "Lucene $(printf '%s' "$lucene_jars" |
        sed 's/.*lucene-core-\([0-9.]*\)\.jar.*/\1/'), two threads" ;;
    esac
}

peers=
missing=
for peer in ${PEERS-sqlite omega lucene}; do
    if has_peer "$peer"; then
        peers="$peers $peer"
    else
        missing="$missing $peer"
    fi
done

prepare() {
    mkdir "$work/export" "$work/lucene-classes"
    set -- "$("$build/bench/bench_export" "$work/export" "$corpus")"
    articles=${1% *}
    [ "$articles" -gt 0 ] || fail "no articles in '$corpus'"
    "$build/helper/bench/bench_queries" "$work/export/articles.tsv" >"$work/queries"
    cut -f1 "$work/queries" >"$work/kinds"
    cut -f4 "$work/queries" >"$work/lines"
    # Kinds that are words alone.
    awk -F '\t' '$1 ~ /^(single|common|title|long)$/' "$work/queries" >"$work/of-words"
    cut -f1 "$work/of-words" >"$work/words-kinds"
    cut -f2 "$work/of-words" >"$work/words"
    cat >"$work/sqlite.sql" <<SQL
PRAGMA synchronous = off;
CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, product UNINDEXED, title,
    body, querywords, tokenize = 'porter unicode61');
.import --csv '$work/export/articles.csv' articles
SQL
    cat >"$work/omega.script" <<SCRIPT
id : field boolean=Q
title : field weight=4 index
body : index truncate=300 field=sample
querywords : weight=3 index
SCRIPT
    case $peers in
    *lucene*) javac -cp "$lucene_jars" -d "$work/lucene-classes" "$here/lucene/Bench.java" ;;
    esac
}

java_bench() {
    java -cp "$work/lucene-classes:$lucene_jars" Bench "$@"
}

# ---- builds ----

# build ENGINE: build into an empty folder and note what it took; $wall is the time.
build() {
    rm -rf "${work:?}/$1"
    case $1 in
    kbindex) set -- "$1" "$build/kbindex" -q -o "$work/kbindex" "$corpus" ;;
    sqlite)
        mkdir "$work/sqlite"
        set -- "$1" sqlite3 -bail -init "$work/sqlite.sql" "$work/sqlite/db" ""
        ;;
    omega) set -- "$1" scriptindex "$work/omega" "$work/omega.script" \
        "$work/export/articles.dump" ;;
    lucene) set -- "$1" java -cp "$work/lucene-classes:$lucene_jars" Bench index \
        "$work/export/articles.tsv" "$work/lucene" 2 ;;
    esac
    engine=$1
    shift
    # Its status is in the file.
    "$build/helper/bench/bench_run" "$work/time" "$@" >"$work/out" 2>"$work/err" ||
        fail "cannot run $engine: $(cat "$work/err")"
    read -r wall cpu largest together status <"$work/time"
    # 1 of kbindex says that some inputs were skipped; there is an index then.
    if [ "$status" -gt 1 ] || { [ "$status" = 1 ] && [ "$engine" != kbindex ]; }; then
        cat "$work/err" >&2
        fail "$engine ended with $status"
    fi
    note build_wall "$engine" "$wall" s
    note build_cpu "$engine" "$cpu" s
    note build_largest "$engine" "$largest" MB
    note build_together "$engine" "$together" MB
    folder=$work/$engine
    [ "$engine" != kbindex ] || folder=$folder/current
    note index_size "$engine" "$(du -skL "$folder" | awk '{ printf "%.1f", $1 / 1024 }')" MB
}

# ratio MEASURE PEER OURS THEIRS
ratio() {
    note "$1_ratio" "$2" "$(awk -v a="$3" -v b="$4" 'BEGIN {
        printf "%.4g", (b > 0 ? a / b : 0) }')" x
}

build_all() {
    once=
    round=1
    while [ "$round" -le "$rounds" ]; do
        # Without peers there is kbindex alone.
        [ -n "$peers" ] || build kbindex
        for peer in $peers; do
            case " $once " in
            *" $peer "*) continue ;;
            esac
            build kbindex
            set -- "$wall" "$cpu" "$together"
            build "$peer"
            ratio build_wall "$peer" "$1" "$wall"
            ratio build_cpu "$peer" "$2" "$cpu"
            ratio build_together "$peer" "$3" "$together"
            [ "${wall%.*}" -lt "$LONG_BUILD_S" ] || once="$once $peer"
        done
        round=$((round + 1))
    done
    indexed=$(jq .articles "$work/kbindex/current/manifest.json")
    [ "$indexed" = "$articles" ] ||
        echo "bench: kbindex took $indexed articles, the peers $articles" >&2
}

# ---- queries in one process ----

# latencies ENGINE KINDS: microseconds and results of each query from standard input, and a
# file of their kinds -> the percentiles of each kind. "words" are all kinds that are words
# alone, "all" those of an engine that is asked for others too.
latencies() {
    paste "$2" - | awk -F '\t' -v engine="$1" '
        { print $1 "\t" $2 }
        engine != "kbsearch-" { print "all\t" $2 }
        $1 ~ /^(single|common|title|long)$/ { print "words\t" $2 }
        $3 == 0 { without++ }
        END { print "without\t" without + 0 }' | sort -k1,1 -k2,2n |
        awk -F '\t' -v OFS='\t' -v engine="$1" '
            function at(p) { return v[int((n - 1) * p / 100) + 1] / 1000 }
            function flush() {
                if (kind == "without")
                    print "query_without", engine, v[1], "queries"
                else if (n > 0) {
                    print "query_p50." kind, engine, sprintf("%.3f", at(50)), "ms"
                    print "query_p90." kind, engine, sprintf("%.3f", at(90)), "ms"
                    print "query_p99." kind, engine, sprintf("%.3f", at(99)), "ms"
                }
                n = 0
            }
            $1 != kind { flush(); kind = $1 }
            { v[++n] = $2 }
            END { flush() }' >>"$raw"
}

ask_kbsearch() {
    # Exit 2 says that some lines were not answered: they count as without results.
    "$build/kbsearch" -i "$work/kbindex" --batch "$work/lines" >"$work/answers" ||
        [ $? -le 2 ] || fail "kbsearch failed"
    jq -r '[.took_us // 0, (.hits // [] | length)] | @tsv' "$work/answers" |
        latencies kbsearch "$work/kinds"
    "$build/bench/bench_words" "$work/kbindex" "$work/words" >"$work/answers" ||
        fail "bench_words failed"
    latencies kbsearch- "$work/words-kinds" <"$work/answers"
}

ask_lucene() {
    java_bench search "$work/lucene" "$work/queries" "$LUCENE_PASSES" >"$work/answers" &&
        latencies lucene "$work/kinds" <"$work/answers" &&
        java_bench index-texts "$work/export/articles.tsv" "$work/lucene-texts" 2 &&
        java_bench search-texts "$work/lucene-texts" "$work/queries" "$LUCENE_PASSES" \
            >"$work/answers" && latencies lucene+ "$work/kinds" <"$work/answers"
}

ask_all() {
    pass=1
    while [ "$pass" -le "$KBSEARCH_PASSES" ]; do
        ask_kbsearch
        case "$pass $peers" in
        1*sqlite*) "$build/bench/bench_sqlite" "$work/sqlite/db" "$work/queries" \
            >"$work/answers" && latencies sqlite "$work/kinds" <"$work/answers" ;;
        2*lucene*) ask_lucene ;;
        esac || fail "a peer did not answer"
        pass=$((pass + 1))
    done
}

# ---- whole processes ----

start_all() {
    set -- "$COLD_RUNS" true -- "$build/kbsearch" -i "$work/kbindex" "$cold_query"
    names="true kbsearch"
    case $peers in
    *omega*)
        set -- "$@" -- quest --db="$work/omega" --msize=10 "$cold_query"
        names="$names quest"
        ;;
    esac
    case $peers in
    *sqlite*)
        set -- "$@" -- sqlite3 "$work/sqlite/db" "SELECT id, title FROM articles
            WHERE articles MATCH '$(echo "$cold_query" | sed 's/ / OR /g')'
            AND rank MATCH 'bm25(0.0, 0.0, 4.0, 1.0, 3.0)' ORDER BY rank LIMIT 10;"
        names="$names sqlite3"
        ;;
    esac
    "$build/helper/bench/bench_process" "$@" >"$work/times" || fail "a program failed"
    for name in $names; do
        echo "$name"
    done | paste - "$work/times" | awk -v OFS="\t" -v runs="$COLD_RUNS" '{
        for (i = 2; i <= 4; i++)
            print "process", $1, sprintf("%.2f", $i / 1000), "ms", runs }' >>"$raw"
}

# ---- instruction counts ----

# instructions NAME PROGRAM [ARG...]: of the program and all its processes. They depend on
# the compiler and the libraries, not on the machine.
instructions() {
    name=$1
    shift
    rm -rf "$work/callgrind"
    mkdir "$work/callgrind"
    status=0
    valgrind -q --tool=callgrind --trace-children=yes \
        --callgrind-out-file="$work/callgrind/%p" "$@" >"$work/out" 2>"$work/err" ||
        status=$?
    [ "$status" -le 1 ] || fail "$name under valgrind ended with $status: $(cat "$work/err")"
    note instructions "$name" "$(cat "$work/callgrind"/* |
        awk '/^totals: / { n += $2 } END { printf "%.0f", n }')" count
}

count_all() {
    sample=$root/corpus/sample
    rm -rf "$work/counted"
    jq -r .query "$root/tests/relevance/sample-queries.jsonl" >"$work/sample-queries"
    # the thesaurus takes as long for a hundred articles as for all
    instructions kbindex "$build/kbindex" -q -j 1 --thesaurus=none -o "$work/counted" "$sample"
    instructions kbsearch "$build/kbsearch" -i "$work/counted" \
        --batch "$work/sample-queries"
}

# ---- all of it ----

prepare
build_all
ask_all
start_all
if command -v valgrind >/dev/null; then
    count_all
else
    missing="$missing valgrind"
fi

# Medians; the ratios that are not of pairs; the number of articles in front.
tsv=$build/bench.tsv
sort -t "$(printf '\t')" -k1,1 -k2,2 -k3,3n "$raw" | awk -F '\t' -v OFS='\t' \
    -v articles="$articles" '
    function flush() {
        if (n == 0)
            return
        median[measure, engine] = v[int((n + 1) / 2)]
        print measure == "instructions" ? "sample" : articles, measure, engine,
            v[int((n + 1) / 2)], unit, runs ? runs : n, v[1], v[n]
        if (measure ~ /^(query_p|process$|index_size)/)
            measures[measure] = measures[measure] " " engine
        n = 0
    }
    BEGIN {
        print "# articles", "measure", "engine", "median", "unit", "runs", "least", "most"
    }
    $1 != measure || $2 != engine { flush(); measure = $1; engine = $2; unit = $4; runs = $5 }
    { v[++n] = $3 }
    END {
        flush()
        for (m in measures) {
            ours = median[m, m == "index_size" ? "kbindex" : "kbsearch"]
            k = split(measures[m], engines, " ")
            for (i = 1; i <= k; i++)
                if (engines[i] !~ /^(kb|true)/ && median[m, engines[i]] > 0)
                    print articles, m "_ratio", engines[i],
                        sprintf("%.4g", ours / median[m, engines[i]]), "x", 1, "-", "-"
            if ((m, "kbsearch-") in median && median[m, "lucene"] > 0)
                print articles, m "_ratio", "kbsearch-",
                    sprintf("%.4g", median[m, "kbsearch-"] / median[m, "lucene"]), "x",
                    1, "-", "-"
        }
    }' >"$work/bench.tsv"
{
    head -n 1 "$work/bench.tsv"
    tail -n +2 "$work/bench.tsv" | sort
} >"$tsv"

echo "$corpus: $articles articles, $(jq '.shards | length' \
    "$work/kbindex/current/manifest.json") shards; $(nproc) processors," \
    "load $(cut -d' ' -f1 /proc/loadavg)"
for engine in kbindex $peers; do
    printf '  %-8s %s\n' "$engine" "$(version "$engine")"
done
[ -z "$missing" ] || echo "  left out, not installed (make bench-deps):$missing"
awk -f "$here/table.awk" "$tsv"
echo "All figures are in $tsv"
"$here/compare.sh" "$tsv"
