#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One article: set for the width, with what it cites and what cites it; what belongs to it.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
export KBSEARCH_INDEX="$PWD/index"

seen() {
    sed -e "s/$(printf '\033')/ESC/g" -e "s/$(printf '\r')//g"
}

say 'an article'
run kbsearch --show Q260695
say 'narrow; with colours and links'
COLUMNS=50 kbsearch --show=kb260695 | head -n 20
printf '[search]\nlink = http://localhost/kb?id={id}\n' >link.conf
kbsearch --config=link.conf --color=always --show=260695 | seen | grep ESC | head -n 6
say 'width never makes it fail'
for columns in 1 2 20 79 200 999; do
    echo "COLUMNS=$columns: longest line $(COLUMNS=$columns kbsearch --show Q260695 | wc -L)"
done
say 'JSON'
kbsearch --show Q260695 --format=json | jq -c '{version,id,in_archive,title,versions,modified,
    headings:[.sections[].heading],cites:[.cites[]|{id,in_archive}],cited_by:[.cited_by[].id],cited_by_total}'

say 'not in the archive, but cited'
cited=$(kbsearch --show Q260695 --format=json | jq -r '[.cites[]|select(.in_archive|not)][0].id // empty')
run kbsearch --show "${cited:-Q1}"
run kbsearch --show Q9999998
run kbsearch --show=Q9999998 --format=json
say 'no number'
for word in '' Q Q0 Q12345678 99999999999999999999 hello Q260695x KB 'Q 1' -5; do
    run kbsearch --show="$word"
done
run kbsearch --show=Q260695 --format=tsv
run kbsearch --show=Q260695 word

say 'related'
run kbsearch --related Q260695 -n 3
kbsearch --related Q260695 -n 2 --format=tsv
kbsearch --related Q260695 -n 1 --format=json | jq -c '.related[] | {relation,id,in_archive}'
run kbsearch --related Q9999998

say 'the file'
run kbsearch --open=Q260695
kbsearch --open=260695 -0 | tr '\0' '|'
echo
run kbsearch --open=Q9999998
page gone/a 100001 01-JAN-2000 'Soon Gone' 'text'
build other gone
rm gone/a
run kbsearch -i other --open=Q100001

say 'twins are related as such'
mkdir corpus
for n in 100001 100002 100003; do
    text=$(printf 'The spooler service stops when a second job is sent to %s.\n\tStart it again by hand and send the job once more, as the queue keeps it.' "the printer")
    page corpus/$n $n 01-JAN-2000 "PRB: Spooler Stops on a Second Job" "$text"
done
page corpus/100004 100004 01-JAN-2000 'BUG: Spooler Stops on a Second Job' 'Another thing with the same name altogether: ink is missing.'
build twins corpus
kbsearch -i twins --related=Q100002 --format=tsv
kbsearch -i twins spooler stops | tail -n 6
kbsearch -i twins --format=tsv --fields=id,twins spooler stops
kbsearch -i twins --format=tsv --fields=id,twins --all spooler stops

say 'a pager on a terminal'
paged() { # VARIABLE=VALUE...
    env TERM=dumb "$@" script -qec 'kbsearch --show Q260695; echo "exit $?"' /dev/null </dev/null |
        seen | grep -vE '^ *$|^sh: ' | sed -n '1,2p; $p'
}
paged PAGER="sed 's/^/> /'"
paged PAGER=
paged PAGER=cat
paged PAGER=no-such-pager
paged PAGER=false
paged PAGER='head -n 1'
