#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: how good the first answers to judged queries are.
#   CORPUS     what to index (corpus/sample)
#   QUERIES    lines of {"qid","type","query","relevant":["Q1",...]}; the default is
#              ../shared/relevance/dev-queries.jsonl for another corpus than the sample,
#              where it is there, else sample-queries.jsonl
#   INDEX      search this one and build none
#   SLIPS      a number: one slip of the keyboard in each query, see slips.awk; another
#              number gives other slips
#   OPTIONS    more options for kbsearch, such as --boost=title=8
#   RUN        judge this TREC run and search nothing
#   RUN_OUT    write the answers there as a TREC run
#   AGAINST    a TREC run to compare with; p by a paired randomisation test
#   BASELINE   fail below the line of this set in baseline.tsv ("sample", "dev")
#   PRINT      set: lines for baseline.tsv of this set instead of the table
#   VERBOSE    set: a line for each query too
#   KB_BUILD   tree with the programs (build)
# Types: k key words, n natural language, e error text or code, v vocabulary mismatch, t
# with slips of the keyboard. Answers that are not judged count as wrong.
# Exit: 0, 1 below the baseline, 2 when it fails.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
corpus=${CORPUS:-$root/corpus/sample}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
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

if [ -n "${RUN:-}" ]; then
    answers=$RUN
else
    index=${INDEX:-}
    if [ -z "$index" ] || [ ! -e "$index/current" ]; then
        index=$work/index
        status=0
        "$build/kbindex" -q -o "$index" "$corpus" >"$work/out" 2>"$work/err" || status=$?
        if [ "$status" -gt 1 ]; then
            cat "$work/err" >&2
            exit 2
        fi
    fi
    answers=$work/answers
    jq -r .query "$queries" >"$work/queries"
    if [ -n "${SLIPS:-}" ]; then
        awk -v seed="$SLIPS" -f "$here/slips.awk" "$work/queries" >"$work/slips"
        jq -c --rawfile typed "$work/slips" -n \
            '[inputs, ($typed / "\n")] | [.[:-1], .[-1]] | transpose[] | select(.[0]) | .[0] + {query: .[1]}' \
            "$queries" >"$work/typed.jsonl"
        queries=$work/typed.jsonl
        mv "$work/slips" "$work/queries"
    fi
    # Options are words. A query without an answer is no failure of this script.
    # shellcheck disable=SC2086
    "$build/kbsearch" -i "$index" -n 100 --all ${OPTIONS:-} --batch "$work/queries" >"$answers" ||
        true
fi

set -- "$queries" "$answers"
[ -z "${AGAINST:-}" ] || set -- "$@" "$AGAINST"
[ -z "${BASELINE:-}" ] || set -- -b "$here/baseline.tsv" -s "$BASELINE" "$@"
[ -z "${PRINT:-}" ] || set -- -B -s "$PRINT" "$@"
[ -z "${RUN_OUT:-}" ] || set -- -w "$RUN_OUT" "$@"
[ -z "${VERBOSE:-}" ] || set -- -v "$@"
"$build/relevance/judge" "$@"
