/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which words are used alike: "garbled", "scrambled" and "distorted" stand among the
 * same words. Learned from all articles, needs no query words. Called by indexer/learn;
 * calls indexer/{contexts,lessons,links,matrix} and base. */
#ifndef KB_INDEXER_NEIGHBOUR_H
#define KB_INDEXER_NEIGHBOUR_H

#include "lessons.h"
#include "links.h"

/**
 * Append links between words that are used alike, both ways; strength grows from 0 at
 * the least cosine that counts to its greatest value at 1.
 *
 * Fails: KB_E_NOMEM.
 * Source: positive pointwise mutual information with smoothed contexts, factorised, and
 * its square root weighting: Levy, Goldberg & Dagan, TACL 3, 2015; the factors by
 * random projection: Halko, Martinsson & Tropp, SIAM Review 53(2), 2011.
 */
enum kb_status kb_neighbour(const struct kb_lessons *lessons, struct kb_links *out,
                            struct kb_error *err) KB_CHECKED;

#endif
