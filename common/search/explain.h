/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the score of a result is made of, in words: which words of the query it has,
 * where and in which form, what each gave, and what the second look added.
 * Called by search/shown; calls search/{again,asked,rank,store}, text, the shim. */
#ifndef KB_SEARCH_EXPLAIN_H
#define KB_SEARCH_EXPLAIN_H

#include "search/shown.h"

/**
 * Set the reasons of one result: their gains add up to its score.
 *
 *   i         of the page's hits
 *   result    its score is read, its reasons are set
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_explain(const struct kb_shown *page, size_t i,
                          struct kb_result *result, struct kb_error *err) KB_CHECKED;

#endif
