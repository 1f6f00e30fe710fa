#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check.sh: judge measures what it says, and the sample's answers are no worse than
# baseline.tsv.
#   KB_BUILD   tree with the programs (build)
set -u

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd) || exit 2
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
passed=0
failed=0

# result NAME STATUS: one line, and its count; what was said is shown when it failed
result() {
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "  FAILED  $1"
        sed 's/^/          /' "$work/out"
    fi
}

# gives WANTED-STATUS TEXT ARGUMENT...: judge ends so and says this
gives() {
    wanted=$1
    text=$2
    shift 2
    status=0
    "$build/relevance/judge" "$@" >"$work/out" 2>&1 || status=$?
    [ "$status" = "$wanted" ] && grep -qF -e "$text" "$work/out"
    result "judge $*: $wanted, '$text'" $?
}

cat >"$work/topics" <<'EOF'
{"qid":"a","type":"k","query":"one","relevant":["Q1"]}
{"qid":"b","type":"k","query":"two","relevant":["Q2","Q3"]}
{"qid":"c","type":"n","query":"three","relevant":["Q4"]}
EOF
# a: first. b: ranks 2 and 3 of 2 relevant. c: not there.
cat >"$work/run" <<'EOF'
a Q0 Q1 1 9 x
b Q0 Q9 1 9 x
b Q0 Q2 2 8 x
b Q0 Q3 3 7 x
c Q0 Q9 1 9 x
EOF
cat >"$work/worse" <<'EOF'
a Q0 Q9 1 9 x
a Q0 Q1 2 8 x
EOF
cat >"$work/answers" <<'EOF'
{"query":"one","hits":[{"id":"Q1"}]}
{"query":"two","hits":[{"id":"Q9"},{"id":"Q2"},{"id":"Q3"}]}
{"query":"three","hits":[]}
EOF
printf 'x\tall\t0.7400\t0.5\t0.3\t0.6\t0.6\n' >"$work/above"
printf 'x\tall\t0.5640\t0.5\t0.3333\t0.6667\t0.6667\n' >"$work/equal"
printf '{"qid":"a","query":"one","relevant":[]}\n' >"$work/none"
: >"$work/empty"
# b: (1/log2(3) + 1/log2(4)) / (1 + 1/log2(3)) = 0.693
gives 0 "all           3     0.564     0.500        0.333        0.667        0.667" \
    "$work/topics" "$work/run"
gives 0 "all           3     0.564     0.500        0.333        0.667        0.667" \
    "$work/topics" "$work/answers"
gives 0 "b	k	0.693	two	Q2,Q3" -v "$work/topics" "$work/run"
gives 0 "all        0.564     0.210    +0.354       2       0" \
    "$work/topics" "$work/run" "$work/worse"
gives 0 "nDCG@10" -w "$work/written" "$work/topics" "$work/answers"
gives 0 "all        0.564     0.564    +0.000       0       0    1.0000" \
    "$work/topics" "$work/run" "$work/written"
gives 1 "below the baseline: x all nDCG@10 is 0.5645, was 0.7400" \
    -b "$work/above" -s x "$work/topics" "$work/run"
gives 0 "nDCG@10" -b "$work/equal" -s x -t 0.001 "$work/topics" "$work/run"
gives 2 "has no line of set 'y'" -b "$work/equal" -s y "$work/topics" "$work/run"
gives 2 "has 1 answers to 3 queries" "$work/topics" "$work/none"
gives 2 "line 1: no relevant article" "$work/none" "$work/run"
gives 2 "has no queries" "$work/empty" "$work/run"
gives 2 "cannot open" "$work/nothing" "$work/run"
gives 2 "line 1: no object" "$work/run" "$work/run"

# The same seed gives the same slips, one a line; a line without words stays.
printf '%s\n' 'backup hangs after restart' 'printer does nothing' '0x80004005 C++' >"$work/typed"
slips() {
    awk -v seed="$1" -f "$here/slips.awk" "$work/typed"
}
{
    slips 1 >"$work/slips1" && slips 1 | diff - "$work/slips1" &&
        diff "$work/typed" "$work/slips1" | grep -c '^>' | grep -qx 2 &&
        slips 2 | diff -q - "$work/slips1" | grep -q differ &&
        tail -n 1 "$work/slips1" | grep -qx '0x80004005 C++'
} >"$work/out" 2>&1
result "slips are made, and made again" $?

BASELINE=sample "$here/run.sh" >"$work/out" 2>&1
result "the sample is no worse than its baseline" $?
echo "relevance: $passed passed, $failed failed, 0 skipped"
[ "$failed" = 0 ]
