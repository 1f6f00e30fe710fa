/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a mistyped word may have been: the words of the archive that slips of the
 * keyboard make it of, and two words that were written as one. Knows no query. Called
 * by search/{mend,spell}; calls schema/lexemes, the shim and base. */
#ifndef KB_SEARCH_CANDIDATES_H
#define KB_SEARCH_CANDIDATES_H

#include <stdbool.h>

#include "base/limits.h"
#include "shim/kb_shim.h"
#include "text/analyze.h"

enum {
    KB_CANDIDATES_MAX = 4,
    KB_CANDIDATE_MIN_BYTES = 4, /* of a word: shorter ones are near to everything */
    KB_SLIP = 4                 /* cost of one: a letter put in or left out */
};

/* One word, or two that were written as one. */
struct kb_candidate {
    char text[KB_WORD_MAX_BYTES];
    size_t n_bytes;
    size_t split;   /* bytes of the first of two words; 0 = it is one */
    unsigned cost;  /* see kb_slips_cost */
    uint32_t count; /* how often it occurs; of two words, in how many articles the rarer
                       one does */
    double share;   /* of being the one that was meant, together 1 */
};

struct kb_candidates {
    struct kb_candidate items[KB_CANDIDATES_MAX]; /* most likely first */
    size_t n;
};

/* Where the words are looked up; borrowed. */
struct kb_candidates_in {
    struct kb_analyzer *analyzer;
    struct kb_reader *reader;
    size_t n_shards;
};

/**
 * What the slips cost that make `typed` of `meant`: KB_SLIP for a letter put in, left
 * out or turned round with its neighbour, less where it is doubled, more for another
 * letter and where it is the first.
 *
 *   max    what is wanted at most
 *
 * Returns the cost, or max + 1 when it is more.
 * Source: optimal string alignment, as in Damerau, CACM 7(3), 1964; that slips differ
 * in how likely they are: Kernighan, Church & Gale, COLING 1990.
 */
unsigned kb_slips_cost(struct kb_span typed, struct kb_span meant, unsigned max);

/**
 * Whether a word is one that can be mistyped: letters of ASCII alone, and enough of
 * them. Codes, versions, file names are not.
 *
 *   word    folded
 */
bool kb_candidates_apply(struct kb_span word);

/**
 * The first word of a candidate, and the second one: empty where it is one word.
 */
struct kb_span kb_candidate_first(const struct kb_candidate *candidate);
struct kb_span kb_candidate_second(const struct kb_candidate *candidate);

/**
 * Append the word, or the two with a space between. Fails: KB_E_LIMIT, KB_E_NOMEM of
 * `out`.
 */
enum kb_status kb_candidate_write(const struct kb_candidate *candidate,
                                  struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Find words near to one: a slip away, two for words of 8 bytes and more; or two
 * frequent ones that were written as one. Words that occur less than three times are
 * left out, as they may be mistyped themselves.
 *
 *   word        folded, kb_candidates_apply
 *   with_near   false: only two words that were written as one
 *   out         overwritten
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_candidates_find(const struct kb_candidates_in *in,
                                  struct kb_span word, bool with_near,
                                  struct kb_candidates *out,
                                  struct kb_error *err) KB_CHECKED;

#endif
