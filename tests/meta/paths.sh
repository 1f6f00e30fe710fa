#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# paths.sh ROOT: no path of one machine in any file.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
# Written so that this file does not find itself.
machine='(^|[^A-Za-z0-9_}$.])/(wor[k]|far[m]|roo[t]|hom[e]|tmp/k[b])(/|$|[^A-Za-z0-9_])'
faults=$("$here/files.sh" . | grep -v '^corpus/sample/' | while IFS= read -r file; do
    grep -nIE "$machine" "$file" | sed "s|^|$file:|" || true
done)
[ -n "$faults" ] || exit 0
printf '%s\n' "$faults"
exit 1
