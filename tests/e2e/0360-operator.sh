#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What an operator can do: list builds, go back, compare, keep more; and what a run refuses:
# a corpus that has lost too much, a build that finds less.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
say 'without an index'
run kbindex -o index --list
run kbindex -o index --rollback
run kbindex -o index --verify
run kbindex -o index --dry-run missing
mkdir corpus
cp -r "$SAMPLE/kb" corpus/
run kbindex --dry-run -o index corpus
[ -e index ] || echo 'nothing was written'

say 'three nights'
kbindex -q -o index --keep=5 corpus
rm -r corpus/kb/1*
run kbindex -q -o index --keep=5 corpus | sed 's/^err: kbindex: [0-9]*/err: kbindex: SOME/; s/shrink=[0-9]*/shrink=N/'
kbindex -q -o index --keep=5 --allow-shrink=100 corpus
page corpus/new 999999 01-JAN-2000 'A new one' 'backup legato backup legato'
kbindex -q -o index --keep=5 corpus
kbindex -o index --list | sed 's/[0-9]* articles *+[0-9]* ~[0-9]* -[0-9]*/ARTICLES/'
kbindex -o index --list --format=json | jq -c '.builds[] | [.in_service, .whole, .added, .changed, .removed > 0]'
run kbindex -o index --verify
# shellcheck disable=SC2046 # two words
set -- $(kbindex -o index --list --format=json | jq -r '.builds[].build')
say 'compare'
echo 'backup legato' >queries
printf '\n  \nC++\n' >>queries
kbindex -o index --diff "$2" "$1" --queries=queries | sed 's/[0-9]* to [0-9]*/N to N/; s/Q[0-9]*: gone.*/GONE/' | uniq
kbindex -o index --diff "$2" "$1" --format=json --queries=queries | jq -c '[.articles, .n_queries, (.queries | length)]'
run kbindex -o index --diff "$1" nonsense
run kbindex -o index --diff "$1"
run kbindex -o index --diff "$1" "$2" --queries=missing
run kbindex -o index --verify nonsense
run kbindex -o index --verify "$3"

say 'search an older build'
kbsearch -i index --build="$1" 999999 -n 1 | sed -n 1p
kbsearch -i index --build="$2" -n 1 --format=json 999999 | jq -c '[.hits[].id]'
run kbsearch -i index --build=nonsense legato
run kbsearch -i index --build="../builds/$1" legato

say 'go back, twice, and forward again by a run'
run kbindex -o index --rollback
kbsearch -i index -n 1 999999 >found || echo 'not found'
run kbindex -o index --rollback
run kbindex -o index --rollback
run flock index/lock kbindex -o index --rollback
kbindex -q -o index --allow-shrink=100 --keep=0 corpus
builds index
kbsearch -i index -n 1 999999 | sed -n 1p

say 'the first build is damaged: no way back'
kbindex -q -o index --full --keep=1 corpus
for file in index/builds/*/shard-0/docdata.glass; do
    case $file in
    *"$(readlink index/current)"*) ;;
    *) truncate -s 100 "$file" ;;
    esac
done
run kbindex -o index --rollback | sed 's/has 100 bytes, had [0-9]*/has 100 bytes, had N/'

say 'the corpus goes away'
mv corpus elsewhere
run kbindex -q -o index corpus
mkdir corpus
run kbindex -q -o index corpus

say 'the selftest'
rm -r corpus
cp -r "$SAMPLE" corpus
build index corpus
run kbindex --full --selftest -q -o index corpus
jq -c '.selftest | [.items > 50, .mrr > 0.5, .recall > 0.5]' index/current/manifest.json
before=$(readlink index/current)
# Query words that no other word of the article leads to.
find corpus -type f -exec sed -i 's/^\(\t*\)Additional query words:.*/\1Additional query words: xyzzy plugh quux/' {} +
run kbindex --selftest --format=json -o index corpus | sed 's/0\.[0-9]*/0.N/g'
same_build index "$before"
run kbindex --selftest --force -q -o index corpus | sed 's/0\.[0-9]*/0.N/g'
[ "$(readlink index/current)" = "$before" ] || echo 'published'

say 'the index on another file system than the folder for temporary files'
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
    other=$(mktemp -d -p /dev/shm)
    kbindex -q -o "$other/index" corpus
    page corpus/more 999998 01-JAN-2000 'More' 'more'
    kbindex -q -o "$other/index" corpus && kbsearch -i "$other/index" -n 1 999998 | sed -n 1p
    rm -r "$other"
else
    echo ' 1. Q999998  More'
fi
