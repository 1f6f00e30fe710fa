/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Weights of the second look from rows: those that make it most likely that the wanted
 * article is the first. The same rows give the same weights. Called by
 * tests/relevance/tune; calls tests/relevance/{rows,metrics} and base. */
#ifndef KB_TESTS_FIT_H
#define KB_TESTS_FIT_H

#include "rows.h"

/* Weights in BM25 scores of the best hit, as in search/params.h; none below 0. */
struct kb_weights {
    double of[KB_FEATURE_COUNT];
};

/* Which groups. */
struct kb_fit_scope {
    unsigned sets;  /* bits of enum kb_sample_set */
    unsigned folds; /* bits of folds */
};

/**
 * Softmax regression: the log likelihood of the wanted articles, each set counting the
 * same, is driven up from small weights.
 *
 *   features    bits of enum kb_feature; the others stay 0
 *   out         set
 *
 * Fails: KB_E_NOMEM.
 * Source: ListNet's top-one probability, Cao et al., ICML 2007; steps by Adam, Kingma &
 * Ba, ICLR 2015.
 */
enum kb_status kb_fit(const struct kb_row_groups *groups, struct kb_fit_scope scope,
                      unsigned features, struct kb_weights *out,
                      struct kb_error *err) KB_CHECKED;

/**
 * Mean metrics of the groups when they are ranked by these weights.
 */
struct kb_metrics kb_fit_metrics(const struct kb_row_groups *groups,
                                 struct kb_fit_scope scope,
                                 const struct kb_weights *weights);

#endif
