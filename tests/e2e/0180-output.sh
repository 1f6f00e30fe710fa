#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A reader that has seen enough ends a program without a word; an output that cannot be
# written is an error.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
export KBSEARCH_INDEX="$PWD/index"

say 'closed pipes: nothing on stderr'
kbsearch -n 50 windows 2>err | head -n 1
cat err
i=0
while [ "$i" -lt 2000 ]; do
    echo 'windows error'
    i=$((i + 1))
done >queries
kbsearch --batch=queries -n 20 2>err | head -n 1 | jq -c .version
cat err
kbsearch --help 2>err | :
cat err

say 'standard output is full'
if [ -c /dev/full ]; then
    run sh -c 'kbsearch legato >/dev/full'
    run sh -c 'kbsearch --format=json legato >/dev/full'
    run sh -c 'echo legato | kbsearch --batch=- >/dev/full'
    run sh -c 'kbsearch --help >/dev/full'
    run sh -c 'kbindex --version >/dev/full'
    run sh -c 'kbindex -o other "$KB_ROOT/corpus/sample" >/dev/full'
    run kbsearch -i other -n 1 legato
fi

say 'standard output is closed'
run sh -c 'kbsearch legato >&-'
run sh -c 'kbsearch --help >&-'
