#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# spdx.sh ROOT: every source, script and manual page names its licence in its first lines.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
faults=$("$here/files.sh" . | while IFS= read -r file; do
    case $file in
    *.c | *.h | *.cc | *.hh | *.sh | *.awk | *.[1-8] | Makefile | */Makefile) ;;
    *) [ "$(head -c 2 "$file" | tr -d '\0')" = '#!' ] || continue ;;
    esac
    head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' ||
        echo "$file: no SPDX-License-Identifier: GPL-2.0-or-later in its first 3 lines"
done)
[ -n "$faults" ] || exit 0
printf '%s\n' "$faults"
exit 1
