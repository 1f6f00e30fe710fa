/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The results of a page: reads of each of its hits what is shown. Called by
 * search/search; calls search/{again,explain,facets,snippet,store}, schema and base. */
#ifndef KB_SEARCH_SHOWN_H
#define KB_SEARCH_SHOWN_H

#include "search/build.h"
#include "search/engine.h"
#include "search/twins.h"

/* What a page is made of; all borrowed but `has`. */
struct kb_shown {
    struct kb_engine *engine;
    const struct kb_request *request;
    const struct kb_build *build;
    const struct kb_search_params *params; /* of the search */
    const struct kb_hits *hits;            /* of the page, best first */
    struct kb_fold *fold;                  /* its heads are taken */
    double best;                           /* score before the second look; 0 = none */
    uint64_t *has;                         /* while it is filled: of kb_again_terms */
};

/**
 * Set the results of a page, and its facets if the request wants them.
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_shown_fill(struct kb_shown *page, struct kb_results *out,
                             struct kb_error *err) KB_CHECKED;

#endif
