# SPDX-License-Identifier: GPL-2.0-or-later
# bench.tsv -> the table that people read.
BEGIN {
    FS = "\t"
}
/^#/ {
    next
}
{
    value[$2, $3] = $4
    runs[$2, $3] = $6
    least[$2, $3] = $7
    most[$2, $3] = $8
}
function cell(measure, engine) {
    return (measure, engine) in value ? value[measure, engine] : "-"
}
function range(measure, engine) {
    if (!((measure, engine) in value))
        return "-"
    return sprintf("%.1f-%.1f", least[measure, engine], most[measure, engine])
}
# Ours over theirs, to two digits.
function times(measure, engine) {
    measure = measure "_ratio"
    return (measure, engine) in value ? sprintf("%.2f", value[measure, engine]) : "-"
}
function build_row(engine) {
    if (!(("build_wall", engine) in value))
        return
    printf "%-9s %8.2f %13s %4d %8.2f %9.0f %9.0f %9.1f   %6s %6s %6s %6s\n", engine,
        value["build_wall", engine], range("build_wall", engine),
        runs["build_wall", engine], value["build_cpu", engine],
        value["build_largest", engine], value["build_together", engine],
        value["index_size", engine], times("build_wall", engine),
        times("build_cpu", engine), times("build_together", engine),
        times("index_size", engine)
}
function query_row(engine, kind) {
    if (!(("query_p50." kind, engine) in value))
        return
    printf "%-9s %-13s %9.2f %9.2f %9.2f   %6s %6s %6s\n", engine, kind,
        value["query_p50." kind, engine], value["query_p90." kind, engine],
        value["query_p99." kind, engine], times("query_p50." kind, engine),
        times("query_p90." kind, engine), times("query_p99." kind, engine)
}
function process_row(engine) {
    if (!(("process", engine) in value))
        return
    printf "%-9s %9.2f   %.2f-%.2f   %6s\n", engine, value["process", engine],
        least["process", engine], most["process", engine], times("process", engine)
}
END {
    n_engines = split("kbindex sqlite omega lucene", builders, " ")
    n_askers = split("kbsearch lucene+ kbsearch- lucene sqlite", askers, " ")
    n_kinds = split("words single common title long phrase common-phrase wildcard" \
        " filtered all", kinds, " ")
    n_programs = split("true kbsearch quest sqlite3", programs, " ")

    print "\nBuild (medians; kbindex from the files, peers from one prepared file;" \
        " ratios: kbindex over peer)"
    printf "%-9s %8s %13s %4s %8s %9s %9s %9s   %6s %6s %6s %6s\n", "", "wall s",
        "range", "runs", "CPU s", "largest", "together", "index MB", "wall", "CPU",
        "memory", "index"
    for (i = 1; i <= n_engines; i++)
        build_row(builders[i])

    print "\nQueries in one process (ms, ten results; ratios: kbsearch over peer;" \
        " of kbsearch-: over lucene)"
    print "kbsearch and lucene+ with passages, the others with titles by BM25 alone;" \
        " kbsearch- is asked for words only"
    printf "%-9s %-13s %9s %9s %9s   %6s %6s %6s\n", "", "kind", "p50", "p90", "p99",
        "p50", "p90", "p99"
    for (k = 1; k <= n_kinds; k++)
        for (i = 1; i <= n_askers; i++)
            query_row(askers[i], kinds[k])
    printf "queries without results:"
    for (i = 1; i <= n_askers; i++)
        if (("query_without", askers[i]) in value)
            printf " %s %d", askers[i], value["query_without", askers[i]]
    print ""

    print "\nWhole process (ms, median of 31 in turn; ratio: kbsearch over peer)"
    for (i = 1; i <= n_programs; i++)
        process_row(programs[i])

    if (("instructions", "kbindex") in value) {
        print "\nInstructions (millions, corpus/sample under callgrind)"
        printf "kbindex -j 1      %10.1f\n", value["instructions", "kbindex"] / 1e6
        printf "kbsearch --batch  %10.1f\n", value["instructions", "kbsearch"] / 1e6
    }
    print ""
}
