#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh: the proofs on the whole archive, from two packed files:
#   KB_ARCHIVE   folder of kbarchive.tar.zst and kbarchive-txt-sample.tar.zst
#                (../shared/corpus beside the repository)
#   KB_JUDGED    judged queries (../shared/relevance/dev-queries.jsonl)
#   KB_BUILD     tree with the programs (build)
# Skips, and says so, where the archive is not there.
set -u

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:-$root/build}" && pwd) || exit 2
archive=${KB_ARCHIVE:-$root/../shared/corpus}
judged=${KB_JUDGED:-$root/../shared/relevance/dev-queries.jsonl}

wanted_articles=60335
max_index_mb=260

passed=0
failed=0
skipped=0
LC_ALL=C
export LC_ALL
unset KBSEARCH_INDEX XDG_CONFIG_HOME

# result TEXT STATUS: one line, and its count
result() {
    if [ "$2" = 0 ]; then
        passed=$((passed + 1))
        echo "  ok      $1"
    else
        failed=$((failed + 1))
        echo "  FAILED  $1"
    fi
}

skip() {
    skipped=$((skipped + 1))
    echo "  skipped $1"
}

finish() {
    echo "archive: $passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
    exit
}

if [ ! -f "$archive/kbarchive.tar.zst" ]; then
    skip "no archive at $archive (KB_ARCHIVE names its folder)"
    finish
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/kb-archive-XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$work
export HOME

# unpack NAME: whether it is unpacked below $work
unpack() {
    zstd -dcq "$archive/$1" >"$work/tar" && tar -xf "$work/tar" -C "$work" &&
        rm "$work/tar"
}

unpack kbarchive.tar.zst
status=$?
result "kbarchive.tar.zst is unpacked" "$status"
[ "$status" = 0 ] || finish

# check NAME COMMAND...: its output is shown when it fails, else its last line
check() {
    name=$1
    shift
    status=0
    "$@" >"$work/out" 2>&1 || status=$?
    result "$name" "$status"
    if [ "$status" = 0 ]; then
        tail -n 1 "$work/out" | sed 's/^/          /'
    else
        tail -n 40 "$work/out" | sed 's/^/          /'
    fi
}

if [ -f "$archive/kbarchive-txt-sample.tar.zst" ] && unpack kbarchive-txt-sample.tar.zst; then
    check "every article parses, both forms say the same" \
        "$build/archive/article_forms" "$work/kb" "$work/txt"
    check "analysis of texts is that of ICU" \
        "$build/archive/analysis_equal" "$work/txt"
else
    skip "no sample of the text form"
    check "every article parses" "$build/archive/article_forms" "$work/kb"
fi
check "analysis of pages is that of ICU" "$build/archive/analysis_equal" "$work/kb"

status=0
"$build/kbindex" -o "$work/index" "$work/kb" >"$work/summary" 2>"$work/err" || status=$?
result "kbindex ends with 0" "$status"
sed 's/^/          /' "$work/summary"
[ "$status" = 0 ] || tail -n 20 "$work/err" | sed 's/^/          /'

if [ ! -e "$work/index/current" ]; then
    skip "searches: there is no index"
    finish
fi

manifest=$work/index/current/manifest.json
n=$(jq -r .articles "$manifest")
[ "$n" = "$wanted_articles" ]
result "$n of $wanted_articles articles are indexed" $?

mb=$(($(du -sk "$work/index" | cut -f 1) * 1024 / 1000000))
[ "$mb" -le "$max_index_mb" ]
result "the index has $mb MB, at most $max_index_mb" $?

first=$("$build/kbsearch" -i "$work/index" --format=json "backup hangs legato" |
    jq -r '.hits[0].id')
[ "$first" = Q260695 ]
result "'backup hangs legato' names $first first" $?

if [ -f "$judged" ]; then
    check "answers to judged queries are no worse than the baseline" env \
        KB_BUILD="$build" INDEX="$work/index" QUERIES="$judged" BASELINE=dev \
        "$root/tests/relevance/run.sh"
else
    skip "no judged queries at $judged (KB_JUDGED names them)"
fi
finish
