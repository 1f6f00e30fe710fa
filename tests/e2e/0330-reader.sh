#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A search that is at work while a new index is published goes on with the one it has
# opened, also when that one is removed; the next search has the new one.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
page old/1 100001 01-JAN-2000 'Of the old index' word
page new/1 100002 01-JAN-2000 'Of the new index' word
build index old

mkfifo questions answers
kbsearch -i index --batch=questions >answers &
pid=$!
exec 4<answers 3>questions
ask() {
    echo word >&3
    read -r answer <&4
    echo "$1: $(echo "$answer" | jq -r '.hits[0].title')"
}
ask 'at first'
build index new
ask 'a new one is published'
build index new
build index new
builds index
ask 'the old one is removed'
rm -r index
ask 'all are removed'
exec 3>&-
wait "$pid"
echo "exit $?"
