/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges articles of an index by a need (search/need): each candidate of a search on
 * its words in order, then those that are shown on their text. Called by search/search;
 * calls search/{need,quick,store}, text and base. */
#ifndef KB_SEARCH_SIFT_H
#define KB_SEARCH_SIFT_H

#include "search/need.h"
#include "search/store.h"

struct kb_sift {
    struct kb_store *store;       /* borrowed */
    struct kb_analyzer *analyzer; /* borrowed; the words of the need are its own */
    const struct kb_need *need;   /* borrowed; NULL = all are met */
    uint32_t n_shards;            /* article n stands in shard n mod n_shards */
    struct kb_spots spots;
    struct kb_tokens tokens;
};

/**
 * Free what a sift owns; it is zeroed but for what its caller sets before its first
 * use.
 */
void kb_sift_clear(struct kb_sift *sift);

/**
 * Whether an article may meet the need; wrong in about one of fifty phrases, and then
 * in its favour.
 *
 *   context   struct kb_sift; of the form kb_match_filter wants
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_sift_accepts(void *context, uint32_t id, bool *accepted,
                               struct kb_error *err) KB_CHECKED;

/**
 * Whether an article meets the need, by its text.
 *
 * Fails: KB_E_NOT_FOUND without such an article; otherwise as kb_sift_accepts.
 */
enum kb_status kb_sift_confirms(struct kb_sift *sift, uint32_t id, bool *met,
                                struct kb_error *err) KB_CHECKED;

#endif
