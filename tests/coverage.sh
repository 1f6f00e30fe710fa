#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# coverage.sh BUILD: how many lines of each folder the tests that ran in this tree reached;
# with KB_VERBOSE=1 of each file. The tree was built with --coverage.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."
objects=$(cd "$1" && pwd)/obj
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find "$objects/common" "$objects/indexer" "$objects/searcher" -name '*.gcno' |
    while IFS= read -r notes; do
        # Without --json-format gcov prints "File 'X'" and "Lines executed:P% of N".
        gcov -n -r "$notes" 2>/dev/null
    done | awk -v list="${KB_VERBOSE:-}" '
    /^File / {
        file = $0
        sub(/^File ./, "", file)
        sub(/.$/, "", file)
        next
    }
    /^Lines executed:/ {
        if (file ~ /^(common|indexer|searcher)\//) {
            percent = $0
            sub(/^Lines executed:/, "", percent)
            sub(/%.*/, "", percent)
            lines = $NF
            # A header is counted by each source: take the best.
            reached = percent * lines / 100
            if (!(file in all) || reached > hit[file]) {
                all[file] = lines
                hit[file] = reached
            }
        }
        file = ""
        next
    }
    /^No executable lines/ { file = "" }
    END {
        for (file in all) {
            folder = file
            sub("/[^/]*$", "", folder)
            n_lines[folder] += all[file]
            n_hit[folder] += hit[file]
            total += all[file]
            total_hit += hit[file]
            if (list != "")
                printf "%-36s %6d %7.1f %%\n", file, all[file], 100 * hit[file] / all[file]
        }
        for (folder in n_lines)
            printf "%-36s %6d %7.1f %%\n", folder "/", n_lines[folder],
                100 * n_hit[folder] / n_lines[folder]
        if (total > 0)
            printf "%-36s %6d %7.1f %%\n", "~all", total, 100 * total_hit / total
    }' | LC_ALL=C sort >"$work/table"
if [ ! -s "$work/table" ]; then
    echo "coverage: no counts below $objects: make coverage" >&2
    exit 2
fi
printf '%-36s %6s %9s\n' folder lines reached
sed 's/^~all/all /' "$work/table"
