/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "thesaurus.h"

enum {
    OPT_OUTPUT = 1,
    OPT_JOBS,
    OPT_FULL,
    OPT_RELEARN,
    OPT_THESAURUS,
    OPT_DRY_RUN,
    OPT_ALLOW_SHRINK,
    OPT_SELFTEST,
    OPT_TOLERANCE,
    OPT_FORCE,
    OPT_KEEP,
    OPT_REPORT,
    OPT_FORMAT,
    OPT_QUIET,
    OPT_LIST,
    OPT_ROLLBACK,
    OPT_VERIFY,
    OPT_DIFF,
    OPT_QUERIES,
    OPT_HELP,
    OPT_VERSION
};

enum {
    DEFAULT_SHRINK_PERCENT = 10,
    DEFAULT_LOSS_PERCENT = 5,
    DEFAULT_KEEP = 1,
    KEEP_MAX = 1000,
    DIFF_OPERANDS = 2
};

static const struct kb_opt opts[] = {
    {OPT_OUTPUT, 'o', "output", "INDEX", "folder of the index to build (needed)"},
    {OPT_JOBS, 'j', "jobs", "N", "worker processes (default: processors)"},
    {OPT_FULL, '\0', "full", NULL, "build from nothing, not from the build in service"},
    {OPT_RELEARN, '\0', "relearn", "WHEN",
     "learn words anew: auto (default), always, never"},
    {OPT_THESAURUS, '\0', "thesaurus", "FILE",
     "to learn from (default: of mythes-en-us), or none"},
    {OPT_DRY_RUN, 'n', "dry-run", NULL, "say what would be done, change nothing"},
    {OPT_ALLOW_SHRINK, '\0', "allow-shrink", "PERCENT",
     "of the articles may go at once (default 10)"},
    {OPT_SELFTEST, '\0', "selftest", NULL,
     "publish only what finds known articles as well"},
    {OPT_TOLERANCE, '\0', "tolerance", "PERCENT",
     "by which the selftest may get worse (default 5)"},
    {OPT_FORCE, '\0', "force", NULL, "publish in spite of the selftest"},
    {OPT_KEEP, '\0', "keep", "N", "older builds to keep (default 1)"},
    {OPT_REPORT, '\0', "report", "FILE",
     "write all skipped inputs with reasons as JSON"},
    {OPT_FORMAT, '\0', "format", "FORMAT", "of what is told: text (default) or json"},
    {OPT_QUIET, 'q', "quiet", NULL, "say nothing but errors"},
    {OPT_LIST, '\0', "list", NULL, "list the builds"},
    {OPT_ROLLBACK, '\0', "rollback", NULL,
     "verify the build before, put it in service"},
    {OPT_VERIFY, '\0', "verify", NULL,
     "check BUILD, or the one in service, to the last bit"},
    {OPT_DIFF, '\0', "diff", NULL, "what differs between two builds"},
    {OPT_QUERIES, '\0', "queries", "FILE",
     "with --diff: compare answers, a query a line"},
    {OPT_HELP, 'h', "help", NULL, "show this help"},
    {OPT_VERSION, '\0', "version", NULL,
     "show versions of program, Xapian, ICU and schema"},
    {0, '\0', NULL, NULL, NULL},
};

static enum kb_status
take_number(const char *name, const char *value, long max, long *out,
            struct kb_error *err)
{
    return kb_opt_number(name, value, 0, max, out, err);
}

static enum kb_status
take_relearn(const char *value, enum kb_relearn *out, struct kb_error *err)
{
    static const char *const names[] = {"auto", "always", "never"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(value, names[i]) == 0) {
            *out = (enum kb_relearn)i;
            return KB_OK;
        }
    }
    return kb_error_set(err, KB_E_INVALID,
                        "--relearn takes auto, always or never, not '%s'", value);
}

static enum kb_status
take_thesaurus(const char *value, const char **out, struct kb_error *err)
{
    *out = strcmp(value, "none") == 0 ? NULL : value;
    if (*out != NULL && access(value, R_OK) != 0)
        return kb_error_set(err, KB_E_NOT_FOUND, "--thesaurus: cannot read '%s': %s",
                            value, strerror(errno));
    return KB_OK;
}

/* Options that take a value. */
static enum kb_status
take_value(struct kb_index_options *o, int id, const char *value, struct kb_error *err)
{
    long number = 0;
    enum kb_status st = KB_OK;
    if (id == OPT_OUTPUT) {
        o->run.index = value;
    } else if (id == OPT_JOBS) {
        st = kb_opt_number("jobs", value, 1, KB_SHARDS_MAX, &number, err);
        o->run.n_jobs = (size_t)number;
    } else if (id == OPT_RELEARN) {
        st = take_relearn(value, &o->run.relearn, err);
    } else if (id == OPT_THESAURUS) {
        st = take_thesaurus(value, &o->run.thesaurus, err);
    } else if (id == OPT_ALLOW_SHRINK) {
        st = take_number("allow-shrink", value, 100, &number, err);
        o->run.shrink_percent = (unsigned)number;
    } else if (id == OPT_TOLERANCE) {
        st = take_number("tolerance", value, 100, &number, err);
        o->run.loss_percent = (unsigned)number;
    } else if (id == OPT_KEEP) {
        st = take_number("keep", value, KEEP_MAX, &number, err);
        o->run.n_keep = (size_t)number;
    } else if (id == OPT_REPORT) {
        o->run.report_path = value;
    } else if (id == OPT_QUERIES) {
        o->queries = value;
    } else if (strcmp(value, "json") == 0) {
        o->run.as_json = true;
    } else if (strcmp(value, "text") == 0) {
        o->run.as_json = false;
    } else {
        st = kb_error_set(err, KB_E_INVALID, "--format takes text or json, not '%s'",
                          value);
    }
    return st;
}

