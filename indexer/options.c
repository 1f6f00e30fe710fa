/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <unistd.h>

#include "base/limits.h"

enum {
    OPT_OUTPUT = 1,
    OPT_JOBS,
    OPT_REPORT,
    OPT_QUIET,
    OPT_HELP,
    OPT_VERSION
};

static const struct kb_opt opts[] = {
    {OPT_OUTPUT, 'o', "output", "INDEX", "folder of the index to build (needed)"},
    {OPT_JOBS, 'j', "jobs", "N",
     "worker processes, one shard each (default: processors)"},
    {OPT_REPORT, '\0', "report", "FILE",
     "write all skipped inputs with reasons as JSON"},
    {OPT_QUIET, 'q', "quiet", NULL, "say nothing but errors"},
    {OPT_HELP, 'h', "help", NULL, "show this help"},
    {OPT_VERSION, '\0', "version", NULL,
     "show versions of program, Xapian, ICU and schema"},
    {0, '\0', NULL, NULL, NULL},
};

static enum kb_status
take_option(void *context, int id, const char *value, struct kb_error *err)
{
    struct kb_index_options *o = context;
    long number = 0;
    enum kb_status st;
    switch (id) {
    case OPT_OUTPUT:
        o->run.index = value;
        break;
    case OPT_JOBS:
        st = kb_opt_number("jobs", value, 1, KB_SHARDS_MAX, &number, err);
        if (st != KB_OK)
            return st;
        o->run.n_jobs = (size_t)number;
        break;
    case OPT_REPORT:
        o->run.report_path = value;
        break;
    case OPT_QUIET:
        o->run.quiet = true;
        break;
    case OPT_HELP:
        o->action = KB_INDEX_HELP;
        break;
    case OPT_VERSION:
        o->action = KB_INDEX_VERSION;
        break;
    default:
        return kb_error_set(err, KB_E_INTERNAL, "option %d is not handled", id);
    }
    return KB_OK;
}

static size_t
default_jobs(void)
{
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    if (n < 1)
        return 1;
    return n > KB_SHARDS_MAX ? KB_SHARDS_MAX : (size_t)n;
}

enum kb_status
kb_index_options_parse(int argc, char **argv, struct kb_index_options *out,
                       struct kb_error *err)
{
    struct kb_index_options o = {.run = {.n_jobs = default_jobs()}};
    int first = 0;
    enum kb_status st = kb_opt_parse(opts, argc, argv, take_option, &o, &first, err);
    if (st != KB_OK)
        return st;
    o.run.corpus = argv + first;
    o.run.n_corpus = (size_t)(argc - first);
    if (o.action == KB_INDEX_RUN && (o.run.index == NULL || o.run.index[0] == '\0'))
        return kb_error_set(err, KB_E_INVALID, "no index folder: -o INDEX is needed");
    if (o.action == KB_INDEX_RUN && o.run.n_corpus == 0)
        return kb_error_set(err, KB_E_INVALID, "no corpus: name its folders or files");
    *out = o;
    return KB_OK;
}

enum kb_status
kb_index_options_help(struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = kb_buf_printf(
        out, err,
        "usage: kbindex -o INDEX [OPTION]... CORPUS...\n\n"
        "Builds a search index of the Knowledge Base articles in folders and files,\n"
        "verifies it and puts it in service. kbsearch searches it.\n\n");
    if (st == KB_OK)
        st = kb_opt_help(opts, out, err);
    if (st == KB_OK)
        st = kb_buf_printf(out, err,
                           "\nexit status: 0 all indexed; 1 published, but some inputs "
                           "were skipped and\n"
                           "named; 2 failure, the index is as it was (unless it says "
                           "\"published\"); 75 another\n"
                           "run is at work\n");
    return st;
}
