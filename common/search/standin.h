/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that were learned to stand for asked ones: which hits have them. An article's
 * codes say which ones it may have (search/look), the index which ones it has. Called
 * by search/again; calls search/{asked,rank}, the shim and base. */
#ifndef KB_SEARCH_STANDIN_H
#define KB_SEARCH_STANDIN_H

#include "search/rank.h"

/* What the second look knows of a hit. */
struct kb_seen {
    struct kb_features features;
    uint64_t has; /* bits of the asked terms that stand in it where it may be seen */
    uint64_t
        stood_for; /* bits of other terms for which it has a word that was learned */
    uint64_t
        standins[KB_STANDINS_MAX / 64]; /* bits of those it may have; of these and
                                           by strength the first that it has counts */
    uint8_t
        best[KB_QUERY_MAX_TERMS]; /* by bit of `stood_for`: which of the stand-ins */
};

/**
 * For each hit and each asked term it has not, find the strongest word it has instead:
 * sets `stood_for`, `best` and the feature "learned".
 *
 *   hits, seen   of n hits; `has` and `standins` are set
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_standins_find(const struct kb_asked *asked, struct kb_reader *reader,
                                const struct kb_hit *hits, struct kb_seen *seen,
                                size_t n, struct kb_error *err) KB_CHECKED;

/**
 * What a stand-in gives the feature "learned": a share of the query by worth.
 */
double kb_standin_gain(const struct kb_asked *asked, size_t standin);

#endif
