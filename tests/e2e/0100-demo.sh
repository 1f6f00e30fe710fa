#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What `make demo` shows: the sample is indexed, the query that does not have one word of
# the answer's text ("hangs") names the answer first.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"

run kbindex -o index "$SAMPLE"
run kbsearch -i index "backup hangs legato"
say 'the same as JSON'
kbsearch -i index -n 3 --format=json "backup hangs legato" >answer.json
echo "lines: $(wc -l <answer.json)"
jq . answer.json
