/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How well a build finds articles that are known: an article's own query words are the
 * query, and they do not count in the match, so that its other words must lead to it.
 * No words were learned of them (holdout), so figures of different builds compare. The
 * same build gives the same figures. Called by indexer/gate and tests; calls
 * indexer/holdout, search, schema and base. */
#ifndef KB_INDEXER_SELFTEST_H
#define KB_INDEXER_SELFTEST_H

#include "search/search.h"

enum {
    KB_SELFTEST_ITEMS = 1000, /* of the sample; about 1.5 s on the archive */
    KB_SELFTEST_DEPTH = 100   /* ranks in which the article counts as found */
};

/* An article and what is asked to find it. */
struct kb_known_item {
    uint32_t id;
    char *query; /* owned */
};

struct kb_known_items {
    struct kb_known_item *items; /* owned array */
    size_t n;
    size_t capacity;
};

struct kb_selftest {
    size_t n_items;
    double mrr;    /* mean of 1 / rank, 0 behind rank 10; 0 to 1 */
    double recall; /* share found in the first KB_SELFTEST_DEPTH; 0 to 1 */
};

/**
 * Choose known items of a build: of the articles with at least two query words those
 * with the first places of kb_holdout_place, so an article that stays in the index
 * stays in the sample as a rule. Fewer than KB_HOLDOUT_EVERY x n_max articles have too
 * few that test: the rest are some of whose query words was learned. Product codes
 * (kb..., prod...) and all with a digit are no words.
 *
 *   n_max    items wanted; a small index has fewer
 *   out      empty; kb_known_items_clear
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_known_items_sample(struct kb_engine *engine, size_t n_max,
                                     struct kb_known_items *out,
                                     struct kb_error *err) KB_CHECKED;

void kb_known_items_clear(struct kb_known_items *items);

/**
 * Ask for all items.
 *
 *   out    zeros when there is no item
 *
 * Fails: as kb_engine_search.
 * Source: MRR of Voorhees, TREC-8, 1999.
 */
enum kb_status kb_selftest_run(struct kb_engine *engine,
                               const struct kb_known_items *items,
                               struct kb_selftest *out,
                               struct kb_error *err) KB_CHECKED;

#endif
