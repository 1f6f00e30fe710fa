#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh PROGRAM...: run the unit tests and add up what they say. A program that ends
# without its count counts as one failed test.
set -u

# Xapian 1.4 frees some of its own objects by the size of their base class.
ASAN_OPTIONS=new_delete_type_mismatch=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export ASAN_OPTIONS

passed=0
failed=0
skipped=0
output=$(mktemp)
trap 'rm -f "$output"' EXIT
for program in "$@"; do
    status=0
    "$program" >"$output" 2>&1 || status=$?
    n=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$output")
    f=$(sed -n 's/^\[  FAILED  \] \([0-9]*\) test.*/\1/p' "$output" | head -n 1)
    if [ -z "$n" ] || { [ "$status" != 0 ] && [ -z "$f" ]; }; then
        f=$((${f:-0} + 1))
    fi
    s=$(sed -n 's/^\[  SKIPPED \] \([0-9]*\) test.*/\1/p' "$output" | head -n 1)
    passed=$((passed + ${n:-0}))
    skipped=$((skipped + ${s:-0}))
    failed=$((failed + ${f:-0}))
    if [ "$status" != 0 ] || [ -n "$f" ]; then
        echo "--- $(basename "$program") (exit $status)"
        grep -v '^\[ RUN\|^\[       OK' "$output"
    fi
done
echo "unit: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
