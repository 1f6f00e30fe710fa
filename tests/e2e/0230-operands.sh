#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Folders and files, both forms mixed, links followed; loops end, nothing counts twice,
# hidden files and the index itself are passed over.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
articles() {
    kbindex --full --allow-shrink=100 -o "$@" 2>"$TMPDIR/err" | sed -n 's/^indexed *\([0-9]* articles\?\),.*/\1/p; s/^skipped/&/p'
    grep skipped "$TMPDIR/err"
}

say 'one form, the other, both, single files'
articles a "$SAMPLE/kb"
articles b "$SAMPLE/txt"
articles c "$SAMPLE/txt" "$SAMPLE/kb"
articles d "$SAMPLE"
jq .digest c/current/manifest.json d/current/manifest.json | uniq | wc -l
articles e "$SAMPLE/kb/260/Q260695/README.md" "$SAMPLE/kb/254"
articles e "$SAMPLE" "$SAMPLE/kb" "$SAMPLE/kb/260/Q260695/README.md"

say 'relative names, dots, a slash at the end'
cp -r "$SAMPLE/kb/26"* .
mkdir -p in
cp -r 260 in
articles f in
articles f in/
articles f in/../in/.
(cd in && articles ../f .)

say 'links: to a file, to a folder, in loops, to nothing, to themselves'
mkdir -p links/sub
ln -s "$PWD/in" links/folder
ln -s ../../in links/sub/again
ln -s "$PWD/in/260/Q260695/README.md" links/file
ln -s .. links/sub/up
ln -s . links/sub/here
ln -s "$PWD/links" links/sub/whole
articles g links
ln -s nowhere links/dead
ln -s itself links/itself
articles g links
ln -s links entry
articles g entry
run kbindex --quiet -o g links/dead
run kbindex --quiet -o g links/itself

say 'hidden files are passed over, unless named'
mkdir -p hidden/.git
cp in/260/Q260695/README.md hidden/.git/
run kbindex --quiet -o h hidden
articles h hidden/.git

say 'the index may stand in the corpus'
cp -r in place
articles place/index place
articles place/index place

say '70 folders in each other'
deep=deep
i=0
while [ "$i" -lt 70 ]; do
    deep=$deep/d
    i=$((i + 1))
done
mkdir -p "$deep"
cp in/260/Q260695/README.md deep
cp in/260/Q260695/README.md "$deep"
articles i deep | sed 's|\(/d\)*|&|; s|/d\(/d\)*/d|/d.../d|'
