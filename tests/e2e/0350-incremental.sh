#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Only what changed is read and indexed; what is the same in another place or with another
# time is not; and a run that changes nothing writes nothing. (In a corpus this small words
# would be learned anew all the time.)
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    page "corpus/$i" "1000$(printf %02d "$i")" 01-JAN-2000 "Article $i" "text$i common"
done
# run_index TITLE [OPTION...]: what a run has to do, as its summary tells
run_index() {
    say "$1"
    shift
    kbindex --format=json --relearn=never -o index "$@" corpus >summary 2>err || echo "exit $?"
    sed -n 's/^kbindex: skipped/skipped/p' err
    jq -r '"\(.action)\(if .why_full then ": " + .why_full else "" end): \(.changes | "\(.added) added, \(.changed) changed, \(.removed) removed, \(.moved) moved"), articles: \(.articles)"' summary
}
old() {
    find corpus -type f -exec touch -d '2001-01-01' {} +
    # times of the inode cannot be set: what was written a moment ago is read again
    sleep 2.1
}
found() {
    kbsearch -i index -n 20 --format=json "$1" | jq -c '[.hits[] | "\(.id) \(.title)"]'
}
run_index 'the first'
old
run_index 'all were touched: read, and the same'
find index -type f -exec stat -c '%n %Y %Z %s %i' {} + | sort >before
sleep 2.1
run_index 'nothing changed'
echo "files read: $(jq .files_read summary)"
find index -type f -exec stat -c '%n %Y %Z %s %i' {} + | sort | cmp - before &&
    echo 'nothing was written'

page corpus/3 100003 01-JAN-2000 'Article 3' 'words that are new'
run_index 'what would be done' --dry-run
run_index 'one changed'
found new
found text3
rm corpus/4
page corpus/16 100016 01-JAN-2000 'Article 16' 'text16 common'
mkdir corpus/below
mv corpus/5 corpus/below/other
run_index 'one gone, one new, one moved'
found common | jq length
found text5
found text4
sed 's/Q100006/Q100007/; s/100006/100007/' corpus/6 >swap
sed 's/Q100007/Q100006/; s/100007/100006/' corpus/7 >corpus/6
mv swap corpus/7
run_index 'two swap their numbers'
found text6
cp corpus/8 swap
cp corpus/9 corpus/8
mv swap corpus/9
run_index 'two files swap what they hold'
text corpus/twin 100010 01-JAN-2001 'A later one of 10' 'twin text'
run_index 'another file with the same number, modified later'
found twin
rm corpus/twin
run_index 'it goes again'
found twin
found text10
: >corpus/11
run_index 'one is no article any more'
page "corpus/$(printf 'line\nend')" 100017 01-JAN-2000 'Line end' 'text17'
page "corpus/$(printf 'bytes\377\376')" 100018 01-JAN-2000 'Bytes' 'text18'
run_index 'names with a line end and with bytes that are no UTF-8'
run_index 'and again'
found text17
touch -d '2090-01-01' corpus/1
run_index 'a time in the future'
run_index 'is read each time, and writes nothing'
run_index 'from nothing' --full
echo 'the report'
kbindex -q -o index --report=report corpus
jq -r '.skipped[] | "\(.status) \(.reason)"' report
run kbindex -o index --verify -q
