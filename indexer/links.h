/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words of articles stand for a word that is asked for, and how well: what the
 * ways to learn (translate, neighbour) give, and what learn writes down. Calls base. */
#ifndef KB_INDEXER_LINKS_H
#define KB_INDEXER_LINKS_H

#include <stdint.h>

#include "base/error.h"
#include "base/mem.h"

struct kb_link {
    uint32_t asked; /* index of the term asked for */
    uint32_t word;  /* index of the term that stands for it */
    float strength; /* above 0, at most 1 */
};

struct kb_links {
    struct kb_link *items; /* owned array */
    size_t n;
    size_t capacity;
};

static inline enum kb_status
kb_links_add(struct kb_links *links, struct kb_link link, struct kb_error *err)
{
    if (kb_mem_grow(&links->items, links->n, &links->capacity, sizeof(link)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu links", links->n);
    links->items[links->n++] = link;
    return KB_OK;
}

static inline void
kb_links_clear(struct kb_links *links)
{
    kb_mem_free(links->items);
    *links = (struct kb_links){NULL, 0, 0};
}

#endif
