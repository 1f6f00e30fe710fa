#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Help and versions go to stdout with status 0. Whatever is wrong with a command line is
# said in one line that names the word at fault and what would be right; status 2.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
KBSEARCH_INDEX=$PWD/index
export KBSEARCH_INDEX

say 'help and versions'
run kbindex --help
run kbindex -h --no-such-option
run kbindex --version
run kbsearch --help
run kbsearch --version
kbsearch -h >one
kbsearch --help >two
cmp one two && echo '-h is --help'

say 'unknown options'
run kbindex --jbos=2 -o other "$SAMPLE"
run kbindex -x -o other "$SAMPLE"
run kbsearch --formt=json hang
run kbsearch --form=json hang
run kbsearch -z hang
run kbsearch -nz hang
run kbsearch --help=yes
run kbindex --quiet=yes -o other "$SAMPLE"

say 'values missing'
run kbindex -o
run kbindex -o ''  "$SAMPLE"
run kbindex "$SAMPLE"
run kbindex --report
run kbsearch hang -i
run kbsearch hang --format
run kbsearch

say 'values out of range'
run kbindex -j 0 -o other "$SAMPLE"
run kbindex -j 65 -o other "$SAMPLE"
run kbindex --jobs=many -o other "$SAMPLE"
run kbsearch -n 0 hang
run kbsearch -n 10001 hang
run kbsearch -n -1 hang
run kbsearch -n ten hang
run kbsearch -n 5x hang
run kbsearch -n '' hang
run kbsearch -n 99999999999999999999 hang
run kbsearch --format=xml hang
run kbsearch --format= hang
run kbsearch --color=red hang
run kbsearch --boost=colour=3 hang
run kbsearch --boost=product=3 hang
run kbsearch --boost=title hang
run kbsearch --boost=title=101 hang
run kbsearch --boost=title=-1 hang
run kbsearch --boost=title=nan hang
run kbsearch --boost=title=0x hang
run kbsearch --boost=title=3, hang
run kbsearch --boost= hang
run kbsearch --batch=- hang
run kbsearch --batch=missing.txt
run kbsearch --batch=.
run kbsearch --config=missing.conf hang

say 'options after the query, options twice: the last one counts'
run kbsearch hang --max=5 -n 1 --format=json --format=text
[ ! -e other ] || fail 'an index was made'
