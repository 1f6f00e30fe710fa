/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pairs.h"

#include <stdlib.h>

#include "base/mem.h"

enum {
    FIRST_SLOTS = 1 << 12
};

enum kb_status
kb_pairs_init(struct kb_pairs *pairs, struct kb_error *err)
{
    *pairs = (struct kb_pairs){kb_mem_array(FIRST_SLOTS, sizeof(*pairs->slots)),
                               FIRST_SLOTS, 0};
    return pairs->slots == NULL ? kb_error_set(err, KB_E_NOMEM, "no memory for pairs")
                                : KB_OK;
}

void
kb_pairs_clear(struct kb_pairs *pairs)
{
    kb_mem_free(pairs->slots);
    *pairs = (struct kb_pairs){NULL, 0, 0};
}

static struct kb_pair *
find_slot(const struct kb_pairs *pairs, uint64_t key)
{
    size_t mask = pairs->n_slots - 1;
    uint64_t h = (key ^ key >> 31) * 0x9e3779b97f4a7c15u;
    size_t i = (size_t)(h ^ h >> 29) & mask;
    while (pairs->slots[i].key != 0 && pairs->slots[i].key != key)
        i = (i + 1) & mask;
    return &pairs->slots[i];
}

static enum kb_status
grow(struct kb_pairs *pairs, struct kb_error *err)
{
    struct kb_pairs grown = {kb_mem_array(pairs->n_slots * 2, sizeof(*grown.slots)),
                             pairs->n_slots * 2, pairs->n};
    if (grown.slots == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu pairs", pairs->n);
    for (size_t i = 0; i < pairs->n_slots; i++) {
        if (pairs->slots[i].key != 0)
            *find_slot(&grown, pairs->slots[i].key) = pairs->slots[i];
    }
    kb_mem_free(pairs->slots);
    *pairs = grown;
    return KB_OK;
}

enum kb_status
kb_pairs_find(struct kb_pairs *pairs, uint32_t first, uint32_t second,
              struct kb_pair **out, struct kb_error *err)
{
    uint64_t key = ((uint64_t)first << 32 | second) + 1;
    *out = find_slot(pairs, key);
    if ((*out)->key != 0)
        return KB_OK;
    if (pairs->n >= KB_PAIRS_MAX) {
        *out = NULL;
        return KB_OK;
    }
    if (pairs->n >= pairs->n_slots / 4 * 3) {
        enum kb_status st = grow(pairs, err);
        if (st != KB_OK)
            return st;
        *out = find_slot(pairs, key);
    }
    (*out)->key = key;
    (*out)->id = (uint32_t)pairs->n++;
    return KB_OK;
}

static int
by_key(const void *a, const void *b)
{
    const struct kb_pair *x = a;
    const struct kb_pair *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

void
kb_pairs_sort(struct kb_pairs *pairs)
{
    size_t n = 0;
    for (size_t i = 0; i < pairs->n_slots; i++) {
        if (pairs->slots[i].key != 0)
            pairs->slots[n++] = pairs->slots[i];
    }
    qsort(pairs->slots, n, sizeof(*pairs->slots), by_key);
}
