/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second look at the best hits: what BM25 does not see, as features from 0 to 1.
 * A hit's final score is its BM25 score plus, for each feature, weight x feature x the
 * best hit's BM25 score. Features only add, so that no hit of the second look falls
 * behind one that had none. What was measured: common/doc/relevance.md. Called by
 * search/{again,standin,explain}; calls search/{asked,look,params}, schema and base. */
#ifndef KB_SEARCH_RANK_H
#define KB_SEARCH_RANK_H

#include "search/look.h"
#include "search/params.h"

enum {
    KB_RANK_DEPTH = 100,        /* hits that get the second look (count) */
    KB_RANK_STEP_MAX = 5,       /* words of the query between two of its terms */
    KB_RANK_NEAR = 4,           /* words between two terms that stand near each other */
    KB_RANK_WINDOW = 30,        /* words that are read at a glance */
    KB_RANK_TYPICAL_WORDS = 440 /* of an article: the archive's mean */
};

/* id, name, weight. Shares are of the query's terms by what each is worth (idf).
 *   exact     share that stands there as it was asked, no other word of the same stem
 *   window    share that the best KB_RANK_WINDOW words in a row have
 *   near      share of neighbours in the query that stand near each other, in any order
 *   phrase    share of those that follow each other as in the query
 *   product   share found among the products the article applies to
 *   short     1 for an article without words, 0.5 for one of typical length
 *   learned   share that is missing but has a word that was learned to stand for it, by
 *             how well that does (search/standin) */
#define KB_FEATURE_TABLE(X)                                                            \
    X(KB_FEATURE_EXACT, "exact", KB_PARAM_EXACT)                                       \
    X(KB_FEATURE_WINDOW, "window", KB_PARAM_WINDOW)                                    \
    X(KB_FEATURE_NEAR, "near", KB_PARAM_NEAR)                                          \
    X(KB_FEATURE_PHRASE, "phrase", KB_PARAM_PHRASE)                                    \
    X(KB_FEATURE_PRODUCT, "product", KB_PARAM_PRODUCT)                                 \
    X(KB_FEATURE_SHORT, "short", KB_PARAM_SHORT)                                       \
    X(KB_FEATURE_LEARNED, "learned", KB_PARAM_LEARNED)

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
 * The features of the article whose matches `look` has, but for "learned", which is 0.
 */
struct kb_features kb_rank_features(const struct kb_look *look);

/**
 * The final score of a hit: `score` is its own, `best` the best hit's by BM25.
 */
double kb_rank_score(const struct kb_features *features, double score, double best);

#endif
