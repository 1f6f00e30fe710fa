#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# File names with blanks, line ends, control characters and bytes that are not UTF-8: the
# files are indexed; on stderr and in the report no name can pass for something else.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
page 'corpus/with blanks' 100001 01-JAN-2000 'One' named
page "corpus/with
line end" 100002 01-JAN-2000 'Two' named
page "corpus/$(printf 'with \377\376 bytes')" 100003 01-JAN-2000 'Three' named
page "corpus/-o" 100004 01-JAN-2000 'Four' named
page "corpus/'quotes\" and \\" 100005 01-JAN-2000 'Five' named
page "corpus/%s%n" 100006 01-JAN-2000 'Six' named
build index corpus
kbsearch -i index --format=json named | jq -c '[.hits[].id] | sort'

mkdir bad
: >'bad/with blanks'
: >"bad/with
kbindex: line end"
: >"bad/$(printf 'with \377\376 bytes')"
: >"bad/$(printf 'with \033[31m colour \302\233 and \342\200\256 more')"
: >"bad/-o"
: >"bad/'quotes\" and \\"
: >'bad/%s%n'
: >"bad/$(printf 'Gr\303\266\303\237e')"
long=$(head -c 250 /dev/zero | tr '\0' n)
mkdir -p "bad/$long/$long"
: >"bad/$long/$long/$long"
run kbindex -o index --report=report bad corpus/* | LC_ALL=C sed 's/nnnn*/nnn/g' | cat -v
say 'the report is JSON and UTF-8'
jq -ac '.skipped[] | [.path, .reason]' report | sed 's/nnnn*/nnn/g'
say 'names of index, report, and corpus'
run kbindex --quiet -o "an index" --report="a
report" corpus/*
run kbsearch -i "an index" -n 1 named
run kbindex -o index "$(printf 'missing\n\033[31m \377')" | cat -v
