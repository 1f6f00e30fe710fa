/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "contexts.h"

#include "base/mem.h"

enum {
    REACH = 4,                  /* words to either side that are context */
    DISTANCE_BITS = 2,          /* of 1 to REACH, less one */
    NOTES_MAX = 8 * 1000 * 1000 /* words read; of more, an even sample */
};

#define MIN_COUNT 1.0f /* less is met by chance */

/* Goes over the articles twice: to count the pairs of each word, and to put them there.
 */
struct reading {
    const struct kb_lessons *lessons;
    const uint32_t *number;
    size_t *next; /* owned; by word: its pairs (count), then where the next one goes */
    uint32_t *pairs; /* owned; other word << DISTANCE_BITS | distance; NULL = count */
    size_t every;    /* of so many articles, one is read */
};

static void
add_pair(struct reading *r, uint32_t a, uint32_t b, uint32_t distance)
{
    size_t *next = &r->next[a < b ? a : b];
    if (r->pairs != NULL)
        r->pairs[*next] = (a < b ? b : a) << DISTANCE_BITS | distance;
    (*next)++;
}

static void
read_article(struct reading *r, const struct kb_taught_article *article)
{
    uint32_t recent[REACH];
    size_t n_recent = 0;
    for (size_t i = 0; i < article->n_notes; i++) {
        uint32_t note = article->notes[i];
        if (note >= KB_LESSON_PART) {
            n_recent = 0;
            continue;
        }
        uint32_t word = r->number[note];
        if (word == UINT32_MAX)
            continue;
        for (size_t back = 1; back <= REACH && back <= n_recent; back++) {
            uint32_t other = recent[(n_recent - back) % REACH];
            if (other != word)
                add_pair(r, word, other, (uint32_t)back - 1);
        }
        recent[n_recent++ % REACH] = word;
    }
}

static void
read_articles(struct reading *r)
{
    for (size_t i = 0; i < r->lessons->n_articles; i += r->every)
        read_article(r, &r->lessons->articles[i]);
}

/* Numbers of pairs become places; those of word i begin where those of i - 1 end. */
static size_t
make_places(size_t *next, size_t n)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        size_t here = next[i];
        next[i] = sum;
        sum += here;
    }
    return sum;
}

static enum kb_status
read_pairs(struct reading *r, size_t n_words, struct kb_error *err)
{
    size_t n_notes = 0;
    for (size_t i = 0; i < r->lessons->n_articles; i++)
        n_notes += r->lessons->articles[i].n_notes;
    r->every = n_notes / NOTES_MAX + 1;
    read_articles(r);
    size_t n = make_places(r->next, n_words);
    r->pairs = kb_mem_array(n, sizeof(*r->pairs));
    if (r->pairs == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu pairs", n);
    read_articles(r);
    return KB_OK;
}

/* The pairs of one word are counted; what is kept of them goes behind the others. */
static enum kb_status
take_row(struct kb_contexts *out, size_t first, float *counts, size_t *n,
         size_t *capacity)
{
    for (size_t second = first + 1; second < out->n; second++) {
        float count = counts[second];
        if (count <= 0)
            continue;
        counts[second] = 0;
        out->sums[first] += (double)count;
        out->sums[second] += (double)count;
        if (count < MIN_COUNT)
            continue;
        if (kb_mem_grow(&out->items, *n, capacity, sizeof(*out->items)) != KB_OK)
            return KB_E_NOMEM;
        out->items[(*n)++] = (struct kb_context){(uint32_t)second, count};
    }
    return KB_OK;
}

static enum kb_status
count_rows(const struct reading *r, float *counts, struct kb_contexts *out,
           struct kb_error *err)
{
    size_t capacity = 0;
    size_t n = 0;
    size_t at = 0;
    enum kb_status st = KB_OK;
    for (size_t first = 0; first < out->n && st == KB_OK; first++) {
        for (; at < r->next[first]; at++) {
            uint32_t distance = r->pairs[at] & ((1u << DISTANCE_BITS) - 1);
            counts[r->pairs[at] >> DISTANCE_BITS] += 1.0f / (float)(distance + 1);
        }
        st = take_row(out, first, counts, &n, &capacity);
        out->row[first + 1] = n;
    }
    return st == KB_OK ? st
                       : kb_error_set(err, st, "no memory for %zu pairs of words", n);
}

enum kb_status
kb_contexts_count(const struct kb_lessons *lessons, const uint32_t *number, size_t n,
                  struct kb_contexts *out, struct kb_error *err)
{
    struct reading r = {lessons, number, kb_mem_array(n, sizeof(*r.next)), NULL, 1};
    float *counts = kb_mem_array(n, sizeof(*counts));
    *out = (struct kb_contexts){n, kb_mem_array(n + 1, sizeof(*out->row)), NULL,
                                kb_mem_array(n, sizeof(*out->sums))};
    enum kb_status st = KB_OK;
    if (r.next == NULL || counts == NULL || out->row == NULL || out->sums == NULL)
        st = kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", n);
    if (st == KB_OK)
        st = read_pairs(&r, n, err);
    if (st == KB_OK)
        st = count_rows(&r, counts, out, err);
    kb_mem_free(r.next);
    kb_mem_free(r.pairs);
    kb_mem_free(counts);
    if (st != KB_OK)
        kb_contexts_clear(out);
    return st;
}

void
kb_contexts_clear(struct kb_contexts *contexts)
{
    kb_mem_free(contexts->row);
    kb_mem_free(contexts->items);
    kb_mem_free(contexts->sums);
    *contexts = (struct kb_contexts){.n = 0};
}
