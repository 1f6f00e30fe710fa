/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fit.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"

enum {
    ROUNDS = 150,
    N = KB_FEATURE_COUNT + 1, /* the last is the factor of BM25 */
    BM25 = KB_FEATURE_COUNT
};

#define FIRST_FACTOR 8.0 /* of BM25; features begin at 0.3 of it */
#define FIRST_WEIGHT 0.3
#define LEAST_FACTOR 0.5
#define STEP 0.15      /* of Adam, for two thirds of the rounds */
#define LAST_STEP 0.03 /* then, to settle */
#define MOMENTUM 0.9
#define MEMORY 0.99
#define TINY 1e-12

static bool
is_in(const struct kb_row_group *g, struct kb_fit_scope scope)
{
    return (scope.sets >> g->set & 1) != 0 && (scope.folds >> g->fold & 1) != 0;
}

static double
score_of(const struct kb_row *row, const double weights[N])
{
    double score = weights[BM25] * (double)row->score;
    for (size_t k = 0; k < KB_FEATURE_COUNT; k++)
        score += weights[k] * (double)row->features[k];
    return score;
}

/* Add the gradient of one group's log likelihood. */
static void
add_gradient(const struct kb_row_group *g, const double weights[N], double share,
             double *scores, double gradient[N])
{
    double largest = -INFINITY;
    double sum = 0;
    for (size_t i = 0; i < g->n; i++) {
        scores[i] = score_of(&g->rows[i], weights);
        largest = scores[i] > largest ? scores[i] : largest;
    }
    for (size_t i = 0; i < g->n; i++) {
        scores[i] = exp(scores[i] - largest);
        sum += scores[i];
    }
    for (size_t i = 0; i < g->n; i++) {
        const struct kb_row *row = &g->rows[i];
        double off = share * ((row->is_wanted ? 1 : 0) - scores[i] / sum);
        for (size_t k = 0; k < KB_FEATURE_COUNT; k++)
            gradient[k] += off * (double)row->features[k];
        gradient[BM25] += off * (double)row->score;
    }
}

static bool
has_wanted(const struct kb_row_group *g)
{
    for (size_t i = 0; i < g->n; i++) {
        if (g->rows[i].is_wanted)
            return true;
    }
    return false;
}

struct adam {
    double first[N];
    double second[N];
};

static void
step(struct adam *a, int round, const double gradient[N], unsigned features,
     double weights[N])
{
    double size = round < ROUNDS * 2 / 3 ? STEP : LAST_STEP;
    for (size_t k = 0; k < N; k++) {
        if (k != BM25 && (features >> k & 1) == 0)
            continue;
        a->first[k] = MOMENTUM * a->first[k] + (1 - MOMENTUM) * gradient[k];
        a->second[k] = MEMORY * a->second[k] + (1 - MEMORY) * gradient[k] * gradient[k];
        double mean = a->first[k] / (1 - pow(MOMENTUM, round));
        double spread = sqrt(a->second[k] / (1 - pow(MEMORY, round)));
        double least = k == BM25 ? LEAST_FACTOR : 0;
        weights[k] += size * mean / (spread + TINY);
        weights[k] = weights[k] < least ? least : weights[k];
    }
}

enum kb_status
kb_fit(const struct kb_row_groups *groups, struct kb_fit_scope scope, unsigned features,
       struct kb_weights *out, struct kb_error *err)
{
    double weights[N] = {0};
    double n_of_set[32] = {0};
    struct adam adam = {{0}, {0}};
    double *scores = kb_mem_array(KB_RANK_DEPTH, sizeof(*scores));
    if (scores == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory to fit weights");
    for (size_t k = 0; k < N; k++)
        weights[k] = k == BM25                  ? FIRST_FACTOR
                     : (features >> k & 1) != 0 ? FIRST_WEIGHT * FIRST_FACTOR
                                                : 0;
    for (size_t i = 0; i < groups->n; i++)
        n_of_set[groups->items[i].set] += is_in(&groups->items[i], scope);
    for (int round = 1; round <= ROUNDS; round++) {
        double gradient[N] = {0};
        for (size_t i = 0; i < groups->n; i++) {
            const struct kb_row_group *g = &groups->items[i];
            if (is_in(g, scope) && has_wanted(g))
                add_gradient(g, weights, 1 / n_of_set[g->set], scores, gradient);
        }
        step(&adam, round, gradient, features, weights);
    }
    for (size_t k = 0; k < KB_FEATURE_COUNT; k++)
        out->of[k] = weights[k] / weights[BM25];
    kb_mem_free(scores);
    return KB_OK;
}

/* The metrics of one group; of equal scores the smaller number comes first. */
static struct kb_metrics
metrics_of(const struct kb_row_group *g, const double weights[N])
{
    bool is_relevant[KB_RANK_DEPTH] = {false};
    for (size_t i = 0; i < g->n; i++) {
        size_t rank = 0;
        double score = score_of(&g->rows[i], weights);
        if (!g->rows[i].is_wanted)
            continue;
        for (size_t k = 0; k < g->n; k++) {
            double other = score_of(&g->rows[k], weights);
            rank +=
                other > score || (!(other < score) && g->rows[k].id < g->rows[i].id);
        }
        is_relevant[rank] = true;
    }
    return kb_metrics_of_list(is_relevant, g->n, g->n_wanted);
}

struct kb_metrics
kb_fit_metrics(const struct kb_row_groups *groups, struct kb_fit_scope scope,
               const struct kb_weights *weights)
{
    struct kb_metrics sum = {0, 0, 0, 0, 0};
    double all[N];
    double n = 0;
    memcpy(all, weights->of, sizeof(weights->of));
    all[BM25] = 1;
    for (size_t i = 0; i < groups->n; i++) {
        if (!is_in(&groups->items[i], scope))
            continue;
        struct kb_metrics m = metrics_of(&groups->items[i], all);
        n++;
        sum.ndcg += m.ndcg;
        sum.mrr += m.mrr;
        sum.success_1 += m.success_1;
        sum.success_10 += m.success_10;
        sum.recall_100 += m.recall_100;
    }
    if (n > 0) {
        sum.ndcg /= n;
        sum.mrr /= n;
        sum.success_1 /= n;
        sum.success_10 /= n;
        sum.recall_100 /= n;
    }
    return sum;
}
