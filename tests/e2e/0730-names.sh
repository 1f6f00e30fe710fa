#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Names people use: where articles spell a short name out, it is asked for by its long one
# too, and the other way round; --explain says so, and --learned=off does without.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
n=100100
while read -r title && read -r words; do
    n=$((n + 1))
    page "corpus/Q$n/README.md" "$n" 11-NOV-2000 "$title" "$words"
done <<'END'
First
The Blue Widget Agent (BWA) starts.
Second
Stop the BWA (Blue Widget Agent) first.
Third
All Blue Widget Agents (BWAs) are there.
Printing With BWA
The bwa prints.
Printing With the Blue Widget Agent
The agent prints.
Printing in Blue
Another agent has no widget.
Slow Printing Tool
The Slow Printing Tool (SPT) is named by one article alone.
END
build index corpus
export KBSEARCH_INDEX="$PWD/index"

# found QUERY: numbers of the articles, by number
found() {
    printf '%s:' "$*"
    kbsearch --no-correct --all --id-only --sort=id "$@" | tr '\n' ' ' | sed 's/Q/ /g'
    echo
}
say 'by the other name'
found bwa
found BWAs
found 'bwa prints'
found 'blue widget agent'
found --learned=off bwa
found spt
say 'in which order'
kbsearch --id-only bwa prints
say 'what is said of it'
kbsearch --format=json --explain 'bwa prints' |
    jq -c '.hits[] | .id as $id | .matched, (.explain[] | select(.how | startswith("by its")) | {$id, what, how, where, gains: (.gain > 0)})'
kbsearch --format=json --explain 'prints blue widget agent' |
    jq -c '.notes, (.hits[] | .id as $id | (.explain[] | select(.how | startswith("by its")) | {$id, what, how, where}))'
kbsearch --format=json --explain 'bwa prints' |
    jq -c '.hits[] | ([.explain[].gain] | add) - .score | . < 0.001 and . > -0.001'
say 'within a condition'
found '+prints bwa'
found '+bwa'
