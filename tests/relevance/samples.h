/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Queries that cost nobody a judgement, taken from the articles of an index: an
 * article's query words, its title, two of the former with three words of the latter,
 * and what another article says it is about where it cites it. What the query was taken
 * from does not count in its match. Each belongs to a fold by the number of the article
 * wanted. Asks for nothing itself. Called by tests/relevance/tune; calls
 * indexer/lesson, search/store, text and base. */
#ifndef KB_TESTS_SAMPLES_H
#define KB_TESTS_SAMPLES_H

#include "search/store.h"
#include "text/analyze.h"

enum {
    KB_SAMPLE_FOLDS = 5
};

/* id, name, the fields that do not count (bits), whether weights are fitted to it.
 * What others say of an article they mostly took from its title, and who cites all the
 * time: these only tell when something goes wrong. */
#define KB_SAMPLE_TABLE(X)                                                             \
    X(KB_SAMPLE_QUERY_WORDS, "querywords", 1u << KB_FIELD_QUERY_WORDS, true)           \
    X(KB_SAMPLE_TITLE, "titles", 1u << KB_FIELD_TITLE, true)                           \
    X(KB_SAMPLE_MIXED, "mixed", 1u << KB_FIELD_TITLE | 1u << KB_FIELD_QUERY_WORDS,     \
      true)                                                                            \
    X(KB_SAMPLE_CITED, "cited", 0, false)

enum kb_sample_set {
#define KB_SAMPLE_ENUM(id, name, unseen, is_fitted) id,
    KB_SAMPLE_TABLE(KB_SAMPLE_ENUM)
#undef KB_SAMPLE_ENUM
    KB_SAMPLE_SETS
};

struct kb_sample {
    enum kb_sample_set set;
    uint32_t wanted; /* article */
    uint32_t source; /* article it was taken from, which is no answer; 0 = none */
    uint32_t hash;   /* by which some are chosen */
    char *query;     /* owned */
};

struct kb_samples {
    struct kb_sample *items; /* owned array */
    size_t n;
    size_t capacity;
};

/**
 * The fold of an article, 0 to KB_SAMPLE_FOLDS - 1.
 */
unsigned kb_sample_fold(uint32_t id);

/**
 * Go over all articles of an index: take queries from them, and note down what can be
 * learned, a file each fold (indexer/lesson).
 *
 *   lessons   paths of KB_SAMPLE_FOLDS files to write
 *   n_max     queries of each set
 *   out       empty; by set; kb_samples_clear
 *
 * Fails: KB_E_IO; KB_E_CORRUPT; KB_E_NOMEM.
 */
enum kb_status kb_samples_take(struct kb_reader *reader, size_t n_shards,
                               const char *const *lessons, size_t n_max,
                               struct kb_samples *out, struct kb_error *err) KB_CHECKED;

void kb_samples_clear(struct kb_samples *samples);

#endif
