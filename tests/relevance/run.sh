#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: how good the first ten answers to judged queries are.
#   CORPUS     what to index (corpus/sample)
#   QUERIES    lines of {"qid","type","query","relevant":["Q1",...]}; the default is
#              ../shared/relevance/dev-queries.jsonl for another corpus than the sample,
#              where it is there, else sample-queries.jsonl
#   INDEX      search this one and build none
#   OPTIONS    more options for kbsearch, such as --boost=title=8
#   KB_BUILD   tree with the programs (build)
# Types: k key words, n natural language, e error text or code, v vocabulary mismatch, t with slips of
# the keyboard. Answers that are not judged count as wrong.
# Source: nDCG of Jarvelin & Kekalainen, ACM TOIS 20(4), 2002, gain 1 and discount
# log2(rank + 1); MRR of Voorhees, TREC-8, 1999.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
corpus=${CORPUS:-$root/corpus/sample}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$work
LC_ALL=C
export HOME LC_ALL
unset KBSEARCH_INDEX XDG_CONFIG_HOME

judged=$root/../shared/relevance/dev-queries.jsonl
if [ -n "${QUERIES:-}" ]; then
    queries=$QUERIES
elif [ -f "$judged" ] && [ "$(cd "$corpus" && pwd -P)" != "$(cd "$root/corpus/sample" && pwd -P)" ]; then
    queries=$judged
else
    queries=$here/sample-queries.jsonl
fi
if [ -n "${INDEX:-}" ] && [ -e "$INDEX/current" ]; then
    index=$INDEX
else
    index=$work/index
    status=0
    "$build/kbindex" -q -o "$index" "$corpus" >"$work/out" 2>"$work/err" || status=$?
    if [ "$status" -gt 1 ]; then
        cat "$work/err" >&2
        exit 2
    fi
fi

jq -r .query "$queries" >"$work/queries"
# Options are words. A query without an answer is no failure of this script.
# shellcheck disable=SC2086
"$build/kbsearch" -i "$index" -n 10 ${OPTIONS:-} --batch "$work/queries" >"$work/answers" ||
    true
if [ "$(wc -l <"$work/answers")" != "$(wc -l <"$work/queries")" ]; then
    echo "relevance: $(wc -l <"$work/answers") answers to $(wc -l <"$work/queries") queries" >&2
    exit 2
fi

# TYPE QID RELEVANT ANSWERS, lists joined by commas.
jq -r '[.type, .qid, (.relevant | join(",")), .query] | @tsv' "$queries" >"$work/judged"
jq -r '[.hits[]?.id] | join(",")' "$work/answers" | paste "$work/judged" - >"$work/both"
awk -F '\t' -v list="${KB_VERBOSE:-}" '
    function log2(x) { return log(x) / log(2) }
    function add(type) {
        n[type]++
        ndcg[type] += gain / ideal
        mrr[type] += first ? 1 / first : 0
        at1[type] += first == 1
        at10[type] += first > 0
    }
    function show(type) {
        if (n[type])
            printf "%-6s %8d %9.3f %9.3f %12.3f %12.3f\n", type, n[type],
                ndcg[type] / n[type], mrr[type] / n[type], at1[type] / n[type],
                at10[type] / n[type]
    }
    {
        n_relevant = split($3, relevant, ",")
        delete is_relevant
        for (i = 1; i <= n_relevant; i++)
            is_relevant[relevant[i]] = 1
        n_answers = split($5, answers, ",")
        gain = ideal = first = 0
        for (rank = 1; rank <= 10; rank++) {
            if (rank <= n_relevant)
                ideal += 1 / log2(rank + 1)
            if (rank <= n_answers && answers[rank] in is_relevant) {
                gain += 1 / log2(rank + 1)
                if (!first)
                    first = rank
            }
        }
        add($1)
        add("all")
        if (list != "")
            printf "%s %s %.3f %s (%s)\n", $2, $1, gain / ideal, $4, $3
    }
    END {
        printf "%-6s %8s %9s %9s %12s %12s\n", "type", "queries", "nDCG@10", "MRR@10",
            "success@1", "success@10"
        n_types = split("k n e v t", types, " ")
        for (i = 1; i <= n_types; i++)
            show(types[i])
        show("all")
    }' "$work/both"
