/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words of a query that may have been mistyped: what may have been meant is asked for
 * beside them, and counts less than what was typed. Called by search/build; calls
 * search/{asked,candidates}, query/notes, the shim and base. */
#ifndef KB_SEARCH_MEND_H
#define KB_SEARCH_MEND_H

#include "query/notes.h"
#include "search/asked.h"
#include "search/candidates.h"

struct kb_mended {
    struct kb_buf query; /* owned; with what was most likely meant in place; empty where
                            nothing is */
    bool is_instead;     /* no article has a word as it was typed: the query stands for
                            what was typed, and there is nothing else to note */
};

#define KB_MENDED_INIT                                                                 \
    {                                                                                  \
        KB_BUF_INIT(2 * KB_QUERY_MAX_BYTES), false                                     \
    }

/**
 * Add to the asked terms: for a word that no article has, or hardly one and another
 * like it far more, what it may have been; for two words that are one elsewhere, that
 * one. Codes, file names and what is written with inner capitals are left alone, and so
 * is a query that is too long to be typed.
 *
 *   query    what the asked terms were read from
 *   asked    read, nothing learned yet
 *   notes    gets what was added
 *   out      KB_MENDED_INIT; kb_buf_clear its query
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_mend(const struct kb_candidates_in *in, struct kb_span query,
                       struct kb_asked *asked, struct kb_notes *notes,
                       struct kb_mended *out, struct kb_error *err) KB_CHECKED;

#endif
