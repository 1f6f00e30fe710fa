#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# symbols.sh ROOT [LIBRARY]: what libkb.a shows to the linker begins with kb_, and it has
# no variable that can change. Weak symbols are copies of C++ templates and may have any
# name.
set -eu

library=${2:-${KB_BUILD:-$1/build}/libkb.a}
# The one variable: base/mem's hook by which tests make an allocation fail.
allowed="mem.c.o fail_countdown"

faults=$({
    nm -A --defined-only --extern-only "$library" |
        awk '$(NF - 1) !~ /^[WVwvu]$/ && $NF !~ /^kb_/ {
            print "symbol without kb_: " $0 }'
    # A constant table with pointers is in .data.rel.ro: read-only once the program runs.
    objdump -t "$library" | awk -v allowed="$allowed" '
        / file format / { object = $1; sub(/:$/, "", object) }
        {
            section = ""
            for (i = 1; i <= NF; i++)
                if ($i ~ /^\.(data|bss|tdata|tbss|sdata|sbss)/ || $i == "*COM*")
                    section = $i
        }
        section == "" || $NF == section || section ~ /^\.data\.rel\.ro/ { next }
        $NF ~ /^DW\.ref\./ { next } # how C++ names a type that it catches
        (object " " $NF) == allowed { next }
        { print "variable: " object ": " $NF " in " section }'
})
[ -n "$faults" ] || exit 0
printf '%s\n' "$faults"
exit 1
