/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many queries in one process: one query a line in, one JSON object a line out, in
 * order. The way to measure relevance and latency. Called by searcher/cli; calls
 * searcher/{search,render} and base. */
#ifndef KB_SEARCHER_BATCH_H
#define KB_SEARCHER_BATCH_H

#include "search/search.h"

/**
 * Answer every line of a file on stdout. A line that cannot be answered gives an object
 * with "error" and a line on stderr, and the next one is read.
 *
 *   request     all but the query, for every line
 *   path        file of queries, "-" = standard input
 *   n_failed    lines that were not answered (count)
 *
 * Fails: KB_E_NOT_FOUND, KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_batch_run(struct kb_engine *engine, const struct kb_request *request,
                            const char *path, size_t *n_failed,
                            struct kb_error *err) KB_CHECKED;

#endif
