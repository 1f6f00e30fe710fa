#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# growth_plot.sh TSV: the figures of growth.sh as an SVG on standard output: two panels, both
# axes logarithmic, with the exponent of each line by least squares. The ground is white, so
# that it is read on a dark page as well.
set -eu

awk '
    function log10(x) {
        return log(x) / log(10)
    }
    function fit(column,    i, sx, sy, sxx, sxy) {
        for (i = 1; i <= n; i++) {
            sx += log10(value[i, 1])
            sy += log10(value[i, column])
            sxx += log10(value[i, 1]) ^ 2
            sxy += log10(value[i, 1]) * log10(value[i, column])
        }
        return n > 1 ? (n * sxy - sx * sy) / (n * sxx - sx * sx) : 0
    }
    function text(x, y, anchor, what) {
        printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, what
    }
    function line(x1, y1, x2, y2, colour) {
        printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n", x1, y1,
            x2, y2, colour
    }
    function px(x) {
        return left + (log10(x) - log10(min_x)) / (log10(max_x) - log10(min_x)) * width
    }
    function py(y) {
        return top + height - (log10(y) - low) / (high - low) * height
    }
    function number(x) {
        return x >= 1 ? sprintf("%d", x) : sprintf("%g", x)
    }
    # The grid: powers of ten up, the sizes measured across.
    function frame(title,    e, i) {
        text(left + width / 2, top - 14, "middle", title)
        for (e = low; e <= high; e++) {
            line(left, py(10 ^ e), left + width, py(10 ^ e), "#cccccc")
            text(left - 8, py(10 ^ e) + 4, "end", number(10 ^ e))
        }
        for (i = 1; i <= n; i++) {
            line(px(value[i, 1]), top, px(value[i, 1]), top + height, "#cccccc")
            text(px(value[i, 1]), top + height + 18, "middle", value[i, 1])
        }
        text(left + width / 2, top + height + 38, "middle", "articles (logarithmic)")
    }
    function series(column, name, colour, place,    i) {
        printf "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"", colour
        for (i = 1; i <= n; i++)
            printf "%.1f,%.1f ", px(value[i, 1]), py(value[i, column])
        print "\"/>"
        for (i = 1; i <= n; i++)
            printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n",
                px(value[i, 1]), py(value[i, column]), colour
        line(left, top + height + 40 + 18 * place, left + 24, top + height + 40 + 18 * place,
            colour "\" stroke-width=\"3")
        text(left + 32, top + height + 44 + 18 * place, "start",
            name (n > 1 ? sprintf(", exponent %.2f", fit(column)) : ""))
    }
    # Sets the powers of ten around the columns from a list.
    function bounds(list,    parts, k, i, v, m) {
        m = split(list, parts, " ")
        low = 99
        high = -99
        for (k = 1; k <= m; k++) {
            for (i = 1; i <= n; i++) {
                v = log10(value[i, parts[k]])
                low = v < low ? v : low
                high = v > high ? v : high
            }
        }
        low = int(low + 100) - 100
        high = -(int(-high + 100) - 100)
        if (high == low)
            high++
    }
    /^[0-9]/ {
        n++
        for (i = 1; i <= NF; i++)
            value[n, i] = $i
    }
    END {
        if (n == 0)
            exit 2
        min_x = value[1, 1] / 1.3
        max_x = value[n, 1] * 1.3
        top = 50
        height = 300
        width = 370
        print "<!-- SPDX-License-Identifier: GPL-2.0-or-later -->"
        print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"960\" height=\"490\"" \
            " viewBox=\"0 0 960 490\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\">"
        print "<title>kbsearch: build and queries by number of articles</title>"
        print "<rect width=\"960\" height=\"490\" fill=\"#ffffff\"/>"
        left = 75
        bounds("4 5 6 7")
        frame("Build: seconds, megabytes (logarithmic)")
        series(4, "wall time (s)", "#0072b2", 1)
        series(5, "processor time (s)", "#56b4e9", 2)
        series(6, "largest process (MB)", "#d55e00", 3)
        series(7, "index (MB)", "#009e73", 4)
        left = 555
        bounds("8 9 10")
        frame("Queries: milliseconds (logarithmic)")
        series(8, "in process, p50 (ms)", "#0072b2", 1)
        series(9, "in process, p99 (ms)", "#d55e00", 2)
        series(10, "whole process, median (ms)", "#009e73", 3)
        print "</svg>"
    }' FS='\t' "$1"
