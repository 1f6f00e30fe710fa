/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of an index that begin with a prefix. Terms are stems, "organ" for
 * "organize", so they are found by the lists of the words as people write them
 * (schema/lexemes), and it is told where a stem has other words besides. Called by
 * search/prefixes; calls search/wordlist, text, schema, the shim and base. */
#ifndef KB_SEARCH_EXPANSION_H
#define KB_SEARCH_EXPANSION_H

#include <stdbool.h>

#include "schema/field.h"
#include "shim/kb_shim.h"
#include "text/lexicon.h"

/* Where words are looked up. */
struct kb_expansion_in {
    struct kb_reader *reader; /* borrowed, as all here */
    struct kb_lexicon *lexicon;
    size_t n_shards;
    enum kb_field_id field; /* whose own terms; KB_FIELD_COUNT: those of all together */
};

/* A term that has words which begin so. */
struct kb_expanded {
    const struct kb_word *word; /* the most frequent of them; of the lexicon */
    uint32_t n_docs; /* articles that may have them (count), see kb_expansion_read */
};

struct kb_expansion {
    struct kb_expanded *terms; /* owned array, most articles first */
    size_t n;
    const struct kb_word **words; /* owned array; all words of the terms that begin so,
                                     one of each code; none: not told */
    size_t n_words;
    bool is_whole; /* false: more terms have such words, in fewer articles each */
    bool is_exact; /* all words of the terms begin so */
};

#define KB_EXPANSION_INIT                                                              \
    {                                                                                  \
        NULL, 0, NULL, 0, true, true                                                   \
    }

/**
 * The terms with words that begin with a prefix, at most KB_QUERY_MAX_EXPANSION: those
 * that most articles have. Where a term has other words too, no more articles are
 * counted than its words that begin so occur.
 *
 *   prefix   folded, not empty, at most KB_WORD_MAX_BYTES
 *   out      KB_EXPANSION_INIT; kb_expansion_clear
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_expansion_read(const struct kb_expansion_in *in,
                                 struct kb_span prefix, struct kb_expansion *out,
                                 struct kb_error *err) KB_CHECKED;

void kb_expansion_clear(struct kb_expansion *expansion);

#endif
