#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# toplevel.sh ROOT: what may stand at the top, and nothing else.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
faults=$("$here/files.sh" "$1" | cut -d/ -f1 | LC_ALL=C sort -u |
    grep -vxE 'Makefile|README\.md|indexer|searcher|common|corpus|tests|\.clang-format|\.gitignore|\.ci' ||
    true)
[ -n "$faults" ] || exit 0
printf '%s\n' "$faults" | sed 's/$/: does not belong to the top level/'
exit 1
