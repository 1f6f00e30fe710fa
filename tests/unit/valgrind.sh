#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# valgrind.sh PROGRAM...: unit programs, then both programs with the sample, under valgrind:
# wrong reads and writes, values never set, memory lost for certain. KB_BUILD names the tree
# with the programs.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
HOME=$work
export HOME
unset KBSEARCH_INDEX XDG_CONFIG_HOME
passed=0
failed=0

# check NAME MAX CHILDREN COMMAND...: no error of valgrind, and an exit code of at most MAX.
# CHILDREN is loud where forked children are looked at as well. In unit tests they are
# silent: Xapian itself crashes on some damaged shards, which is why the shim looks at
# them in a child.
check() {
    name=$1
    max=$2
    silent=yes
    [ "$3" = silent ] || silent=no
    shift 3
    status=0
    valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=definite \
        --errors-for-leak-kinds=definite --trace-children=no --child-silent-after-fork=$silent \
        --log-file="$work/log.%p" "$@" >"$work/out" 2>"$work/err" || status=$?
    if [ "$status" -gt "$max" ] || grep -q 'ERROR SUMMARY: [1-9]\|definitely lost\|Invalid' \
        "$work"/log.*; then
        failed=$((failed + 1))
        echo "--- $name (exit $status)"
        tail -n 20 "$work/err"
        cat "$work"/log.*
    else
        passed=$((passed + 1))
    fi
    rm -f "$work"/log.*
}

for program in "$@"; do
    check "$(basename "$program")" 0 silent "$program"
done
check "kbindex" 0 loud "$build/kbindex" -j 2 -o "$work/index" "$root/corpus/sample"
check "kbindex with nothing to index" 2 loud "$build/kbindex" -o "$work/none" "$work/nowhere"
check "kbsearch" 0 loud "$build/kbsearch" -i "$work/index" "backup hangs legato"
printf 'backup hangs legato\nc++ tcp/ip 0x80004005\n\nthe\n' >"$work/queries"
check "kbsearch --batch" 2 loud "$build/kbsearch" -i "$work/index" --batch "$work/queries"
check "kbsearch --boost" 0 loud "$build/kbsearch" -i "$work/index" --boost=title=8 \
    --format=json "backup"
check "kbsearch without an index" 3 loud "$build/kbsearch" -i "$work/none" backup
echo "valgrind: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
