#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sources.sh ROOT: the Makefile's lists name every source and unit test, each once, and
# nothing that is not there.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The lists, continued lines joined: NAME WORD a line.
awk '{
        line = $0
        more = sub(/\\$/, "", line)
        text = text " " line
        if (more)
            next
        if (match(text, /^ *[A-Z_]+ *= /)) {
            name = text
            sub(/ *=.*/, "", name)
            gsub(/ /, "", name)
            sub(/^[^=]*= */, "", text)
            n = split(text, words, /[ \t]+/)
            for (i = 1; i <= n; i++)
                if (words[i] != "")
                    print name, words[i]
        }
        text = ""
    }' Makefile >"$work/words"
{
    awk '$1 ~ /_CC?$/ { print $2 }' "$work/words"
    awk '$1 == "UNIT_TESTS" { print "tests/unit/" $2 ".c" }' "$work/words"
    awk '$1 == "ARCHIVE_TESTS" { print "tests/archive/" $2 ".c" }' "$work/words"
    # The programs' mains stand in their link rules.
    grep -oE '(indexer|searcher|searcher/cgi)/main\.c' Makefile | sort -u
} | LC_ALL=C sort >"$work/listed"
"$here/files.sh" . '^(common|indexer|searcher|corpus|tests/unit|tests/archive|tests/relevance)/.*\.(c|cc)$' |
    LC_ALL=C sort >"$work/there"

{
    uniq -d "$work/listed" | sed 's/^/listed twice in the Makefile: /'
    uniq "$work/listed" >"$work/once"
    LC_ALL=C comm -23 "$work/once" "$work/there" | sed 's/^/in the Makefile, but not there: /'
    LC_ALL=C comm -13 "$work/once" "$work/there" | sed 's/^/in no list of the Makefile: /'
} >"$work/faults"
[ -s "$work/faults" ] || exit 0
cat "$work/faults"
exit 1
