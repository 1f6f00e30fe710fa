#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# banned.sh ROOT: what the sources must not have: calls that cannot know a size, locales,
# arrays of a size known only at run time; in common also printing, exit and getenv; Xapian
# outside of the shim; notes of unfinished work.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

anywhere='strcpy|strcat|sprintf|vsprintf|strtok|atoi|gets|setlocale|alloca'
in_common='printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror|exit|_exit|abort|getenv'
# FILE CALL REASON: what one file may use all the same.
exceptions='
common/shim/kb_shim.cc _exit ends the child that looks at a shard which may be damaged
'
# Written so that this file does not find itself.
notes='TO[D]O|FIX[M]E|XX[X]'

"$here/files.sh" . '\.(c|h|cc|hh)$' | while IFS= read -r file; do
    case $file in
    common/shim/*) calls="$anywhere|$in_common" names='^impossible$' ;;
    common/*) calls="$anywhere|$in_common" names='Xapian::|<xapian' ;;
    *) calls=$anywhere names='Xapian::|<xapian' ;;
    esac
    awk -f "$here/strip.awk" "$file" |
        grep -nE -e "(^|[^A-Za-z0-9_])($calls)[ ]*\(" -e "$names" |
        awk -v file="$file" -v exceptions="$exceptions" '
            BEGIN {
                n = split(exceptions, lines, "\n")
                for (i = 1; i <= n; i++)
                    if (split(lines[i], words, " ") && words[1] == file)
                        may = words[2] " *[(]"
            }
            may == "" || $0 !~ may { print file ":" $0 }' || true
done >"$work/faults"

"$here/files.sh" . | grep -v '^corpus/sample/' | while IFS= read -r file; do
    grep -nwIE "$notes" "$file" | sed "s|^|$file:|" || true
done >>"$work/faults"

# Variable-length arrays: only a compiler knows.
flags="-fsyntax-only -std=c11 -Werror=vla -D_POSIX_C_SOURCE=200809L -Icommon
    $(pkg-config --cflags xapian-core icu-uc jansson libzstd libxxhash inih)"
for folder in common indexer searcher corpus; do
    list=$("$here/files.sh" . "^$folder/.*\.c\$")
    # The names have no blanks.
    # shellcheck disable=SC2086
    [ -z "$list" ] ||
        ${CC:-gcc} $flags -I$folder -DKB_DEFAULT_INDEX='""' -DKB_DEFAULT_CONFIG='""' \
            $list 2>&1 | grep -E 'error' >>"$work/faults" || true
done

[ -s "$work/faults" ] || exit 0
cat "$work/faults"
exit 1
