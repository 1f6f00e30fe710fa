/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of the whole archive as people write them, with how often they occur: the
 * lists of all shards as one (schema/lexemes). Called by
 * search/{expansion,suggest,spell}; calls search/store, schema and base. */
#ifndef KB_SEARCH_WORDLIST_H
#define KB_SEARCH_WORDLIST_H

#include "search/engine.h"

/* Takes a word; borrowed for the call. */
typedef enum kb_status (*kb_wordlist_fn)(void *context, struct kb_span word,
                                         uint32_t count, struct kb_error *err);

/**
 * Hand out all words with the same first two bytes, in byte order.
 *
 *   head    a word of at least two bytes, folded, of which the first two count
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM; what `take` returns.
 */
enum kb_status kb_wordlist_each(struct kb_engine *engine, struct kb_span head,
                                kb_wordlist_fn take, void *context,
                                struct kb_error *err) KB_CHECKED;

/**
 * The same where there is no engine yet.
 *
 *   n_shards    of the index that `reader` reads
 */
enum kb_status kb_wordlist_read(struct kb_reader *reader, size_t n_shards,
                                struct kb_span head, kb_wordlist_fn take, void *context,
                                struct kb_error *err) KB_CHECKED;

/**
 * How often a word occurs; 0 = not at all, or it is none that lists have.
 *
 * Fails: as kb_wordlist_each.
 */
enum kb_status kb_wordlist_count(struct kb_engine *engine, struct kb_span word,
                                 uint32_t *out, struct kb_error *err) KB_CHECKED;

#endif
