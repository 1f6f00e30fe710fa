/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second look: reads the words of the best hits and scores them again by rank.
 * Called by search/{search,shown,explain}; calls
 * search/{engine,look,rank,standin,store,asked}, the shim and base. */
#ifndef KB_SEARCH_AGAIN_H
#define KB_SEARCH_AGAIN_H

#include "search/engine.h"
#include "search/rank.h"
#include "search/standin.h"

/**
 * Score the first hits again and put them in their new order.
 *
 *   depth   hits that are looked at, at most KB_RANK_DEPTH: the same for all pages of a
 *           query, or they would have results in common
 *   hits    best first
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_again_score(struct kb_engine *engine, size_t depth,
                              struct kb_hits *hits, struct kb_error *err) KB_CHECKED;

/**
 * Which of the asked terms each hit has, as the index knows: a rare term's code is too
 * often that of a common word.
 *
 *   has     of `n`; bits by the number of the term
 *
 * Fails as kb_again_score.
 */
enum kb_status kb_again_terms(struct kb_engine *engine, const struct kb_hit *hits,
                              size_t n, uint64_t *has, struct kb_error *err) KB_CHECKED;

/**
 * What the second look knows of some hits; quickest when they are in the order of their
 * places.
 *
 *   out     of `n`
 *
 * Fails as kb_again_score.
 */
enum kb_status kb_again_see(struct kb_engine *engine, const struct kb_hit *hits,
                            size_t n, struct kb_seen *out,
                            struct kb_error *err) KB_CHECKED;

/**
 * Look at one hit, for its passage or to explain its score.
 *
 *   has     of kb_again_terms
 *
 * Fails as kb_again_score.
 */
enum kb_status kb_again_look(struct kb_engine *engine, const struct kb_hit *hit,
                             uint64_t has, struct kb_error *err) KB_CHECKED;

#endif
