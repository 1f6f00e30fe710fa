/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "neighbour.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "contexts.h"
#include "matrix.h"

enum {
    K = KB_MATRIX_COLUMNS,
    MIN_DOCS = 8,      /* articles with a word whose use can be known */
    WORDS_MAX = 12000, /* the most frequent ones; all pairs of them are compared */
    MIN_WORDS = 2 * K, /* fewer have no space to be alike in */
    NEIGHBOURS_MAX = 16,
    BLOCK = 512 /* words compared at once: their vectors stay in the nearest cache */
};

#define MIN_COSINE 0.55f
#define BEST 0.8f /* strength of a cosine of 1 */
#define SMOOTH 0.75

struct space {
    const struct kb_lessons *lessons;
    uint32_t *number; /* owned; by term: its word's number, UINT32_MAX = none */
    uint32_t *terms;  /* owned; by word's number: its term */
    size_t n;         /* words (count) */
    struct kb_contexts contexts;
    struct kb_sparse matrix;
    float *vectors; /* owned; n x K */
    float *other;   /* owned; as large */
    struct kb_error *err;
};

static enum kb_status
no_memory(const struct space *s)
{
    return kb_error_set(s->err, KB_E_NOMEM, "no memory for %zu words", s->n);
}

/* The least number of articles that lets no more than WORDS_MAX words in. */
static uint32_t
least_docs(const struct kb_lessons *lessons)
{
    uint32_t least = MIN_DOCS;
    for (;; least++) {
        size_t n = 0;
        for (size_t i = 0; i < lessons->n_terms; i++)
            n += lessons->terms[i].n_docs >= least;
        if (n <= WORDS_MAX)
            return least;
    }
}

static enum kb_status
choose_words(struct space *s)
{
    const struct kb_lessons *l = s->lessons;
    uint32_t least = least_docs(l);
    s->number = kb_mem_array(l->n_terms + 1, sizeof(*s->number));
    s->terms = kb_mem_array(l->n_terms + 1, sizeof(*s->terms));
    if (s->number == NULL || s->terms == NULL)
        return no_memory(s);
    for (uint32_t i = 0; i < l->n_terms; i++) {
        bool is_known =
            l->terms[i].n_docs >= least && l->terms[i].n_docs < l->n_articles / 3 + 1;
        s->number[i] = is_known ? (uint32_t)s->n : UINT32_MAX;
        if (is_known)
            s->terms[s->n++] = i;
    }
    return KB_OK;
}

/* How often each word has a context, and all together; as rows and smoothed. */
struct sums {
    const double *row;
    double *smooth; /* owned */
    double smooth_total;
};

static float
information(const struct sums *sums, double count, size_t word, size_t context)
{
    double pmi =
        log(count * sums->smooth_total / (sums->row[word] * sums->smooth[context]));
    return pmi > 0 ? (float)pmi : 0;
}

/* The pairs of each word with higher ones become rows with all: its place in the rows
 * of those above it is behind the lower ones, which come first. */
static void
fill_matrix(struct space *s, size_t *next, const struct sums *sums)
{
    struct kb_sparse *m = &s->matrix;
    const struct kb_contexts *c = &s->contexts;
    for (size_t first = 0; first < s->n; first++) {
        m->row[first + 1] += c->row[first + 1] - c->row[first];
        for (size_t i = c->row[first]; i < c->row[first + 1]; i++)
            m->row[c->items[i].second + 1]++;
    }
    for (size_t i = 0; i < s->n; i++) {
        m->row[i + 1] += m->row[i];
        next[i] = m->row[i];
    }
    for (size_t first = 0; first < s->n; first++) {
        for (size_t i = c->row[first]; i < c->row[first + 1]; i++) {
            size_t second = c->items[i].second;
            double count = (double)c->items[i].count;
            m->columns[next[first]] = (uint32_t)second;
            m->values[next[first]++] = information(sums, count, first, second);
            m->columns[next[second]] = (uint32_t)first;
            m->values[next[second]++] = information(sums, count, second, first);
        }
    }
}

