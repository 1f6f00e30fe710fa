#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# compare.sh BENCH_TSV [--write]: the figures of a bench that do not depend much on the
# machine against baseline.tsv: ratios to peers, which are only reported when they are more
# than RATIO_PERCENT away, and instruction counts, which fail above INSTRUCTION_PERCENT.
# Ratios are compared with those of a corpus of as many articles. With --write the figures
# become the baseline; those that this bench does not have stay.
# Exit: 0, 1 when an instruction count is too high, 2 when it cannot be told.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
baseline=${KB_BASELINE:-$here/baseline.tsv}
bench=$1
RATIO_PERCENT=50
INSTRUCTION_PERCENT=5

if [ ! -s "$bench" ]; then
    echo "bench: there is no '$bench': run make bench first" >&2
    exit 2
fi

if [ "${2:-}" = --write ]; then
    work=$(mktemp)
    trap 'rm -f "$work"' EXIT
    [ -e "$baseline" ] || : >"$baseline"
    awk -F '\t' -v OFS='\t' '
        /^#/ || !($5 == "x" || $5 == "count") { next }
        FNR == NR { print $1, $2, $3, $4, $5; fresh[$1, $2, $3] = 1; next }
        !(($1, $2, $3) in fresh)' "$bench" "$baseline" | LC_ALL=C sort >"$work"
    {
        printf '# articles\tmeasure\tengine\tvalue\tunit\n'
        cat "$work"
    } >"$baseline"
    echo "bench: wrote $(wc -l <"$work") figures to $baseline"
    exit 0
fi

if [ ! -e "$baseline" ]; then
    echo "bench: there is no baseline: make bench-baseline writes it"
    exit 0
fi
awk -F '\t' -v ratio="$RATIO_PERCENT" -v count="$INSTRUCTION_PERCENT" '
    /^#/ { next }
    FNR == NR { was[$1, $2, $3] = $4; next }
    !($5 == "x" || $5 == "count") { next }
    !(($1, $2, $3) in was) { n_new++; next }
    {
        n++
        old = was[$1, $2, $3]
        percent = old > 0 ? ($4 / old - 1) * 100 : 0
        limit = $5 == "count" ? count : ratio
        verdict = ""
        if ($5 == "count" && percent > limit) {
            verdict = "FAILS"
            failed++
        } else if ($5 == "count" && percent < -limit)
            verdict = "better: make bench-baseline keeps it"
        else if (percent > limit)
            verdict = "worse"
        else if (percent < -limit / (1 + limit / 100))
            verdict = "better"
        if (verdict != "")
            printf "  %-24s %-9s %14s, baseline %14s (%+.1f %%) %s\n", $2, $3, $4, old,
                percent, verdict
    }
    END {
        printf "baseline: %d figures compared, %d have none, %d instruction counts" \
            " more than %d %% above\n", n, n_new, failed, count
        exit failed > 0
    }' "$baseline" "$bench"
