/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The best passage of an article for a query: chosen by its words in order, marked by
 * its text. Marks by offsets; escapes nothing. Called by search/search; calls
 * search/look, text, schema and base. */
#ifndef KB_SEARCH_SNIPPET_H
#define KB_SEARCH_SNIPPET_H

#include "search/look.h"
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
 * Find the passage whose words of the query are worth most. An article without any in
 * its text gives its beginning.
 *
 *   look         at the article, with what was asked
 *   body         unpacked (schema/stored)
 *   max_bytes    longest passage wanted, about; at least 40
 *   out          empty
 *
 * Fails: KB_E_CORRUPT for a damaged body; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_snippet(struct kb_snippeter *snippeter, const struct kb_look *look,
                          struct kb_span body, size_t max_bytes, struct kb_passage *out,
                          struct kb_error *err) KB_CHECKED;

#endif