static enum kb_status
take_option(void *context, int id, const char *value, struct kb_error *err)
{
    static const struct {
        int id;
        enum kb_index_action action;
    } actions[] = {
        {OPT_LIST, KB_INDEX_LIST},     {OPT_ROLLBACK, KB_INDEX_ROLLBACK},
        {OPT_VERIFY, KB_INDEX_VERIFY}, {OPT_DIFF, KB_INDEX_DIFF},
        {OPT_HELP, KB_INDEX_HELP},     {OPT_VERSION, KB_INDEX_VERSION},
    };
    struct kb_index_options *o = context;
    if (value != NULL)
        return take_value(o, id, value, err);
    o->run.full = o->run.full || id == OPT_FULL;
    o->run.dry_run = o->run.dry_run || id == OPT_DRY_RUN;
    o->run.selftest = o->run.selftest || id == OPT_SELFTEST;
    o->run.force = o->run.force || id == OPT_FORCE;
    o->run.quiet = o->run.quiet || id == OPT_QUIET;
    for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
        if (actions[i].id == id)
            o->action = actions[i].action;
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

static enum kb_status
check(const struct kb_index_options *o, struct kb_error *err)
{
    size_t n = o->run.n_corpus;
    if (o->action == KB_INDEX_HELP || o->action == KB_INDEX_VERSION)
        return KB_OK;
    if (o->run.index == NULL || o->run.index[0] == '\0')
        return kb_error_set(err, KB_E_INVALID, "no index folder: -o INDEX is needed");
    if (o->action == KB_INDEX_RUN && n == 0)
        return kb_error_set(err, KB_E_INVALID, "no corpus: name its folders or files");
    if (o->action == KB_INDEX_DIFF && n != DIFF_OPERANDS)
        return kb_error_set(err, KB_E_INVALID,
                            "--diff takes two builds, %zu are named (see --list)", n);
    if ((o->action == KB_INDEX_LIST || o->action == KB_INDEX_ROLLBACK) && n > 0)
        return kb_error_set(err, KB_E_INVALID, "'%s' is too much: --%s takes nothing",
                            o->run.corpus[0],
                            o->action == KB_INDEX_LIST ? "list" : "rollback");
    if (o->action == KB_INDEX_VERIFY && n > 1)
        return kb_error_set(err, KB_E_INVALID, "--verify takes one build, not %zu", n);
    return KB_OK;
}

enum kb_status
kb_index_options_parse(int argc, char **argv, struct kb_index_options *out,
                       struct kb_error *err)
{
    struct kb_index_options o = {.run = {.n_jobs = default_jobs(),
                                         .n_keep = DEFAULT_KEEP,
                                         .shrink_percent = DEFAULT_SHRINK_PERCENT,
                                         .loss_percent = DEFAULT_LOSS_PERCENT}};
    int first = 0;
    if (access(KB_THESAURUS_FILE, R_OK) == 0)
        o.run.thesaurus = KB_THESAURUS_FILE;
    enum kb_status st = kb_opt_parse(opts, argc, argv, take_option, &o, &first, err);
    if (st != KB_OK)
        return st;
    o.run.corpus = argv + first;
    o.run.n_corpus = (size_t)(argc - first);
    st = check(&o, err);
    if (st == KB_OK)
        *out = o;
    return st;
}

enum kb_status
kb_index_options_help(struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = kb_buf_printf(
        out, err,
        "usage: kbindex -o INDEX [OPTION]... CORPUS...\n"
        "       kbindex -o INDEX --list | --rollback | --verify [BUILD]\n"
        "       kbindex -o INDEX --diff [--queries=FILE] BUILD BUILD\n\n"
        "Makes the search index what the Knowledge Base articles in folders and files\n"
        "are now: reads what changed since the last run, verifies the new build and "
        "puts\n"
        "it in service. kbsearch searches it.\n\n");
    if (st == KB_OK)
        st = kb_opt_help(opts, out, err);
    if (st == KB_OK)
        st = kb_buf_printf(out, err,
                           "\nexit status: 0 all indexed; 1 published, but some inputs "
                           "were skipped and\n"
                           "named; 2 failure, the index is as it was (unless it says "
                           "\"published\"); 3 no\n"
                           "index, or a damaged build; 75 another run is at work\n");
    return st;
}
