/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The best passage of an article for a query, and which words of the query the article
 * has. Marks by offsets; escapes nothing.
 * Called by search/search; calls search/asked, text, schema/stored and base.
 */
#ifndef KB_SEARCH_SNIPPET_H
#define KB_SEARCH_SNIPPET_H

#include "search/asked.h"
#include "search/results.h"

struct kb_snippeter;

/**
 * A maker of passages; uses the analyzer of the query, so that words compare by number.
 *
 *   analyzer    borrowed as long as the maker lives
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_snippeter_new(struct kb_analyzer *analyzer, struct kb_snippeter **out,
                                struct kb_error *err) KB_CHECKED;

void kb_snippeter_free(struct kb_snippeter *snippeter);

/**
 * Find the passage whose words of the query are worth most, and note what the article
 * has of the query. An article without any in its text gives its beginning.
 *
 *   body         unpacked (schema/stored)
 *   max_bytes    longest passage wanted, about; at least 40
 *   result       its title is read; passage and matched are set
 *
 * Fails: KB_E_CORRUPT for a damaged body; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_snippet(struct kb_snippeter *snippeter, const struct kb_asked *asked,
                          struct kb_span body, size_t max_bytes,
                          struct kb_result *result, struct kb_error *err) KB_CHECKED;

#endif
