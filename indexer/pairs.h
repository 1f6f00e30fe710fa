/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts of pairs of terms: a hash table that grows up to a limit. What comes after
 * that is not counted, which for pairs seen so late changes nothing that matters.
 * Called by indexer/{translate,neighbour}; calls base. */
#ifndef KB_INDEXER_PAIRS_H
#define KB_INDEXER_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum {
    KB_PAIRS_MAX = 12 * 1000 * 1000 /* some 300 MB */
};

struct kb_pair {
    uint64_t key; /* first << 32 | second, + 1; 0 = free */
    uint32_t id;  /* counts up from 0 in the order in which pairs were made */
    float count;  /* the owner counts */
};

struct kb_pairs {
    struct kb_pair *slots; /* owned */
    size_t n_slots;        /* power of two */
    size_t n;
};

/**
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_pairs_init(struct kb_pairs *pairs, struct kb_error *err) KB_CHECKED;

void kb_pairs_clear(struct kb_pairs *pairs);

/**
 * The slot of a pair, made when it is not there; slots move when one is made.
 *
 *   out    NULL when there are too many pairs
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_pairs_find(struct kb_pairs *pairs, uint32_t first, uint32_t second,
                             struct kb_pair **out, struct kb_error *err) KB_CHECKED;

static inline uint32_t
kb_pair_first(const struct kb_pair *pair)
{
    return (uint32_t)((pair->key - 1) >> 32);
}

static inline uint32_t
kb_pair_second(const struct kb_pair *pair)
{
    return (uint32_t)(pair->key - 1);
}

/**
 * Put the pairs in order of first, then second; none can be found any more.
 */
void kb_pairs_sort(struct kb_pairs *pairs);

#endif
