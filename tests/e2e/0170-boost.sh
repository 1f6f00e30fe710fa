#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The boosts of one query change the order: a word in the title counts more than one in the
# text, until the title is told to count nothing. The file sets them for all queries, the
# option has the last word.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
page corpus/1 100001 01-JAN-2000 'Gizmo is broken' 'text about other things that go on and on'
page corpus/2 100002 01-JAN-2000 'Device is broken' "$(printf '%s\n\t\n\t%s' \
    'text about a thing that goes on and on' 'Additional query words: gizmo')"
page corpus/3 100003 01-JAN-2000 'Device is broken' 'text about other things that go on and on'
build index corpus
export KBSEARCH_INDEX="$PWD/index"

order() {
    kbsearch --format=json "$@" gizmo | jq -c '[.hits[] | [.id, .score]]'
}
echo "as built:       $(order)"
echo "title=5:        $(order --boost=title=5)"
echo "title=0:        $(order --boost=title=0)"
echo "title=0.5:      $(order --boost=title=0.5)"
echo "title=100:      $(order --boost=title=100)"
echo "querywords=10:  $(order --boost=querywords=10)"
echo "both:           $(order --boost=title=1,querywords=100)"
echo "blanks:         $(order --boost=' title = 1 , querywords = 100 ')"
mkdir -p .config/kbsearch
printf '[boost]\ntitle = 0\n' >.config/kbsearch/kbsearch.conf
echo "file:           $(order)"
echo "file, option:   $(order --boost=title=5)"
echo "file, other:    $(order --boost=querywords=1)"
say 'a word that counts nothing is still looked for'
run kbsearch -n 5 --boost=title=0,querywords=0 gizmo
say 'the same in a batch'
echo gizmo | kbsearch --batch=- --boost=title=5 | jq -c '[.hits[] | [.id, .score]]'
