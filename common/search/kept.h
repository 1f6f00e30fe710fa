/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words in order that a process has read and may need again: reading them from the
 * index is a fifth of a phrase's time, a seventh of that of words. The first ones are
 * kept, as many as there is room for. Called by search/{search,store}; calls base. */
#ifndef KB_SEARCH_KEPT_H
#define KB_SEARCH_KEPT_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

enum {
    KB_KEPT_MAX_BYTES = 48 * 1024 * 1024 /* the words of about 65,000 articles */
};

/* Zeroed: keeps nothing. */
struct kb_kept {
    uint32_t *places; /* owned array; by article: where its record begins, + 1; 0 = it
                         is not kept */
    char *bytes;      /* owned; a record is its length and its bytes */
    size_t n_bytes;
};

/**
 * Keep what is read from now on; where there is no memory for it, nothing is kept.
 */
void kb_kept_begin(struct kb_kept *kept);

/**
 * The record of an article; no data where it is not kept. Borrowed.
 */
struct kb_span kb_kept_find(const struct kb_kept *kept, uint32_t id);

/**
 * Keep a record, if there is room.
 */
void kb_kept_add(struct kb_kept *kept, uint32_t id, struct kb_span record);

void kb_kept_clear(struct kb_kept *kept);

#endif
