#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# replay.sh PROGRAM...: give each replay program the seeds of its target. A seed that ends
# the program is named; the others of that target are then tried without it.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
passed=0
failed=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT
for program in "$@"; do
    target=$(basename "$program")
    n=0
    for seed in "$here/seeds/$target"/*; do
        n=$((n + 1))
    done
    # All in one process, as in a fuzzer; one by one only to name what fails.
    if "$program" "$here/seeds/$target"/* >/dev/null 2>"$output"; then
        passed=$((passed + n))
        continue
    fi
    for seed in "$here/seeds/$target"/*; do
        if "$program" "$seed" >/dev/null 2>"$output"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "--- $target $(basename "$seed")"
            cat "$output"
        fi
    done
    [ "$failed" != 0 ] || {
        failed=1
        echo "--- $target: the seeds fail only when one process gets them all"
    }
done
echo "fuzz: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
