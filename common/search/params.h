/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parameters of ranking, but for field boosts (schema/field). Written by
 * `make tune` from 4000 queries; how they are sought and what was measured:
 * common/doc/relevance.md. Called by search; calls nothing. */
#ifndef KB_SEARCH_PARAMS_H
#define KB_SEARCH_PARAMS_H

enum {
    KB_PARAMS_QUERIES = 4000 /* they were tuned with (count) */
};

/* First look: BM25. */
#define KB_PARAM_K1 1.20
#define KB_PARAM_B 0.75
#define KB_PARAM_MIN_NORMLEN 0.10

/* Second look: what a feature of 1 is worth, in BM25 scores of the best hit. */
#define KB_PARAM_EXACT 0.27
#define KB_PARAM_WINDOW 0.44
#define KB_PARAM_NEAR 0.17
#define KB_PARAM_PHRASE 0.12
#define KB_PARAM_PRODUCT 0.19
#define KB_PARAM_SHORT 0.38
#define KB_PARAM_LEARNED 1.42

#endif
