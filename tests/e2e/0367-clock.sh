#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The clock jumps back by years between two nights, and forth again: ids of builds ascend all
# the same, and what changed meanwhile is found whatever its times say.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
command -v faketime >/dev/null || skip 'no faketime (package faketime)'
# sanitizers want to be loaded first
faketime '2001-01-01' kbindex --version >/dev/null 2>&1 || skip 'faketime cannot run this program'
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    page "corpus/$i" "1000$(printf %02d "$i")" 01-JAN-2000 "Article $i" "text$i common"
done
# night TITLE WORD COMMAND...: a night on which article 1 gets another word
night() {
    say "$1"
    page corpus/1 100001 01-JAN-2000 'Article 1' "$2 common"
    word=$2
    shift 2
    "$@" kbindex --format=json --relearn=never --keep=9 -o index corpus >summary 2>err || echo "exit $?"
    jq -r '"\(.action): \(.changes.changed) changed"' summary
    kbsearch -i index -n 1 "$word" | sed -n 1p
    [ "$(kbindex -o index --list --format=json | jq -r '.builds[] | select(.in_service).build')" = \
        "$(find index/builds -mindepth 1 -maxdepth 1 | sed 's|.*/||' | LC_ALL=C sort | tail -n 1)" ] ||
        echo 'the build in service is not the last'
}
night 'the first' one env
night 'today' two env
night 'twenty years ago' three faketime '2006-01-01 03:00:00'
night 'a year later' four faketime '2007-01-01 03:00:00'
# changed within the tick of a clock that stands: the same size, the same times
page corpus/2 100002 01-JAN-2000 'Article 2' 'abcde common'
touch -d '2006-12-31 23:59:59' corpus/2
faketime '2007-01-01 03:00:00' kbindex -q --relearn=never --keep=9 -o index corpus
page corpus/2 100002 01-JAN-2000 'Article 2' 'vwxyz common'
touch -d '2006-12-31 23:59:59' corpus/2
night 'the same size and time' five faketime '2007-01-01 03:00:00'
kbsearch -i index -n 1 vwxyz | sed -n 1p
night 'now again' six env
night 'far ahead' seven faketime '2037-01-01 03:00:00'
night 'back once more' eight env
builds index
run kbindex -o index --verify -q
