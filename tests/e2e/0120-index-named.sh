#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Which index is searched: that of -i, else of KBSEARCH_INDEX, else of the configuration
# file, else the installed one.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
page one/a 100001 01-JAN-2000 'Index of the option' 'searched'
page two/a 100002 01-JAN-2000 'Index of the environment' 'searched'
page three/a 100003 01-JAN-2000 'Index of the file' 'searched'
page four/a 100004 01-JAN-2000 'Index of the file named' 'searched'
for name in one two three four; do
    build "$name.index" "$name"
done
mkdir -p .config/kbsearch
echo '[search]
index = three.index' >.config/kbsearch/kbsearch.conf
echo '[search]
index = four.index' >named.conf

title() {
    kbsearch "$@" searched | sed -n 's/^ 1. //p'
}
echo "option:      $(KBSEARCH_INDEX=two.index title -i one.index --config=named.conf)"
echo "environment: $(KBSEARCH_INDEX=two.index title --config=named.conf)"
echo "file named:  $(title --config=named.conf)"
echo "file:        $(title)"
echo "empty:       $(KBSEARCH_INDEX='' title)"
mkdir -p xdg/kbsearch
cp named.conf xdg/kbsearch/kbsearch.conf
echo "XDG folder:  $(XDG_CONFIG_HOME=$PWD/xdg title)"
echo "relative:    $(XDG_CONFIG_HOME=xdg title)"

say 'an index that is named must be there'
run kbsearch -i none.index searched
KBSEARCH_INDEX=none.index run kbsearch searched
run kbsearch -i '' searched
run kbsearch -i named.conf searched
run kbsearch -i one searched
echo '[search]
index = none.index' >named.conf
run kbsearch --config=named.conf searched

rm -r .config
if [ -e /var/lib/kbsearch ] || [ -e /etc/kbsearch.conf ]; then
    echo 'the installed index is not tested: there is one' >&2
else
    say 'nothing is named'
    run kbsearch searched
fi
