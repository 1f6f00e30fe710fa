#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Odd queries: an answer, "nothing found" with status 1, or an error that says what to do.
# shellcheck source=/dev/null
. "$KB_ROOT/tests/e2e/lib.sh"
build index "$SAMPLE"
export KBSEARCH_INDEX="$PWD/index"

# The first lines are enough where there are many.
head_of() {
    run kbsearch -n 1 "$@"
}
say 'nothing to look for'
head_of ''
head_of '   ' "$(printf '\t')"
head_of '?!...' '(---)'
run kbsearch --format=json '?!...'
say 'stop words alone are looked for'
head_of the of and
head_of "How do I"
say 'words that no article has'
head_of zzzqqq
run kbsearch --format=json zzzqqq
say 'one of them does no harm'
head_of legato zzzqqq
say 'one argument or many'
head_of backup hangs legato >one
head_of 'backup hangs legato' >two
sed 1d one >one.rest
sed 1d two >two.rest
cmp one.rest two.rest && echo same
say 'queries that look like options'
head_of -- -legato
head_of -- --help
head_of legato -- -n
say 'bytes that are not UTF-8'
head_of "$(printf 'fran\347ais tape')"
say 'a pasted error report of 5 KB'
{
    printf 'Event ID: 8012\nSource: EDB\nDescription: c7ff000d backup ended early on tape\n'
    i=0
    while [ "$i" -lt 200 ]; do
        printf '0x%08x: mov eax,[ebp+%d]\n' "$((i * 4096))" "$i"
        i=$((i + 1))
    done
} >pasted
echo "bytes: $(wc -c <pasted)"
head_of "$(cat pasted)"
say 'a query of 100 KB'
run kbsearch "$(head -c 102400 /dev/zero | tr '\0' 'a')"
say 'the longest that is taken, and one byte more'
run kbsearch "legato $(head -c 32761 /dev/zero | tr '\0' 'a')" | sed -n '$p'
run kbsearch "legato $(head -c 32762 /dev/zero | tr '\0' 'a')"
say '1,000 different words'
run kbsearch -n 1 "$(seq 1 1000) legato" | sed '1d'
say 'forms of a word, names, numbers, codes: the first hit'
for query in 'backing up' 'BACKUP' 'back-up' 'c7ff000d' '0xc7ff000d' 'Q245664' 'q245664' \
    'USER.EXE' '\\server\share' 'C++' 'C#' 'TCP/IP' 'e-mail' 'HKEY_LOCAL_MACHINE\Software' \
    'Über' '"err msg"' 'NT4' 'SP6a'; do
    printf '%-28s %s\n' "$query" "$(kbsearch -n 1 --no-correct "$query" | sed -n 's/^ 1. //p')"
done
