#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: the rules of the source itself, each a script of its own beside this one that
# takes the folder to look at; first the proof that each of them can fail. KB_BUILD names
# the tree with libkb.a.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
KB_BUILD=$(cd "${KB_BUILD:-$root/build}" && pwd)
export KB_BUILD
passed=0
failed=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT
for check in selftest layers headers symbols banned sizes spdx toplevel links paths sources \
    lint; do
    if "$here/$check.sh" "$root" >"$output" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "--- $check"
        cat "$output"
    fi
done
echo "meta: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
