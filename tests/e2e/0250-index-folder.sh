#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# An index folder that cannot be made or written to: an error that names it, status 2.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
page corpus/1 100001 01-JAN-2000 'One' text
echo mine >file

run kbindex --quiet -o file corpus
run kbindex --quiet -o file/index corpus
run kbindex --quiet -o no/parent corpus
run kbindex --quiet -o /dev/null corpus
cat file
say 'parts of the index are something else'
mkdir index
echo mine >index/builds
run kbindex --quiet -o index corpus
cat index/builds
rm index/builds
mkdir -p index/current/mine
run kbindex --quiet -o index corpus
builds index
rm -r index/current
rm index/lock
mkdir index/lock
run kbindex --quiet -o index corpus
rm -r index/lock
run kbindex --quiet -o index corpus
say 'the report cannot be written: the index is published all the same'
run kbindex --quiet -o other --report=no/report corpus
run kbindex --quiet -o other --report=corpus corpus
kbsearch -i other -n 1 text | sed -n 1p
run kbindex --quiet -o other --report=no/report missing
