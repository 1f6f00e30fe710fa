/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first hits of a query as the second look sees them: what weights are sought over.
 * Ranks nothing. Called by tests/relevance/{tune,fit}; calls search and base. */
#ifndef KB_TESTS_ROWS_H
#define KB_TESTS_ROWS_H

#include "metrics.h"
#include "search/again.h"

struct kb_row {
    uint32_t id; /* article */
    bool is_wanted;
    float score; /* BM25, share of the best hit's */
    float features[KB_FEATURE_COUNT];
};

/* One query's hits. */
struct kb_row_group {
    unsigned set;        /* below 32 */
    unsigned fold;       /* below 32 */
    uint32_t n_wanted;   /* articles, found or not (count) */
    struct kb_row *rows; /* owned array, at most KB_RANK_DEPTH */
    size_t n;
};

struct kb_row_groups {
    struct kb_row_group *items; /* owned array */
    size_t n;
    size_t capacity;
};

void kb_row_groups_clear(struct kb_row_groups *groups);

/* What asks. */
struct kb_asker {
    struct kb_engine *engine; /* owned */
    struct kb_search_params params;
    double learned_weight; /* of what was learned, 0 to 1 */
};

/**
 * Open an index to ask.
 *
 *   out    kb_asker_clear
 *
 * Fails: as kb_engine_open.
 */
enum kb_status kb_asker_open(const char *index, struct kb_asker *out,
                             struct kb_error *err) KB_CHECKED;

void kb_asker_clear(struct kb_asker *asker);

/**
 * From now on with the learned words of that file. Fails: KB_E_IO; KB_E_CORRUPT.
 */
enum kb_status kb_asker_learn(struct kb_asker *asker, const char *path,
                              struct kb_error *err) KB_CHECKED;

struct kb_ask {
    const char *query;
    unsigned unseen;        /* bits of fields that do not count */
    uint32_t left_out;      /* article that is no answer, 0 = none */
    const uint32_t *wanted; /* articles */
    size_t n_wanted;
    bool looks_again; /* false: all features are 0 */
};

/**
 * Ask.
 *
 *   out     `set` and `fold` stay as they are
 *
 * Fails: as kb_engine_search.
 */
enum kb_status kb_asker_ask(struct kb_asker *asker, const struct kb_ask *ask,
                            struct kb_row_group *out, struct kb_error *err) KB_CHECKED;

#endif
