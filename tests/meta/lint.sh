#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# lint.sh [ROOT]: shellcheck for all scripts, mandoc for all manual pages, clang-format for
# all sources. Lists files whose format differs, not every line: `make format` sets them.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$here/../..}"
status=0

scripts=$("$here/files.sh" . | while IFS= read -r file; do
    case $file in
    *.c | *.h | *.cc | *.md | corpus/sample/*) ;;
    *.sh) echo "$file" ;;
    *) head -n 1 "$file" | grep -aqE '^#! ?/(bin|usr/bin/env) ?/?(ba|da)?sh' && echo "$file" ;;
    esac || true
done)
# File names have no blanks here and below.
# shellcheck disable=SC2086
[ -z "$scripts" ] || shellcheck -x $scripts || status=1

pages=$("$here/files.sh" . '/man/.*\.[1-8]$' || true)
# shellcheck disable=SC2086
[ -z "$pages" ] || mandoc -T lint -W warning $pages || status=1

sources=$("$here/files.sh" . '\.(c|h|cc|hh)$' || true)
for file in $sources; do
    clang-format "$file" | cmp -s - "$file" || {
        echo "$file: not as clang-format has it"
        status=1
    }
done
exit $status
