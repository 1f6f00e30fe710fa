/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many matches of a query have which product, year and type.
 * Called by search/search; calls the shim, schema and base. */
#ifndef KB_SEARCH_FACETS_H
#define KB_SEARCH_FACETS_H

#include "search/search.h"
#include "shim/kb_shim.h"

/* Which articles match. */
struct kb_matches {
    const struct kb_query *query;
    const struct kb_match_filter *filter; /* NULL = none */
};

/**
 * Count over all matches, exactly.
 *
 *   wanted    enum kb_facet_flags
 *   out       its facets are filled, in the order product, year, type; a total that is
 *             an estimate becomes the count
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_facets_count(struct kb_reader *reader,
                               const struct kb_matches *matches, unsigned wanted,
                               struct kb_results *out, struct kb_error *err) KB_CHECKED;

#endif
