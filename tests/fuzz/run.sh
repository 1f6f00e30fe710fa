#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: build every fuzz target with clang below KB_BUILD/fuzz and let each run for
# FUZZ_SECONDS (60). What a fuzzer finds interesting is kept in KB_BUILD/fuzz/corpus, an
# input that crashes in KB_BUILD/fuzz/crashes; a crash that was mended belongs into
# tests/fuzz/seeds. FUZZ_TARGETS names some of the targets.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cd "$root"
mkdir -p "${KB_BUILD:=build}"
build=$(cd "$KB_BUILD" && pwd)/fuzz
seconds=${FUZZ_SECONDS:-60}
targets=${FUZZ_TARGETS:-$(cd "$here" && printf '%s\n' fuzz_*.c | sed 's/\.c$//')}
passed=0
failed=0
mkdir -p "$build/crashes"

for target in $targets; do
    ${MAKE:-make} --no-print-directory BUILD="$build" CC=clang CXX=clang++ \
        SANITIZE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" \
        "$build/fuzzers/$target"
    mkdir -p "$build/corpus/$target"
    log=$build/$target.log
    set --
    [ ! -f "$here/${target#fuzz_}.dict" ] || set -- -dict="$here/${target#fuzz_}.dict"
    if "$build/fuzzers/$target" "$@" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix="$build/crashes/$target-" \
        "$build/corpus/$target" "$here/seeds/$target" >"$log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        grep -E 'broken:|ERROR|SUMMARY|Test unit written|runtime error' "$log" ||
            tail -n 20 "$log"
    fi
    awk -v target="$target" '
        /number_of_executed_units/ { runs = $2 }
        / cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
        END { printf "%-14s %10d inputs, %6d edges reached\n", target, runs, edges }' "$log"
done
echo "fuzz: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
