/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second look at the best hits: what BM25 does not see, as features from 0 to 1.
 * A hit's final score is its BM25 score plus, for each feature, weight x feature x the
 * best hit's BM25 score. Features only add, so that no hit of the second look falls
 * behind one that had none. What was measured: common/doc/relevance.md. Called by
 * search/search; calls search/{asked,look}, schema and base. */
#ifndef KB_SEARCH_RANK_H
#define KB_SEARCH_RANK_H

#include "search/look.h"

enum {
    KB_RANK_DEPTH = 100,        /* hits that get the second look (count) */
    KB_RANK_STEP_MAX = 5,       /* words of the query between two of its terms */
    KB_RANK_TYPICAL_WORDS = 440 /* of an article: the archive's mean */
};

/* id, name, weight. Shares are of the query's terms by what each is worth (idf).
 *   cover     share the article has; a word that was learned to stand for a term counts
 *             by its strength
 *   head      the same in title, symptoms and summary alone
 *   phrase    share of neighbours in the query that follow each other as there
 *   product   share found among the products the article applies to
 *   short     1 for an article without words, 0.5 for one of typical length
 * Weights: softmax regression over the first 100 hits for query words of articles,
 * which did not count in the match. */
#define KB_FEATURE_TABLE(X)                                                            \
    X(KB_FEATURE_COVER, "cover", 1.63)                                                 \
    X(KB_FEATURE_HEAD, "head", 0.63)                                                   \
    X(KB_FEATURE_PHRASE, "phrase", 0.58)                                               \
    X(KB_FEATURE_PRODUCT, "product", 0.40)                                             \
    X(KB_FEATURE_SHORT, "short", 0.87)

enum kb_feature {
#define KB_FEATURE_ENUM(id, name, weight) id,
    KB_FEATURE_TABLE(KB_FEATURE_ENUM)
#undef KB_FEATURE_ENUM
    KB_FEATURE_COUNT
};

struct kb_features {
    double value[KB_FEATURE_COUNT]; /* 0 to 1 */
};

/**
 * A feature's name, static, and its weight.
 */
const char *kb_feature_name(enum kb_feature feature);
double kb_feature_weight(enum kb_feature feature);

/**
 * The features of the article whose matches `look` has.
 */
struct kb_features kb_rank_features(const struct kb_look *look);

/**
 * The final score of a hit: `score` is its own, `best` the best hit's by BM25.
 */
double kb_rank_score(const struct kb_features *features, double score, double best);

/**
 * The most that kb_rank_score can give, whatever the features.
 */
double kb_rank_bound(double score, double best);

#endif
