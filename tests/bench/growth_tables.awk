# SPDX-License-Identifier: GPL-2.0-or-later
# growth_tables.awk -v tsv=FILE growth.md: the document with its two tables made anew from
# the figures of growth.sh, each between two marks.

# Least squares of log y over log x: sets slope and level (y at x = 1).
function fit(column,    i, sx, sy, sxx, sxy, x, y) {
    sx = sy = sxx = sxy = 0
    for (i = 1; i <= n; i++) {
        x = log(value[i, 1])
        y = log(value[i, column])
        sx += x
        sy += y
        sxx += x * x
        sxy += x * y
    }
    slope = n > 1 ? (n * sxy - sx * sy) / (n * sxx - sx * sx) : 1
    level = exp((sy - slope * sx) / n)
}

function at(column, x) {
    fit(column)
    return level * x ^ slope
}

function commas(x,    text) {
    text = sprintf("%.0f", x)
    while (match(text, /[0-9][0-9][0-9][0-9]($|,)/))
        text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
    return text
}

# Three digits, and a unit that keeps them few.
function size(mb) {
    return mb < 1000 ? sprintf("%.3g MB", mb) : mb < 1e6 ? sprintf("%.3g GB", mb / 1e3) : \
        sprintf("%.3g TB", mb / 1e6)
}

function duration(s) {
    return s < 600 ? sprintf("%.3g s", s) : s < 7200 ? sprintf("%.0f min", s / 60) : \
        sprintf("%.1f h", s / 3600)
}

function ceiling(x) {
    return x == int(x) ? x : int(x) + 1
}

function measured(    i, k, columns, format) {
    print "Measured on " machine ":"
    # More load than half a processor before the run began is not its own.
    if (match(machine, /load [0-9.]+/) && substr(machine, RSTART + 5, RLENGTH - 5) + 0 > 0.5)
        print "\nOther programs were at work on that machine: times are preliminary, too long, and" \
            "\nuneven between the sizes; sizes and memory are not touched by it."
    print ""
    print "| articles | pages | build | processor time | largest process | index | p50 | p99 |" \
        " whole process | hits |"
    print "|---|---|---|---|---|---|---|---|---|---|"
    for (i = 1; i <= n; i++)
        printf "| %s | %s | %s | %s | %s | %s | %.2f ms | %.2f ms | %.2f ms | %s |\n",
            commas(value[i, 1]), size(value[i, 3]), duration(value[i, 4]),
            duration(value[i, 5]), size(value[i, 6]), size(value[i, 7]), value[i, 8],
            value[i, 9], value[i, 10], commas(value[i, 12])
    printf "| exponent |"
    split("3 4 5 6 7 8 9 10 12", columns, " ")
    for (k = 1; k <= 9; k++) {
        fit(columns[k])
        printf((n > 1 ? " %.2f |" : " |"), slope)
    }
    print ""
}

# A core has a shard of PER_CORE articles; of a machine's 32 cores 20 answer, the others are
# for a second query, for building, merging and the system. The shards of a machine are built
# at once, one a core.
function planned(    e, articles, shards, machines, index_mb) {
    print "| articles | pages | shards | machines | index of each copy | memory of a machine |" \
        " disk of a machine | build: processor time | build | p50 | p99 |"
    print "|---|---|---|---|---|---|---|---|---|---|---|"
    for (e = 7; e <= 9; e++) {
        articles = 10 ^ e
        shards = articles / PER_CORE
        machines = ceiling(shards / 20)
        index_mb = value[n, 7] / value[n, 1] * articles
        printf "| 10^%d | %s | %d | %d | %s | %s | %s | %s | %s | %.0f ms | %.0f ms |\n", e,
            size(value[n, 3] / value[n, 1] * articles), shards, machines, size(index_mb),
            size(index_mb / machines + 8000), size(index_mb / machines * 4),
            duration(at(5, PER_CORE) * shards), duration(at(5, PER_CORE)),
            at(8, PER_CORE) + (machines > 1 ? 2 : 1), at(9, PER_CORE) + (machines > 1 ? 4 : 2)
    }
    printf "\nOne core with a million articles: p50 %.1f ms, p99 %.1f ms, build %s of processor " \
        "time,\nindex %s.%s\n", at(8, PER_CORE), at(9, PER_CORE), duration(at(5, PER_CORE)),
        size(value[n, 7] / value[n, 1] * PER_CORE),
        value[n, 1] < PER_CORE / 2 ? " The largest archive measured has " commas(value[n, 1]) \
            " articles, so\nthese are extrapolated too." : ""
}

BEGIN {
    PER_CORE = 1000000
    while ((getline line < tsv) > 0) {
        if (line ~ /^#/)
            machine = substr(line, 3)
        if (line !~ /^[0-9]/)
            continue
        n++
        m = split(line, field, "\t")
        for (i = 1; i <= m; i++)
            value[n, i] = field[i]
    }
    if (n == 0) {
        print "growth_tables.awk: no figures in " tsv >"/dev/stderr"
        exit 2
    }
}
/^<!-- end of / { inside = 0 }
!inside { print }
/^<!-- measured:/ { inside = 1; measured() }
/^<!-- planned:/ { inside = 1; planned() }
