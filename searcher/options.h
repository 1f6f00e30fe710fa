/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kbsearch's option table and what it makes of a command line.
 * Called by searcher/main and settings; calls render/columns, search and base. */
#ifndef KB_SEARCHER_OPTIONS_H
#define KB_SEARCHER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/opt.h"
#include "render/columns.h"
#include "search/search.h"

enum kb_search_action {
    KB_SEARCH_QUERY,
    KB_SEARCH_BATCH,
    KB_SEARCH_SHOW,
    KB_SEARCH_OPEN,
    KB_SEARCH_RELATED,
    KB_SEARCH_SUGGEST,
    KB_SEARCH_HELP,
    KB_SEARCH_VERSION
};
enum kb_search_format {
    KB_FORMAT_TEXT,
    KB_FORMAT_JSON,
    KB_FORMAT_JSONL,
    KB_FORMAT_TSV
};
/* What of the results is printed. */
enum kb_search_only {
    KB_ONLY_NOTHING_LEFT_OUT,
    KB_ONLY_IDS,
    KB_ONLY_COUNT
};
enum kb_colour {
    KB_COLOUR_AUTO,
    KB_COLOUR_ALWAYS,
    KB_COLOUR_NEVER
};

/* Strings belong to argv; NULL = not given. */
struct kb_search_options {
    enum kb_search_action action;
    const char *index;
    const char *build; /* id of an older build to search */
    const char *config;
    const char *boosts;
    const char *learned; /* NULL = as configured */
    const char *batch;   /* file of queries, "-" = standard input */
    const char *facets;  /* names with commas between */
    const char *subject; /* of --show, --open, --related, --suggest */
    uint32_t n_max;
    uint32_t page; /* from 1 */
    enum kb_sort sort;
    enum kb_search_only only;
    bool all; /* twins are not folded */
    bool explain;
    bool explain_query;
    bool no_correct;
    bool nul;         /* records end with NUL instead of a new line */
    bool has_format;  /* --format was given */
    bool has_columns; /* --fields was given */
    struct kb_columns columns;
    enum kb_search_format format;
    enum kb_colour colour;
    char *const *words; /* of the query */
    size_t n_words;
};

/**
 * Read kbsearch's command line.
 *
 * Fails: KB_E_INVALID.
 */
enum kb_status kb_search_options_parse(int argc, char **argv,
                                       struct kb_search_options *out,
                                       struct kb_error *err) KB_CHECKED;

/**
 * Append the text of --help.
 */
enum kb_status kb_search_options_help(struct kb_buf *out,
                                      struct kb_error *err) KB_CHECKED;

#endif