static enum kb_status
make_matrix(struct space *s)
{
    struct sums sums = {s->contexts.sums, kb_mem_array(s->n, sizeof(double)), 0};
    size_t *next = kb_mem_array(s->n + 1, sizeof(*next));
    size_t n_pairs = s->contexts.row[s->n];
    struct kb_sparse *m = &s->matrix;
    m->n = s->n;
    m->row = kb_mem_array(s->n + 1, sizeof(*m->row));
    m->columns = kb_mem_array(2 * n_pairs, sizeof(*m->columns));
    m->values = kb_mem_array(2 * n_pairs, sizeof(*m->values));
    bool ok = sums.smooth != NULL && next != NULL && m->row != NULL &&
              m->columns != NULL && m->values != NULL;
    for (size_t i = 0; i < s->n && ok; i++) {
        sums.smooth[i] = pow(sums.row[i], SMOOTH);
        sums.smooth_total += sums.smooth[i];
    }
    if (ok)
        fill_matrix(s, next, &sums);
    kb_mem_free(sums.smooth);
    kb_mem_free(next);
    return ok ? KB_OK : no_memory(s);
}

/* Numbers about 0 that look random and are the same each time: a sum of three even
 * ones. Source: xorshift64*, Vigna, ACM TOMS 42(4), 2016. */
static void
fill_random(float *out, size_t n)
{
    uint64_t state = 88172645463325252u;
    for (size_t i = 0; i < n; i++) {
        float sum = -1.5f;
        for (int k = 0; k < 3; k++) {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            sum += (float)(state * 2685821657736338717u >> 40) / (float)(1 << 24);
        }
        out[i] = sum;
    }
}

/* From the factors to vectors of length 1: rows of U sqrt(S). `s->vectors` is an
 * orthogonal base of the matrix's columns, `s->other` the matrix in it. */
static void
weigh_vectors(struct space *s)
{
    double gram[K * K] = {0};
    double turn[K * K];
    for (size_t r = 0; r < s->n; r++) {
        const float *row = s->other + r * K;
        for (size_t i = 0; i < K; i++) {
            for (size_t k = 0; k < K; k++)
                gram[i * K + k] += (double)(row[i] * row[k]);
        }
    }
    kb_matrix_eigen(gram, turn);
    for (size_t r = 0; r < s->n; r++) {
        float *row = s->vectors + r * K;
        double turned[K] = {0};
        double length = 0;
        for (size_t i = 0; i < K; i++) {
            for (size_t k = 0; k < K; k++)
                turned[k] += (double)row[i] * turn[i * K + k];
        }
        for (size_t k = 0; k < K; k++) {
            double value = gram[k * K + k];
            turned[k] *= value > 0 ? sqrt(sqrt(value)) : 0;
            length += turned[k] * turned[k];
        }
        for (size_t k = 0; k < K; k++)
            row[k] = length > 0 ? (float)(turned[k] / sqrt(length)) : 0;
    }
}

static enum kb_status
factorise(struct space *s)
{
    s->vectors = kb_mem_array(s->n * K, sizeof(float));
    s->other = kb_mem_array(s->n * K, sizeof(float));
    float *scratch = kb_mem_array(s->n * K, sizeof(float));
    enum kb_status st = KB_OK;
    if (s->vectors == NULL || s->other == NULL || scratch == NULL)
        st = no_memory(s);
    if (st == KB_OK) {
        fill_random(s->other, s->n * K);
        kb_sparse_times(&s->matrix, false, s->other, s->vectors);
        kb_matrix_orthogonal(s->vectors, s->n, scratch);
        kb_sparse_times(&s->matrix, true, s->vectors, s->other);
        kb_matrix_orthogonal(s->other, s->n, scratch);
        kb_sparse_times(&s->matrix, false, s->other, s->vectors);
        kb_matrix_orthogonal(s->vectors, s->n, scratch);
        kb_sparse_times(&s->matrix, true, s->vectors, s->other);
        weigh_vectors(s);
    }
    kb_mem_free(scratch);
    return st;
}

struct nearest {
    uint32_t word;
    float cosine;
};

