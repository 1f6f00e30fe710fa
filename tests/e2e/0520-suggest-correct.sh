#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What is typed, completed; what is mistyped, corrected.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
export KBSEARCH_INDEX="$PWD/index"

say 'suggest'
run kbsearch --suggest=bac
run kbsearch --suggest='backup so' -n 4
run kbsearch --suggest='Windows ' -n 2
run kbsearch --suggest=q26
run kbsearch --suggest=Q26 --format=tsv -n 1
run kbsearch --suggest=zzq
run kbsearch --suggest=
run kbsearch --suggest='"bac' -n 1
kbsearch --suggest=backu --format=json -n 3 | jq -c .
kbsearch --suggest=backu -0 -n 2 | tr '\0' '|'
echo

say 'the same, however many shards there are'
kbindex -q -j 1 -o one "$SAMPLE"
kbindex -q -j 7 -o seven "$SAMPLE"
for prefix in b ba er win 'backup f' Q1; do
    kbsearch -i one --suggest="$prefix" --format=json >one.json
    kbsearch -i seven --suggest="$prefix" --format=json | cmp - one.json && echo same
done

say 'corrected, as nothing was found'
run kbsearch -n 1 --format=tsv --fields=id,title bakcup
run kbsearch -n 1 --format=tsv --fields=id,title bakup legatto
kbsearch -n 1 --format=json bakcup | jq -c '{query,corrected,is_corrected,notes,id:.hits[0].id,matched:.hits[0].matched}'
say 'asked for beside what was typed'
run kbsearch -n 1 --format=tsv --fields=id legatto exchange
run kbsearch -n 1 --format=tsv --fields=id exchange backupsoftware
kbsearch -n 1 --format=json legatto exchange | jq -c '{corrected,is_corrected,is_both,notes}'
kbsearch -n 1 --format=json --explain legatto exchange | jq -c '.hits[0].explain[0:2][] | [.what, .how, .where]'
kbsearch -n 1 --format=json --no-correct legatto exchange | jq -c '[.corrected, .notes]'
say 'corrected where it must be there, offered where something was found without'
run kbsearch -n 1 --format=tsv --fields=id +legatto exchange
run kbsearch -n 1 --format=tsv --fields=id 'title:bakcup'
run kbsearch -n 1 --format=tsv --fields=id EcLegatto exchange
say 'not at all'
run kbsearch -n 1 --no-correct bakcup
run kbsearch -n 1 zzqqxxy
run kbsearch -n 1 0x8000400g
run kbsearch -n 1 bakcup.exe
run kbsearch -n 1 Q9999997
kbsearch -n 1 --format=json backup | jq -c '[.corrected, .notes]'

say 'an index that was changed has the words of one built at once'
cp -r "$SAMPLE" corpus
kbindex -q -o changed corpus
page corpus/a 100001 01-JAN-2000 'Xylophone Driver Missing' 'The xylophone driver zebrastripe is missing.'
victim=$(find corpus -name 'Q260695*' | head -n 1)
[ -d "$victim" ] && victim=$victim/README.md
sed 's/Legato/Allegro/g; s/backup/archive/g' "$victim" >changed.md && mv changed.md "$victim"
rm -r "$(find corpus -name 'Q137542*' | head -n 1)"
kbindex -q -o changed corpus
kbindex -q -o whole corpus
for prefix in a b c d e f g h i k l m n o p q r s t u w x y z ba le al xy ze; do
    kbsearch -i changed --suggest=$prefix -n 50 --format=json
done >changed.json
for prefix in a b c d e f g h i k l m n o p q r s t u w x y z ba le al xy ze; do
    kbsearch -i whole --suggest=$prefix -n 50 --format=json
done >whole.json
cmp changed.json whole.json && echo same
rm corpus/a
kbindex -q -o changed corpus
run kbsearch -i changed --suggest=xylo
run kbsearch -i changed --suggest=allegr -n 1
