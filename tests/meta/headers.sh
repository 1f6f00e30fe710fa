#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# headers.sh ROOT: every header compiles alone and twice, as C11; those of base and shim
# that say extern "C", and all .hh, as C++17.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc=${CC:-gcc}
cxx=${CXX:-g++}
flags="-fsyntax-only -Wall -Wextra -Wpedantic -Werror -D_POSIX_C_SOURCE=200809L"
flags="$flags $(pkg-config --cflags xapian-core icu-uc jansson libzstd libxxhash inih)"

# Programs have files of the same name, so each group gets its own folders to look in.
check_group() {
    group=$1
    shift
    mkdir -p "$work/$group"
    "$here/files.sh" . "^($group)/.*\.(h|hh)\$" | while IFS= read -r header; do
        name=$(printf '%s' "$header" | tr '/' '-')
        text=$(printf '#include "%s/%s"\n' "$root" "$header")
        case $header in
        *.h) printf '%s\n%s\n' "$text" "$text" >"$work/$group/$name.c" ;;
        esac
        case $header in
        *.hh) printf '%s\n%s\n' "$text" "$text" >"$work/$group/$name.cc" ;;
        *) ! grep -q 'extern "C"' "$header" ||
            printf '%s\n%s\n' "$text" "$text" >"$work/$group/$name.cc" ;;
        esac
    done
    set -- "$@" -I"$root/common"
    # The flags are words and the file names have no blanks.
    # shellcheck disable=SC2086
    {
        set -- $flags "$@"
        c=$(find "$work/$group" -name '*.c')
        [ -z "$c" ] || $cc -std=c11 "$@" $c || echo failed >"$work/failed"
        cc_files=$(find "$work/$group" -name '*.cc')
        [ -z "$cc_files" ] || $cxx -std=c++17 "$@" $cc_files || echo failed >"$work/failed"
    } 2>&1
}

check_group common
check_group indexer -I"$root/indexer"
check_group searcher -I"$root/searcher"
check_group corpus
check_group tests -D_XOPEN_SOURCE=700 -I"$root/tests/unit" -I"$root/indexer" -I"$root/searcher"
[ ! -e "$work/failed" ]
