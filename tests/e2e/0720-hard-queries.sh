#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Queries that ask for too much, too little or nothing that is there, learned words that
# are not, and corpora that teach nothing or too much.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
export KBSEARCH_INDEX="$PWD/index"

# ask QUERY: what is said of it, and whether something was found
ask() {
    echo "$*" | cut -c1-60
    kbsearch -n 3 --format=json "$@" 2>/dev/null | jq -c '{total, is_weak, notes, n: (.hits | length)}'
}

say 'honest'
ask backup legato
ask elephant backup migration patterns of the savannah
ask zzqqxy backup
ask --no-correct zzqqxy bakcup backup
ask '"backup software" zzqqxy'

say 'words that no article has, stop words, one letter'
ask zzqqxy qqzzyx
ask the of and
ask b
ask c
ask .

say 'a long question, and a pasted report'
ask 'After I installed the Legato client on my Exchange server last week the third-party backup program that we have been using for years stopped working and I do not know what to do about it, can someone please help'
seq -f 'word%g' 200 | tr '\n' ' ' >many
ask "$(cat many) backup legato"
{
    echo 'title: "Dr Watson" +exe NOT a:b (id:5 AND "'
    seq -f 'type:x "cs:ip" eax=0%g' 120
    echo 'XADM: Third-Party Backup Program May Stop Working After Fix, legato'
} >report
kbsearch -n 1 --format=json "$(cat report)" 2>/dev/null | jq -c '[.notes[0], .hits[0].id]'

say 'without learned words: missing, damaged, of another build'
rm index/current/learned
ask backup
echo kblearn2 damaged >index/current/learned
ask backup
kbsearch --learned=off -n 1 --format=json backup | jq -c .notes
mkdir other
page other/a 100001 01-JAN-2000 'Backup Hangs' 'The backup hangs.'
kbindex -q -o second other
cp second/current/learned index/current/learned
ask backup hangs

say 'a corpus with one article, and one without query words'
ask -i second backup hangs
ask -i second zebra
rm -r index
build index "$SAMPLE"

say 'one article lists 5,000 words as query words'
cp -r "$SAMPLE" corpus
{
    seq -f 'spam%g' 5000 | tr '\n' ' '
    printf 'backup hangs legato exchange printer windows'
} >spam
page corpus/spam 100002 01-JAN-2000 'Cheap Words' 'Nothing is said here.'
sed -i "s/Nothing is said here\./&/; \$a\\
Additional query words: $(cat spam)" corpus/spam
kbindex -q -o spammed corpus
for query in 'backup hangs' legato 'printer windows'; do
    kbsearch -i index -n 1 --format=tsv --fields=id "$query" >before
    kbsearch -i spammed -n 1 --format=tsv --fields=id "$query" | cmp - before && echo same
done
