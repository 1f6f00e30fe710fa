/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kbindex's option table and what it makes of a command line.
 * Called by indexer/main; calls base. */
#ifndef KB_INDEXER_OPTIONS_H
#define KB_INDEXER_OPTIONS_H

#include "base/opt.h"
#include "run.h"

enum kb_index_action {
    KB_INDEX_RUN,
    KB_INDEX_LIST,
    KB_INDEX_ROLLBACK,
    KB_INDEX_VERIFY,
    KB_INDEX_DIFF,
    KB_INDEX_HELP,
    KB_INDEX_VERSION
};

struct kb_index_options {
    enum kb_index_action action;
    struct kb_run_options run; /* its strings belong to argv; corpus is all operands */
    const char *queries;       /* file of queries for KB_INDEX_DIFF, NULL = none */
};

/**
 * Read kbindex's command line.
 *
 * Fails: KB_E_INVALID.
 */
enum kb_status kb_index_options_parse(int argc, char **argv,
                                      struct kb_index_options *out,
                                      struct kb_error *err) KB_CHECKED;

/**
 * Append the text of --help.
 */
enum kb_status kb_index_options_help(struct kb_buf *out,
                                     struct kb_error *err) KB_CHECKED;

#endif
