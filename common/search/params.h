/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of ranking, all of them but field boosts (schema/field). How they
 * were sought and what was measured: common/doc/relevance.md.
 * Called by search, indexer/learn and tests/relevance; calls nothing. */
#ifndef KB_SEARCH_PARAMS_H
#define KB_SEARCH_PARAMS_H

enum {
    KB_RANK_DEPTH = 100,  /* hits that get the second look (count) */
    KB_RANK_STEP_MAX = 5, /* words of the query between two of its terms */
    KB_RANK_NEAR = 4,     /* words between two terms that stand near each other */
    KB_RANK_WINDOW = 30,  /* words that are read at a glance */
    KB_RANK_TYPICAL_WORDS = 440 /* of an article: the archive's mean */
};

/* First look: BM25. */
#define KB_PARAM_K1 1.2
#define KB_PARAM_B 0.75
#define KB_PARAM_MIN_NORMLEN 0.1

/* Second look: what a feature of 1 is worth, in BM25 scores of the best hit. */
#define KB_PARAM_EXACT 0.23
#define KB_PARAM_WINDOW 0.36
#define KB_PARAM_NEAR 0.15
#define KB_PARAM_PHRASE 0.11
#define KB_PARAM_PRODUCT 0.23
#define KB_PARAM_SHORT 0.33
#define KB_PARAM_LEARNED 1.46

#endif
