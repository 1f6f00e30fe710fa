#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# queries.sh N [SEED]: ask N random queries of an index of the sample, see queries.c. The
# row of queries hangs on SEED alone, so that a failure can be repeated.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(cd "${KB_BUILD:=build}" && pwd)
# Xapian 1.4 frees some of its own objects by the size of their base class.
ASAN_OPTIONS=new_delete_type_mismatch=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}
export ASAN_OPTIONS
index=$(mktemp -d)
trap 'rm -rf "$index"' EXIT
"$build/kbindex" -o "$index/index" "$root/corpus/sample" >"$index/log" 2>&1 || {
    cat "$index/log"
    exit 1
}
"$build/fuzz_queries" "$index/index" "$here/query.dict" "$1" "${2:-1}"
