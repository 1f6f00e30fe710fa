#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A configuration file with a mistake is refused with its name and line; nothing in it is
# passed over. Comments, blanks and empty files are fine.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
page corpus/a 100001 01-JAN-2000 'Only article' 'searched'
build index corpus

try() {
    say "$1"
    # shellcheck disable=SC2059 # its escapes are wanted
    printf "$2" >file.conf
    run kbsearch --config=file.conf searched
}
try 'all that is allowed' \
    '; a comment\n# another\n\n[search]\nindex = index\n[boost]\ntitle = 8\nquerywords=0.5\n'
try 'line ends of Windows' '[search]\r\nindex = index\r\n'
try 'key twice: the last one counts' '[search]\nindex = none\nindex = index\n'
try 'unknown section' '[search]\nindex = index\n[colour]\ntitle = red\n'
try 'unknown key' '[search]\nindx = index\n'
try 'key outside of a section' 'index = index\n'
try 'unknown field' '[search]\nindex = index\n[boost]\ntitel = 8\n'
try 'field without a boost' '[boost]\nproduct = 8\n'
try 'boost out of range' '[boost]\n\ntitle = 1000\n'
try 'boost that is no number' '[boost]\ntitle = high\n'
try 'boost that is empty' '[boost]\ntitle =\n'
try 'no key and no section' '[search]\nindex\n'
try 'section left open' '[search\nindex = index\n'
try 'NUL byte' '[search]\nindex = in\000dex\n'
try 'line too long' "[search]\nindex = $(printf %200s x)\n"
head -c 70000 /dev/zero | tr '\0' '\n' >large.conf
say 'file too large'
run kbsearch --config=large.conf searched
say 'a folder'
run kbsearch --config=corpus searched

say 'the file of the user is checked as well'
mkdir -p .config/kbsearch
echo 'indx = index' >.config/kbsearch/kbsearch.conf
run kbsearch -i index searched
