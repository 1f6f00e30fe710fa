/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second look: reads the words of the best hits and scores them again by rank.
 * Called by search/search; calls search/{look,rank,store,asked}, the shim and base. */
#ifndef KB_SEARCH_AGAIN_H
#define KB_SEARCH_AGAIN_H

#include "search/rank.h"
#include "search/store.h"

/* With what it looks; all borrowed. */
struct kb_again {
    struct kb_reader *reader;
    struct kb_store *store;
    struct kb_look *look; /* begun for the query */
};

/**
 * Score the first KB_RANK_DEPTH hits again and put them in their new order.
 *
 *   hits    best first
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_again_score(const struct kb_again *again, struct kb_hits *hits,
                              struct kb_error *err) KB_CHECKED;

/**
 * Look at one hit, for its passage or to explain its score. Fails as kb_again_score.
 */
enum kb_status kb_again_look(const struct kb_again *again, const struct kb_hit *hit,
                             struct kb_error *err) KB_CHECKED;

#endif
