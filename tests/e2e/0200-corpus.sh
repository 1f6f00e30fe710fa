#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A corpus that is missing or holds no article is a failure; never is an empty index
# published, and the one before stays in service.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
before=$(readlink index/current)
mkdir empty nothing
echo 'shopping list' >nothing/list.txt

say 'without an index before'
run kbindex -o new
run kbindex -o new missing
run kbindex -o new "$SAMPLE" missing
run kbindex -o new empty
run kbindex -o new nothing
run kbindex -o new empty nothing
run kbindex -o new ''
run kbsearch -i new legato

say 'with an index before'
run kbindex -o index missing
run kbindex -o index empty
run kbindex -o index --report=report nothing
jq -c '.skipped[] | [.status, .reason]' report
same_build index "$before"
builds index
kbsearch -i index -n 1 legato | sed -n 1p

say 'all articles fail when they are read whole'
page bad/1 100001 01-JAN-2000 'Only one' 'text'
head -c 5000000 /dev/zero | tr '\0' 'x' >>bad/1
run kbindex -o index bad
same_build index "$before"
builds index
