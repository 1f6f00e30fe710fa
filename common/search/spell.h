/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words that someone may have meant: candidates for one word, and a query with its
 * unknown words corrected. Words with digits (codes, versions, numbers) are never
 * corrected. Called by search/search; calls search/wordlist, text, the shim. */
#ifndef KB_SEARCH_SPELL_H
#define KB_SEARCH_SPELL_H

#include "base/limits.h"
#include "search/engine.h"

enum {
    KB_CANDIDATES_MAX = 8,
    KB_POOR_TOTAL = 2 /* so few articles, and another word may have been meant */
};

struct kb_candidate {
    char text[2 * KB_WORD_MAX_BYTES + 1]; /* one word, or two with a space between */
    size_t n_bytes;
    unsigned distance; /* letters put in, left out, changed or turned round (count) */
    uint32_t count;    /* how often it occurs; of two words the rarer one */
};

struct kb_candidates {
    struct kb_candidate
        items[KB_CANDIDATES_MAX]; /* nearest first, then most frequent */
    size_t n;
};

/**
 * Letters that must be put in, left out, changed or turned round with their neighbour
 * to make one word of the other.
 *
 *   max    what is wanted at most
 *
 * Returns the count, or max + 1 when it is more.
 * Source: optimal string alignment, as in Damerau, CACM 7(3), 1964.
 */
unsigned kb_spell_distance(struct kb_span a, struct kb_span b, unsigned max);

/**
 * Find words of the archive near to one: at most one letter off, two for words of 8
 * bytes and more; or two words that were written as one. Those that occur less than
 * three times are left out, as they may be mistyped themselves.
 *
 *   word    folded
 *   out     overwritten
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_spell_candidates(struct kb_engine *engine, struct kb_span word,
                                   struct kb_candidates *out,
                                   struct kb_error *err) KB_CHECKED;

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
