#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# files.sh ROOT [REGEX]: the project's files below ROOT, relative to it, one a line: what
# git tracks or would take in. Without git (an unpacked release, a test's small tree)
# everything but build output.
set -eu

cd "$1"
regex=${2:-.}
if [ -e .git ] && list=$(git ls-files -co --exclude-standard 2>/dev/null); then
    printf '%s\n' "$list"
else
    find . \( -name .git -o -name 'build' -o -name 'build-*' \) -prune -o -type f -print |
        sed 's|^\./||'
fi | LC_ALL=C sort | grep -E -e "$regex" | while IFS= read -r file; do
    # A tracked file may be deleted in the tree.
    [ ! -e "$file" ] || printf '%s\n' "$file"
done
