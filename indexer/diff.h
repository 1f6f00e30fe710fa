/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What differs between two builds: articles, and the first ten answers to queries.
 * Prints on stdout. Called by indexer/main; calls indexer/change, index, search and
 * base. */
#ifndef KB_INDEXER_DIFF_H
#define KB_INDEXER_DIFF_H

#include <stdio.h>

#include "options.h"

/**
 * Compare the two builds that are the operands of the options: as text, or as one JSON
 * object.
 *
 * Fails: KB_E_CORRUPT, KB_E_SCHEMA when a build cannot be read; KB_E_NOT_FOUND when a
 * build or the file of queries is not there; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_diff(const struct kb_index_options *options, FILE *out,
                       struct kb_error *err) KB_CHECKED;

#endif
