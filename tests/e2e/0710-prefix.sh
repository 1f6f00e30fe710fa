#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A prefix finds the articles with words that begin so, and no others, though the index has
# stems; codes are found by their value.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
n=100100
while read -r title && read -r words; do
    n=$((n + 1))
    page "corpus/Q$n/README.md" "$n" 11-NOV-2000 "$title" "$words"
done <<'END'
Gardens
organic food of an organ
Firms
how to organize a fair
More Firms
the organization of fairs was organized well
Moods
happy days
More Moods
happiness of gardens
Colours
dying cloth is not to die
Tools
BACKUP.EXE writes a backup
Other Tools
RESTORE.EXE and SETUP.EXE
Places
going home, goes home
More Places
go home
Codes
the error 0x80004005 came, then 8000 and 4005
More Codes
the error was -2147467259 of a job
Lines
the error was 2147467259 lines
END
build index corpus
export KBSEARCH_INDEX="$PWD/index"

# Numbers of the articles found, in their order.
found() {
    printf '%s:' "$1"
    kbsearch --no-correct --all --id-only --sort=id -- "$1" 2>notes | tr '\n' ' ' | sed 's/Q/ /g'
    kbsearch --no-correct --count -- "$1" 2>/dev/null
    sed 's/^/  /' notes
}
say 'words and not their stems'
for query in 'organ*' 'organi*' 'organic*' 'organiz*' 'organizat*' 'happ*' 'happi*' 'happy*' \
    'die*' 'dy*' 'dying*' 'go*' 'goi*' 'goe*' 'g*' 'ORGANIZ*' 'zz*'; do
    found "$query"
done
say 'of a compound no other part'
for query in 'back*' 'backup*' 'backup.*' 'restore.e*'; do
    found "$query"
done
say 'among other things'
for query in '+organiz*' '-organiz* gardens' 'organiz* AND fair' 'organiz* OR happi*' \
    'organiz* home' 'fairs organiz*' 'title:organ*' 'title:fir*' 'summary:organiz*' \
    'organiz* product:test' '(organiz* OR home) product:test' 'organiz* -fairs'; do
    found "$query"
done
say 'which words they are'
run kbsearch -n 1 --explain 'organiz*'
kbsearch --format=json 'organiz* fair' | jq -c '.hits[] | [.id, .matched]'

say 'codes by their value'
for query in code:80004005 code:0x80004005 code:80004005h code:-2147467259 code:2147500037 \
    code:8000-4005 code:80004006 code:none; do
    found "$query"
done
