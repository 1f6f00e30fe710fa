/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which articles are the same but for the version of the product: folded in results,
 * listed as related. Called by search/; calls search/engine, schema and base. */
#ifndef KB_SEARCH_TWINS_H
#define KB_SEARCH_TWINS_H

#include "search/engine.h"

enum {
    /* Ranks within which twins are folded: 1 to 30, 31 to 60 and so on. On whatever
     * page an article stands, it is then either shown or counted under another one. */
    KB_FOLD_WINDOW = 30
};

/* One article that stands for its twins. */
struct kb_fold_entry {
    uint64_t key;
    uint32_t id;
    size_t shard;
    uint32_t n_twins;
    struct kb_buf head; /* as stored, of those that are shown; empty = not read */
};

struct kb_fold {
    struct kb_fold_entry *items; /* owned array, in the order they were added */
    size_t n;
    size_t capacity;
    size_t n_before; /* of them those of the windows before the last (count) */
};

/**
 * What titles of twins have in common: the title without the labels at its begin
 * ("BUG:", "XADM:", "WD97:"), versions and service packs, in lower case, as a hash; 0
 * for a title of less than three words, which says too little.
 */
uint64_t kb_twin_key(struct kb_span title);

/**
 * How much of their text two articles have in common: pairs of neighbouring words,
 * numbers left out, that both have, among those that one has.
 *
 *   a, b    unpacked bodies (schema/stored)
 *   out     0.0 to 1.0
 *
 * Fails: KB_E_CORRUPT; KB_E_NOMEM.
 */
enum kb_status kb_twin_likeness(struct kb_span a, struct kb_span b, double *out,
                                struct kb_error *err) KB_CHECKED;

/**
 * Whether two articles are twins: the same key, and at least half of their text in
 * common. In the archive 140 of 60,335 articles are the twin of one with a smaller
 * number; the key alone would join 600 more, most of them parts of one document or
 * different problems with the same error message.
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_twin_check(struct kb_engine *engine, const struct kb_fold_entry *a,
                             const struct kb_fold_entry *b, bool *out,
                             struct kb_error *err) KB_CHECKED;

/**
 * Hits that must be ranked for a page: as many as there are before and on it and one in
 * eight that may be folded.
 */
size_t kb_fold_depth(const struct kb_request *request);

/**
 * Leave of ranked hits those that are shown: the ones behind request->first, at most
 * n_max, without the twins of a better one.
 *
 *   fold    zeroed; gets all that stand for themselves, from the first hit on, with
 *           their twins of the same window
 *
 * Fails: as kb_twin_check.
 */
enum kb_status kb_fold_hits(struct kb_fold *fold, struct kb_engine *engine,
                            const struct kb_request *request, struct kb_hits *hits,
                            struct kb_error *err) KB_CHECKED;

void kb_fold_clear(struct kb_fold *fold);

#endif
