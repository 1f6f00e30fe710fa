/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asked terms -> the ranked query: their weights, field boosts that differ from those
 * at index time, other names beside what was typed. Called by search/{build,explain};
 * calls search/asked, schema, the shim and base. */
#ifndef KB_SEARCH_RANKED_H
#define KB_SEARCH_RANKED_H

#include "search/asked.h"

/* How field boosts differ from those at index time; all 0 = not at all. Only fields
 * with terms of their own (KB_FIELD_OWN) can differ. */
struct kb_boosts {
    double delta[KB_FIELD_COUNT];
    bool is_set;
};

/**
 * The ranked query: any of the terms, best match first.
 *
 *   asked    with at least one term
 *
 * Fails: KB_E_NOMEM; KB_E_INVALID, KB_E_CORRUPT, KB_E_IO of the shim.
 */
enum kb_status kb_ranked_query(const struct kb_asked *asked,
                               const struct kb_boosts *boosts, struct kb_reader *reader,
                               const struct kb_search_params *params,
                               struct kb_query **out, struct kb_error *err) KB_CHECKED;

#endif
