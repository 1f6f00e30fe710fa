/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/standin.h"

#include <stdlib.h>

#include "base/mem.h"

/* Of the feature: less changes no order and is not asked for. */
#define LEAST_GAIN 0.02

/* Hits that are asked about together. */
struct question {
    struct kb_hit *hits; /* owned */
    size_t *which;       /* owned; index of each among all hits */
    bool *has;           /* owned; the answer */
    size_t n;
};

double
kb_standin_gain(const struct kb_asked *asked, size_t standin)
{
    double whole = 0;
    for (size_t i = 0; i < asked->n_main; i++)
        whole += asked->terms[i].idf;
    const struct kb_standin *s = &asked->standins[standin];
    return whole > 0 ? asked->terms[s->term].idf / whole * (double)s->strength : 0;
}

static int
strongest_first(const void *a, const void *b)
{
    const struct kb_standin *x = *(const struct kb_standin *const *)a;
    const struct kb_standin *y = *(const struct kb_standin *const *)b;
    if (x->strength > y->strength || x->strength < y->strength)
        return x->strength > y->strength ? -1 : 1;
    return (x > y) - (x < y);
}

static enum kb_status
find_one(const struct kb_asked *asked, size_t i, struct kb_reader *reader,
         struct question *q, const struct kb_hit *hits, struct kb_seen *seen, size_t n,
         struct kb_error *err)
{
    const struct kb_standin *standin = &asked->standins[i];
    double gain = kb_standin_gain(asked, i);
    q->n = 0;
    for (size_t k = 0; k < n && gain >= LEAST_GAIN; k++) {
        bool may = (seen[k].standins[i / 64] >> i % 64 & 1) != 0;
        bool lacks = ((seen[k].has | seen[k].stood_for) >> standin->term & 1) == 0;
        if (!may || !lacks)
            continue;
        q->hits[q->n] = hits[k];
        q->which[q->n++] = k;
    }
    if (q->n == 0)
        return KB_OK;
    enum kb_status st =
        kb_reader_has(reader, standin->indexed, q->hits, q->n, q->has, err);
    for (size_t k = 0; k < q->n && st == KB_OK; k++) {
        struct kb_seen *one = &seen[q->which[k]];
        if (!q->has[k])
            continue;
        one->stood_for |= (uint64_t)1 << standin->term;
        one->best[standin->term] = (uint8_t)i;
        one->features.value[KB_FEATURE_LEARNED] += gain;
    }
    return st;
}

enum kb_status
kb_standins_find(const struct kb_asked *asked, struct kb_reader *reader,
                 const struct kb_hit *hits, struct kb_seen *seen, size_t n,
                 struct kb_error *err)
{
    const struct kb_standin *sorted[KB_STANDINS_MAX];
    if (n == 0 || asked->n_standins == 0)
        return KB_OK;
    struct question q = {kb_mem_array(n, sizeof(*q.hits)),
                         kb_mem_array(n, sizeof(*q.which)),
                         kb_mem_array(n, sizeof(*q.has)), 0};
    enum kb_status st =
        q.hits == NULL || q.which == NULL || q.has == NULL
            ? kb_error_set(err, KB_E_NOMEM, "no memory to look at %zu hits", n)
            : KB_OK;
    for (size_t i = 0; i < asked->n_standins; i++)
        sorted[i] = &asked->standins[i];
    qsort(sorted, asked->n_standins, sizeof(sorted[0]), strongest_first);
    for (size_t i = 0; i < asked->n_standins && st == KB_OK; i++)
        st = find_one(asked, (size_t)(sorted[i] - asked->standins), reader, &q, hits,
                      seen, n, err);
    kb_mem_free(q.hits);
    kb_mem_free(q.which);
    kb_mem_free(q.has);
    return st;
}
