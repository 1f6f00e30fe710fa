/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "model.h"

#include <assert.h>
#include <stdbool.h>

#include "base/mem.h"

/* The share of draws that a rank (from 1) gets, in units of 1e-9; between two lines the
 * logarithms lie on a straight one, so it is Zipf's law with a slope that bends. Found
 * in turns: make 60,335 articles, count how many have each word, and move each line by
 * what it is off the archive (corpus/README.md has both). */
static const struct knot {
    double rank;
    double weight;
} knots[] = {
    {1, 67300000},  {2, 25600000}, {3, 16600000}, {5, 15500000}, {10, 12000000},
    {20, 5830000},  {30, 4210000}, {50, 2860000}, {70, 1960000}, {100, 1560000},
    {150, 1060000}, {200, 787000}, {300, 634000}, {500, 345000}, {700, 229000},
    {1000, 124000}, {1500, 55200}, {2000, 30300}, {3000, 15000}, {5000, 6270},
    {7000, 3840},   {10000, 2320}, {15000, 1420}, {20000, 971},  {30000, 607},
    {50000, 421},   {65536, 221},
};

/* Behind the table ranks go on without end as rank^-a: new words never run out, and
 * the vocabulary grows as words^(1/a), Heaps' law. */
static const double tail_exponent = 1.59;

/* A word is new with the probability (strength + discount * new) / (strength + all).
 * Source: Pitman & Yor, Ann. Probab. 25(2), 1997; for words of a text: Teh, ACL 2006.
 */
static const double strength = 60;
static const double discount = 0.75;

enum {
    N_KNOTS = sizeof(knots) / sizeof(knots[0]),
    TOPICAL_FROM = 512, /* ranks below belong to all topics */
    TOPICAL_OF_8 = 4,   /* draws of eight that stay in the article's topic */
    RANK_MAX_BITS = 40  /* ranks beyond are a few in a million draws */
};

/* Source: Walker, Electronics Letters 10(8), 1974; filled as by Vose, IEEE Trans.
 * Softw. Eng. 17(9), 1991. */
struct kb_model {
    uint32_t own[KB_MODEL_RANKS];   /* share of 2^32 that is the slot's own rank ... */
    uint32_t other[KB_MODEL_RANKS]; /* ... and the rank of the rest */
    double tail;                    /* share of draws behind the table */
};

static double
weight_of(double rank, size_t *knot)
{
    while (*knot + 2 < N_KNOTS && knots[*knot + 1].rank < rank)
        (*knot)++;
    const struct knot *a = &knots[*knot];
    double slope = log(a[1].weight / a[0].weight) / log(a[1].rank / a[0].rank);
    return a->weight * pow(rank / a->rank, slope);
}

/* Each slot takes what is under the mean from itself and the rest from one that has
 * more. `order` holds the small from its start and the large from its end. */
static void
fill_slots(struct kb_model *model, double *share, uint32_t *order)
{
    size_t n_small = 0;
    size_t large = KB_MODEL_RANKS;
    for (uint32_t i = 0; i < KB_MODEL_RANKS; i++) {
        model->own[i] = UINT32_MAX;
        model->other[i] = i;
        if (share[i] < 1)
            order[n_small++] = i;
        else
            order[--large] = i;
    }
    while (n_small > 0 && large < KB_MODEL_RANKS) {
        uint32_t i = order[--n_small];
        uint32_t k = order[large];
        model->own[i] = (uint32_t)(share[i] * UINT32_MAX);
        model->other[i] = k;
        share[k] -= 1 - share[i];
        if (share[k] < 1) {
            large++;
            order[n_small++] = k;
        }
    }
}

enum kb_status
kb_model_new(struct kb_model **out, struct kb_error *err)
{
    struct kb_model *model = kb_mem_array(1, sizeof(*model));
    double *share = kb_mem_array(KB_MODEL_RANKS, sizeof(*share));
    uint32_t *order = kb_mem_array(KB_MODEL_RANKS, sizeof(*order));
    bool complete = model != NULL && share != NULL && order != NULL;
    if (complete) {
        double sum = 0;
        size_t knot = 0;
        for (size_t i = 0; i < KB_MODEL_RANKS; i++)
            sum += share[i] = weight_of((double)(i + 1), &knot);
        double tail = share[KB_MODEL_RANKS - 1] * KB_MODEL_RANKS / (tail_exponent - 1);
        model->tail = tail / (sum + tail);
        for (size_t i = 0; i < KB_MODEL_RANKS; i++)
            share[i] *= KB_MODEL_RANKS / sum;
        fill_slots(model, share, order);
        *out = model;
    }
    kb_mem_free(share);
    kb_mem_free(order);
    if (complete)
        return KB_OK;
    kb_mem_free(model);
    return kb_error_set(err, KB_E_NOMEM, "no memory for the table of ranks");
}

void
kb_model_free(struct kb_model *model)
{
    kb_mem_free(model);
}

static uint64_t
tail_rank(struct kb_random *random)
{
    double rank =
        KB_MODEL_RANKS * pow(kb_random_unit(random), -1 / (tail_exponent - 1));
    const uint64_t limit = (uint64_t)1 << RANK_MAX_BITS;
    return rank < (double)limit ? (uint64_t)rank : kb_random_next(random) % limit;
}

uint64_t
kb_model_rank(const struct kb_model *model, struct kb_random *random, uint32_t topic)
{
    uint64_t bits = kb_random_next(random);
    uint64_t rank;
    if ((double)(bits >> 11) * 0x1p-53 < model->tail) {
        rank = tail_rank(random);
    } else {
        bits = kb_random_next(random);
        uint32_t slot = (uint32_t)(bits >> 48);
        bool is_own = (uint32_t)(bits >> 8 & UINT32_MAX) <= model->own[slot];
        rank = is_own ? slot : model->other[slot];
    }
    if (rank >= TOPICAL_FROM && (bits & 7) < TOPICAL_OF_8)
        rank = rank - rank % KB_MODEL_TOPICS + topic;
    return rank;
}

/* Most repeats are of more than one word: names, phrases. */
static struct kb_draw
repeated(struct kb_history *history, uint64_t bits)
{
    if (history->n_copy == 0) {
        history->copy = (uint32_t)(((bits >> 32) * history->n) >> 32);
        history->n_copy = 1 + (uint32_t)(bits % 3);
    }
    history->n_copy--;
    return history->words[history->copy++];
}

struct kb_draw
kb_model_next(const struct kb_model *model, struct kb_random *random,
              struct kb_history *history)
{
    assert(history->n < KB_MODEL_MAX_WORDS);
    uint64_t bits = kb_random_next(random);
    double n = (double)history->n;
    struct kb_draw draw;
    if (history->n_copy > 0 || (double)(uint32_t)bits * 0x1p-32 * (strength + n) >=
                                   strength + discount * history->n_new) {
        draw = repeated(history, kb_random_next(random));
    } else {
        draw.rank = kb_model_rank(model, random, history->topic);
        if (history->n > 0 && draw.rank == history->words[history->n - 1].rank)
            draw.rank = kb_model_rank(model, random, history->topic);
        draw.form = bits >> 32;
        history->n_new++;
    }
    history->words[history->n++] = draw;
    return draw;
}
