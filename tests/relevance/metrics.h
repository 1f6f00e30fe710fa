/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How good a ranked list is, and whether one system is better than another. Pure
 * functions over "rank i is relevant"; relevance is yes or no, and what nobody judged
 * is no. Knows no files. Called by tests/relevance and its unit test; calls nothing. */
#ifndef KB_TESTS_METRICS_H
#define KB_TESTS_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What one query's list is worth; means of it over queries are what is reported. */
struct kb_metrics {
    double ndcg;       /* 0.0 to 1.0, over the first 10 ranks */
    double mrr;        /* 1 / rank of the first relevant one in the first 10, else 0 */
    double success_1;  /* 1.0 when the first is relevant */
    double success_10; /* 1.0 when one of the first 10 is */
    double recall_100; /* share of the relevant ones among the first 100 */
};

enum {
    KB_METRICS_COUNT = sizeof(struct kb_metrics) / sizeof(double)
};

/**
 * The metrics of one list.
 *
 *   is_relevant  by rank from the first; borrowed
 *   n            ranks in it (count)
 *   n_relevant   relevant articles there are, on the list or not (count, > 0)
 *
 * Source: nDCG of Jarvelin & Kekalainen, ACM TOIS 20(4), 2002, gain 1 and discount
 * log2(rank + 1); MRR of Voorhees, TREC-8, 1999.
 */
struct kb_metrics kb_metrics_of_list(const bool *is_relevant, size_t n,
                                     size_t n_relevant);

/**
 * How likely a difference of means at least this large is when both systems are equally
 * good: signs of the differences are drawn anew.
 *
 *   a, b     one figure a query, the same queries in the same order; borrowed
 *   n        queries (count)
 *   rounds   draws (count, > 0); the smallest result is 1 / (rounds + 1)
 *   seed     the same seed gives the same result
 *
 * Returns 1.0 when all figures are equal.
 * Source: Smucker, Allan & Carterette, CIKM 2007 (Fisher's randomisation, two-sided).
 */
double kb_metrics_randomisation(const double *a, const double *b, size_t n,
                                unsigned rounds, uint64_t seed);

#endif
