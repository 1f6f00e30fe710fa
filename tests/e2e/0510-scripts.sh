#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Outputs for programs: formats, fields, NUL, count, numbers; pages, order, facets.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
export KBSEARCH_INDEX="$PWD/index"

say 'tsv, jsonl, fields'
run kbsearch -n 2 --format=tsv backup hangs
run kbsearch -n 2 --format=tsv --fields=id,title backup hangs
run kbsearch -n 2 --format=jsonl --fields=id,rank,matched backup hangs
kbsearch -n 1 --format=jsonl backup hangs | jq -c keys_unsorted
kbsearch -n 1 --format=json --fields=title,id backup hangs | jq -c .hits
kbsearch -n 2 --format=tsv --fields=id,rank -0 backup hangs | tr '\0' '|'
echo
run kbsearch -n 2 --id-only backup hangs
run kbsearch --count backup hangs
run kbsearch --count zzzqqq --no-correct
run kbsearch --id-only zzzqqq --no-correct
run kbsearch --format=tsv zzzqqq --no-correct

say 'a tab in a title stays in its column'
page corpus/a 100001 01-JAN-2000 "$(printf 'One\ttwo three')" 'text'
build tabs corpus
kbsearch -i tabs --format=tsv --fields=id,title text | cat -A

say 'wrong'
run kbsearch --format=tsv --fields=id,color backup
run kbsearch --format=tsv --fields=id,id backup
run kbsearch --format=tsv --fields= backup
run kbsearch --fields=id backup
run kbsearch --format-version=2 --format=json backup
run kbsearch --format-version=1 --id-only -n 1 backup
run kbsearch --format-version=x backup

say 'batch'
printf 'backup hangs\nzzzqqq\n\nlegato\n' >queries
run kbsearch --batch=queries -n 1 --format=tsv --no-correct
run kbsearch --batch=queries -n 1 --format=jsonl --fields=id --no-correct
run kbsearch --batch=queries --count --no-correct
run kbsearch --batch=queries --format=text
printf 'backup\nhangs\0legato' >nul
kbsearch --batch=nul -0 --format=json -n 1 | tr '\0' '\n' | jq -c '{query, id: .hits[0].id}'

say 'pages: together they are the whole list'
kbsearch -n 12 --id-only windows error >whole
for page in 1 2 3; do
    kbsearch -n 4 --page=$page --id-only windows error
done >pages
cmp whole pages && echo same
kbsearch -n 4 --page=2 --format=tsv --fields=rank windows error | tr '\n' ' '
echo
kbsearch -n 1 --page=3 --fields=rank --format=json windows error | jq -c '{first, total, rank: .hits[0].rank}'
kbsearch -n 3 --page=2 windows error | tail -n 1
run kbsearch -n 10 --page=900 windows error
for page in 0 -1 1000000000000 x ''; do
    run kbsearch --page=$page windows
done
run kbsearch --page=1001 windows
run kbsearch --page=1000 -n 11 windows

say 'order'
kbsearch -n 5 --sort=date --format=tsv --fields=modified,id windows
kbsearch -n 500 --sort=date --all --format=tsv --fields=modified windows >dates
sort -rc dates && echo 'newest first'
kbsearch -n 500 --sort=id --all --id-only windows | tr -d Q >numbers
sort -rnc numbers && echo 'largest number first'
kbsearch -n 500 --all --id-only windows | tr -d Q | sort -rn | cmp - numbers && echo 'the same articles'
run kbsearch --sort=size windows

say 'facets'
kbsearch -n 1 --facets=product,year,type windows | sed '1,/^$/d'
kbsearch -n 1 --facets=type,year --format=json windows >facets.json
jq -c '.facets.type[:3], (.facets | keys)' facets.json
jq '([.facets.year[].count] | add) == .total' facets.json
run kbsearch --facets=colour windows
run kbsearch --facets= windows

say 'explain: gains add up to the score'
kbsearch -n 1 --explain backup hangs legato
sums() {
    jq -c '[.hits[] | ((.score - ([.explain[].gain] | add)) | fabs < 0.00001)] | (length, all)'
}
others() {
    jq '[.hits[].explain[] | select(.what == "other")] | length'
}
for query in 'backup hangs legato' '0x80004005 sp4 error' 'the' 'back up windows 95' 'user.exe c++'; do
    kbsearch -n 50 --explain --format=json "$query" >explained
    echo "$query: $(sums <explained | tr '\n' ' ')$(others <explained)"
done
kbsearch -n 50 --explain --format=json --boost=title=9,querywords=0 backup hangs >explained
echo "boosts: $(sums <explained | tr '\n' ' ')$(others <explained)"
