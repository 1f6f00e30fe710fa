/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many queries in one process: one query a line in, one JSON object a line out, or JSON
 * lines or TSV with the line's number, in order. The way to measure relevance and
 * latency. Called by searcher/cli; calls search, searcher/{answer,render} and base. */
#ifndef KB_SEARCHER_BATCH_H
#define KB_SEARCHER_BATCH_H

#include "options.h"

/**
 * Answer every line of a file on stdout. A line that cannot be answered gives a line on
 * stderr, in JSON an object with "error" as well, and the next one is read. With
 * options->nul queries and answers end in NUL instead of a new line.
 *
 *   request     all but the query, for every line
 *   n_failed    lines that were not answered (count)
 *
 * Fails: KB_E_NOT_FOUND, KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_batch_run(struct kb_engine *engine,
                            const struct kb_search_options *options,
                            const struct kb_request *request, size_t *n_failed,
                            struct kb_error *err) KB_CHECKED;

#endif