static void
keep_nearest(struct nearest *list, size_t *n, uint32_t word, float cosine)
{
    if (*n == NEIGHBOURS_MAX && cosine <= list[*n - 1].cosine)
        return;
    size_t i = *n < NEIGHBOURS_MAX ? (*n)++ : *n - 1;
    for (; i > 0 && list[i - 1].cosine < cosine; i--)
        list[i] = list[i - 1];
    list[i] = (struct nearest){word, cosine};
}

/* Compare one word with a block of words, whose vectors stand column by column. */
static void
compare_block(const float *vector, const float *columns, float *out)
{
    for (size_t i = 0; i < BLOCK; i++)
        out[i] = 0;
    for (size_t k = 0; k < K; k++) {
        for (size_t i = 0; i < BLOCK; i++)
            out[i] += vector[k] * columns[k * BLOCK + i];
    }
}

static enum kb_status
give_links(struct space *s, const struct nearest *list, const size_t *n,
           struct kb_links *out)
{
    enum kb_status st = KB_OK;
    for (size_t w = 0; w < s->n; w++) {
        for (size_t i = 0; i < n[w] && st == KB_OK; i++) {
            const struct nearest *near = &list[w * NEIGHBOURS_MAX + i];
            float cosine = near->cosine < 1 ? near->cosine : 1;
            st = kb_links_add(
                out,
                (struct kb_link){s->terms[w], s->terms[near->word],
                                 BEST * (cosine - MIN_COSINE) / (1 - MIN_COSINE)},
                s->err);
        }
    }
    return st;
}

static enum kb_status
find_nearest(struct space *s, struct kb_links *out)
{
    struct nearest *list = kb_mem_array(s->n * NEIGHBOURS_MAX, sizeof(*list));
    size_t *n = kb_mem_array(s->n, sizeof(*n));
    float *columns = kb_mem_array(BLOCK * K, sizeof(*columns));
    float cosines[BLOCK];
    bool ok = list != NULL && n != NULL && columns != NULL;
    for (size_t from = 0; from < s->n && ok; from += BLOCK) {
        size_t some = s->n - from < BLOCK ? s->n - from : BLOCK;
        for (size_t i = 0; i < some; i++) {
            for (size_t k = 0; k < K; k++)
                columns[k * BLOCK + i] = s->vectors[(from + i) * K + k];
        }
        for (size_t w = 0; w < from + some; w++) {
            compare_block(s->vectors + w * K, columns, cosines);
            /* each pair once: its cosine is that of both */
            for (size_t i = w < from ? 0 : w - from + 1; i < some; i++) {
                if (cosines[i] <= MIN_COSINE)
                    continue;
                size_t other = from + i;
                keep_nearest(list + w * NEIGHBOURS_MAX, &n[w], (uint32_t)other,
                             cosines[i]);
                keep_nearest(list + other * NEIGHBOURS_MAX, &n[other], (uint32_t)w,
                             cosines[i]);
            }
        }
    }
    enum kb_status st = ok ? give_links(s, list, n, out) : no_memory(s);
    kb_mem_free(list);
    kb_mem_free(n);
    kb_mem_free(columns);
    return st;
}

enum kb_status
kb_neighbour(const struct kb_lessons *lessons, struct kb_links *out,
             struct kb_error *err)
{
    struct space s = {.lessons = lessons, .err = err};
    enum kb_status st = choose_words(&s);
    if (st == KB_OK && s.n >= MIN_WORDS) {
        st = kb_contexts_count(lessons, s.number, s.n, &s.contexts, err);
        if (st == KB_OK)
            st = make_matrix(&s);
        if (st == KB_OK)
            st = factorise(&s);
        if (st == KB_OK)
            st = find_nearest(&s, out);
    }
    kb_contexts_clear(&s.contexts);
    kb_mem_free(s.number);
    kb_mem_free(s.terms);
    kb_mem_free(s.matrix.row);
    kb_mem_free(s.matrix.columns);
    kb_mem_free(s.matrix.values);
    kb_mem_free(s.vectors);
    kb_mem_free(s.other);
    return st;
}
