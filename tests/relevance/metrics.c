/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "metrics.h"

#include <math.h>

enum {
    DEPTH = 10,
    RECALL_DEPTH = 100
};

struct kb_metrics
kb_metrics_of_list(const bool *is_relevant, size_t n, size_t n_relevant)
{
    struct kb_metrics m = {0, 0, 0, 0, 0};
    double gain = 0;
    double ideal = 0;
    size_t found = 0;
    for (size_t i = 0; i < DEPTH && i < n_relevant; i++)
        ideal += 1 / log2((double)i + 2);
    for (size_t i = 0; i < n && i < RECALL_DEPTH; i++) {
        if (!is_relevant[i])
            continue;
        found++;
        if (i >= DEPTH)
            continue;
        gain += 1 / log2((double)i + 2);
        if (m.success_10 == 0) {
            m.mrr = 1 / ((double)i + 1);
            m.success_10 = 1;
        }
        if (i == 0)
            m.success_1 = 1;
    }
    if (n_relevant > 0) {
        m.ndcg = gain / ideal;
        m.recall_100 = (double)found / (double)n_relevant;
    }
    return m;
}

/* Source: Vigna, xorshift*, ACM TOMS 42(4), 2016. */
static uint64_t
draw(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717u;
}

double
kb_metrics_randomisation(const double *a, const double *b, size_t n, unsigned rounds,
                         uint64_t seed)
{
    uint64_t state = seed | 1;
    double seen = 0;
    unsigned n_as_large = 0;
    for (size_t i = 0; i < n; i++)
        seen += a[i] - b[i];
    for (unsigned round = 0; round < rounds; round++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            double difference = a[i] - b[i];
            if (difference != 0)
                sum += draw(&state) >> 63 ? difference : -difference;
        }
        /* Sums in another order differ in the last digits. */
        if (fabs(sum) >= fabs(seen) - 1e-9)
            n_as_large++;
    }
    return (n_as_large + 1.0) / (rounds + 1.0);
}
