/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often words stand near each other in what was noted down. Pairs are put in order
 * by their first word and then counted word by word, so that all counters of one word
 * stay in the nearest cache. Called by indexer/neighbour; calls indexer/lessons and
 * base. */
#ifndef KB_INDEXER_CONTEXTS_H
#define KB_INDEXER_CONTEXTS_H

#include "lessons.h"

/* A pair of words, by the one with the higher number. */
struct kb_context {
    uint32_t second;
    float count; /* the nearer, the more: 1 side by side, 1/2 with a word between */
};

struct kb_contexts {
    size_t n;                 /* words (count) */
    size_t *row;              /* owned; by word: its first pair; n + 1 */
    struct kb_context *items; /* owned; in order of both words */
    double *sums; /* owned; by word: counts of all its pairs, on either side */
};

/**
 * Count the pairs of words; of very many articles an even sample.
 *
 *   number    by term: its word's number, UINT32_MAX = none
 *   n         words (count)
 *   out       without pairs counted less than 1, which are met by chance; freed with
 *             kb_contexts_clear
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_contexts_count(const struct kb_lessons *lessons,
                                 const uint32_t *number, size_t n,
                                 struct kb_contexts *out,
                                 struct kb_error *err) KB_CHECKED;

void kb_contexts_clear(struct kb_contexts *contexts);

#endif
