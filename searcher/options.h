/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kbsearch's option table and what it makes of a command line.
 * Called by searcher/main and settings; calls base. */
#ifndef KB_SEARCHER_OPTIONS_H
#define KB_SEARCHER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/opt.h"

enum kb_search_action {
    KB_SEARCH_QUERY,
    KB_SEARCH_BATCH,
    KB_SEARCH_HELP,
    KB_SEARCH_VERSION
};
enum kb_search_format {
    KB_FORMAT_TEXT,
    KB_FORMAT_JSON
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
    const char *config;
    const char *boosts;
    const char *batch; /* file of queries, "-" = standard input */
    uint32_t n_max;
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
