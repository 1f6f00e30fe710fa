/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the words of a query stand in any text: the same words that a search ranks by,
 * in all their forms, and not those of its filters. For showing a whole article. Called
 * by the programs; calls search/{build,engine} and text. */
#ifndef KB_SEARCH_MARK_H
#define KB_SEARCH_MARK_H

#include "search/results.h"
#include "search/search.h"

struct kb_marker;

/**
 * A marker for one query.
 *
 *   query    valid UTF-8, at most KB_QUERY_MAX_BYTES; not kept
 *
 * Fails: as kb_build_read.
 */
enum kb_status kb_marker_new(struct kb_engine *engine, struct kb_span query,
                             struct kb_marker **out, struct kb_error *err) KB_CHECKED;

void kb_marker_free(struct kb_marker *marker);

/**
 * Find the words in a text. No search may come between kb_marker_new and this.
 *
 *   text     valid UTF-8, at most KB_ARTICLE_MAX_BYTES
 *   marks    borrowed until the next call; in order, none overlapping
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT; KB_E_INTERNAL.
 */
enum kb_status kb_marker_find(struct kb_marker *marker, struct kb_span text,
                              const struct kb_mark **marks, size_t *n,
                              struct kb_error *err) KB_CHECKED;

#endif
