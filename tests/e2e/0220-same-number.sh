#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Of files with the same number the one modified last is taken, then the page before the
# text, then the first path; the report names the others and which was taken. The order of
# the files and of the operands does not count.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"

# taken CORPUS...: what was taken, what was not
taken() {
    run kbindex --quiet --allow-shrink=100 -o index --report=report "$@" >said
    sed -n 's/^exit/  exit/p; s/^err: /  /p' said
    kbsearch -i index -n 9 number | sed -n 's/^ *[0-9]*\. /  taken:   /p'
    jq -r '.skipped[] | "  skipped: \(.path | sub(".*/corpus/"; "")): \(.reason)"' report |
        sed "s|$PWD/||"
}
fresh() {
    say "$1"
    rm -rf corpus
}
fresh 'the later date wins, first path'
page corpus/1 100001 02-JAN-2000 'Later' number
page corpus/2 100001 01-JAN-2000 'Earlier' number
taken corpus
fresh 'the later date wins, last path'
page corpus/1 100001 01-JAN-2000 'Earlier' number
page corpus/2 100001 02-JAN-2000 'Later' number
taken corpus
fresh 'the later date wins, text before page'
page corpus/1 100001 01-JAN-2000 'Earlier page' number
text corpus/2 100001 02-JAN-2000 'Later text' number
taken corpus
fresh 'same date: the page wins, first path'
page corpus/1 100001 01-JAN-2000 'Page' number
text corpus/2 100001 01-JAN-2000 'Text' number
taken corpus
fresh 'same date: the page wins, last path'
text corpus/1 100001 01-JAN-2000 'Text' number
page corpus/2 100001 01-JAN-2000 'Page' number
taken corpus
fresh 'same date and form: the first path wins, also if it is named last'
page corpus/1 100001 01-JAN-2000 'First path' number
page corpus/2 100001 01-JAN-2000 'Second path' number
taken corpus/2 corpus/1
fresh 'three of them'
page corpus/1 100001 01-JAN-2000 'Earliest' number
page corpus/2 100001 03-JAN-2000 'Latest' number
page corpus/3 100001 02-JAN-2000 'Middle' number
taken corpus
fresh 'the better one is damaged: the other is taken'
page corpus/1 100001 01-JAN-2000 'Earlier' number
page corpus/2 100001 02-JAN-2000 'Later' number
truncate -s 5M corpus/2
taken corpus
fresh 'the same file, found twice, is one file'
page corpus/1 100001 01-JAN-2000 'One' number
ln -s 1 corpus/link
taken corpus corpus/1 ./corpus
fresh 'numbers that differ in leading zeros'
page corpus/1 12345 01-JAN-2000 'Five digits' number
page corpus/2 012345 02-JAN-2000 'Six digits' number
taken corpus
