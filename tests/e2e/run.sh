#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh [TEST...]: run the end-to-end tests, all of them or those that are named.
#
# A test is NNNN-topic.sh. It runs in an empty folder of its own, with a clean environment
# and the programs of the build first in PATH. Its stdout, stderr and exit status must be
# those in NNNN-topic.out, .err (missing = nothing) and .status (missing = 0). Exit status
# 77 = it cannot run here; the last line of its stderr says why.
#
#   KB_BUILD=DIR    where the programs are (default build, relative to the root)
#   KB_GOLDEN=1     write what the tests say as what they must say
set -u

here=$(cd "$(dirname "$0")" && pwd -P) || exit 2
root=$(cd "$here/../.." && pwd -P) || exit 2
build=$(cd "$root" && cd "${KB_BUILD:-build}" && pwd -P) || exit 2
for program in kbindex kbsearch kbsearch.cgi; do
    [ -x "$build/$program" ] || { echo "e2e: no $build/$program: run make" >&2; exit 2; }
done

# Xapian 1.4 frees some of its own objects by the size of their base class.
asan=new_delete_type_mismatch=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

# The sanitizers need system calls that the sandbox of kbsearch.cgi takes away.
sandbox=on
! grep -q __asan_init "$build/kbsearch.cgi" || sandbox=off

top=$(mktemp -d) || exit 2
top=$(cd "$top" && pwd -P) || exit 2
trap 'rm -rf "$top"' EXIT
trap 'exit 1' HUP INT TERM

# What differs from run to run and from machine to machine, in one place.
mask() {
    LC_ALL=C sed -E \
        -e "s|$top/box|SANDBOX|g" -e "s|$root|ROOT|g" \
        -e 's/[0-9]{8}T[0-9]{6}Z[a-z]/BUILD/g' \
        -e 's/in [0-9]+\.[0-9]+ s \([0-9]+ articles\/s\)/in N s (N articles\/s)/' \
        -e 's/^((updated|nothing changed).*) [0-9]+\.[0-9]+ s$/\1 N s/' \
        -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} UTC/TIME/' \
        -e '/^BUILD/s/ *[0-9]+\.[0-9]+ MB/ N MB/' \
        -e '/^seconds /s/ [0-9]+\.[0-9]+/ N/g' \
        -e 's/^(index .*), [0-9]+\.[0-9]+ MB/\1, N MB/' \
        -e 's/[0-9]+ of ([0-9]+) articles, [0-9]+\/s, [0-9]+ s left/N of \1 articles, N\/s, N s left/' \
        -e 's/("took_us": ?)[0-9]+/\1N/' \
        -e 's/process [0-9]+/process N/' -e 's/Error writing (block [0-9]+|to file)/Error writing/' \
        -e 's/^(kbindex|kbsearch) [0-9]+\.[0-9]+\.[0-9]+$/\1 VERSION/' \
        -e 's/^schema [0-9]+$/schema N/' -e 's/this program has [0-9]+/this program has N/' \
        -e 's/rules [0-9]+, icu [0-9.]+, unicode [0-9.]+, xapian [0-9.]+ english, words [0-9a-f]+/ANALYZER/g' \
        "$1"
}

run_test() {
    rm -rf "$top/box" "$top/tmp"
    mkdir "$top/box" "$top/tmp"
    (cd "$top/box" && exec env -i PATH="$build:$PATH" HOME="$top/box" LC_ALL=C.UTF-8 \
        TMPDIR="$top/tmp" KB_ROOT="$root" ASAN_OPTIONS="$asan" KBSEARCH_SANDBOX="$sandbox" \
        UBSAN_OPTIONS="${UBSAN_OPTIONS:-}" timeout 120 sh "$1" >"$top/stdout" 2>"$top/stderr" </dev/null)
    echo "$?" >"$top/status"
    mask "$top/stdout" >"$top/out"
    mask "$top/stderr" >"$top/err"
}

# golden NAME KIND NORMAL: keep a stream, unless it is as a missing file says
write_golden() {
    if [ "$(cat "$top/$2")" = "$3" ]; then
        rm -f "$here/$1.$2"
    else
        cp "$top/$2" "$here/$1.$2"
    fi
}

compare() {
    if [ -f "$here/$1.$2" ]; then
        diff -a -u --label "$1.$2" "$here/$1.$2" --label 'this run' "$top/$2"
    else
        printf '%s' "$3" | diff -a -u --label "$1.$2 (missing)" - --label 'this run' "$top/$2"
    fi
}

passed=0
failed=0
skipped=0
[ "$#" -gt 0 ] || set -- "$here"/[0-9][0-9][0-9][0-9]-*.sh
for test in "$@"; do
    name=$(basename "$test" .sh)
    if [ ! -f "$here/$name.sh" ]; then
        echo "e2e: no test $name" >&2
        failed=$((failed + 1))
        continue
    fi
    run_test "$here/$name.sh"
    if [ "$(cat "$top/status")" = 77 ]; then
        skipped=$((skipped + 1))
        echo "skipped $name: $(tail -n 1 "$top/err")"
    elif [ -n "${KB_GOLDEN:-}" ]; then
        write_golden "$name" out ''
        write_golden "$name" err ''
        write_golden "$name" status 0
        passed=$((passed + 1))
    else
        same=0
        compare "$name" out '' || same=1
        compare "$name" err '' || same=1
        compare "$name" status '0
' || same=1
        if [ "$same" = 0 ]; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED $name"
        fi
    fi
done
echo "e2e: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
