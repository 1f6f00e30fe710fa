#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sizes.sh ROOT: a .c or .cc file has at most 600 lines, a header 200, a function 60.
# Functions with more than 5 parameters beside err are counted but do not fail: use
# KB_VERBOSE=1 to list them.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"

# FILE LINES REASON: files that may be longer than their kind.
exceptions='
common/shim/kb_shim.h 600 the whole surface of the shim, most of it comments
'

report=$("$here/files.sh" . '\.(c|h|cc|hh)$' | while IFS= read -r file; do
    case $file in
    *.h | *.hh) max=200 ;;
    *) max=600 ;;
    esac
    other=$(printf '%s' "$exceptions" | awk -v file="$file" '$1 == file { print $2 }')
    max=${other:-$max}
    lines=$(wc -l <"$file")
    [ "$lines" -le "$max" ] || echo "$file: $lines lines, at most $max"
    # A function is a brace alone in the first column; its head stands above it since the
    # last empty line, statement or directive.
    awk -f "$here/strip.awk" "$file" | awk -v file="$file" '
        function parameters(head,    i, c, depth, n, last, any) {
            depth = 0
            n = 0
            for (i = 1; i <= length(head); i++) {
                c = substr(head, i, 1)
                if (c == "(" && ++depth == 1)
                    continue
                if (c == ")" && --depth == 0)
                    break
                if (depth == 0)
                    continue
                any = 1
                last = last c
                if (c == "," && depth == 1) {
                    n++
                    last = ""
                }
            }
            if (!any)
                return 0
            return n + (last ~ /kb_error \*/ ? 0 : 1)
        }
        /^\{[ \t]*$/ && head !~ /^ *namespace/ && head ~ /\(/ && !inside {
            inside = 1
            start = head_line
            name = head
            sub(/\(.*/, "", name)
            sub(/.*[ *]/, "", name)
            if (parameters(head) > 5)
                printf "note %s:%d: %s has %d parameters, at most 5\n", file, start, name,
                    parameters(head)
        }
        /^}/ && inside {
            inside = 0
            if (FNR - start + 1 > 60)
                printf "%s:%d: %s has %d lines, at most 60\n", file, start, name,
                    FNR - start + 1
            head = ""
            next
        }
        inside { next }
        /^[ \t]*$/ || /^#/ || /[;}][ \t]*$/ { head = ""; next }
        { if (head == "") head_line = FNR; head = head " " $0 }'
done)

[ -z "${KB_VERBOSE:-}" ] || printf '%s\n' "$report" | sed -n 's/^note //p'
faults=$(printf '%s\n' "$report" | grep -v '^note ' || true)
[ -n "$faults" ] || exit 0
printf '%s\n' "$faults"
exit 1
