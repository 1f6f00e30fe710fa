/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query whose conditions nothing meets, with its unknown words corrected: what must
 * be there cannot be mended beside what was typed, as search/mend does. Called by
 * search/search; calls search/candidates, text, the shim. */
#ifndef KB_SEARCH_SPELL_H
#define KB_SEARCH_SPELL_H

#include "search/engine.h"

enum {
    KB_POOR_TOTAL = 2 /* so few articles, and another word may have been meant */
};

/**
 * Correct the query of poor results: words that no article has (where no more than
 * KB_POOR_TOTAL were found, also words that no more have) are replaced by the
 * candidates that stand in an article with most of the other words, all at once, tested
 * by a search with all else that the query says. Where nothing was found the results
 * become those of the corrected query; else it is only named.
 *
 *   results    of the request; corrected and is_corrected are set
 *
 * Fails: as kb_engine_search.
 */
enum kb_status kb_spell_results(struct kb_engine *engine,
                                const struct kb_request *request,
                                struct kb_results *results,
                                struct kb_error *err) KB_CHECKED;

#endif
