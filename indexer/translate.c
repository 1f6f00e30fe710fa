/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "translate.h"

#include "base/mem.h"
#include "pairs.h"

enum {
    ROUNDS = 3, /* of estimation: five find the articles of held-out query words no
                   better (nDCG@10 .157 and .156) */
    SOURCES_MAX = 80, /* words of one article */
    TARGETS_MAX = 40, /* its query words and words of its title */
    MIN_DOCS = 3,     /* articles with a word of which something can be learned */
    CHOICES_MAX = 24 * 1000 * 1000 /* pairs in articles, about 100 MB */
};

#define MIN_STRENGTH 0.02f /* t below this is noise */
#define MIN_COUNT 2.0f     /* articles for which a pair must answer */

struct model {
    const struct kb_lessons *lessons;
    struct kb_pairs pairs;
    uint32_t *first;   /* owned; by pair: the word it goes out from */
    float *t;          /* owned; by pair: t(second | first) */
    float *count;      /* owned; by pair: expected count of this round */
    double *total;     /* owned; by term: sum of these */
    uint32_t *choices; /* owned; pairs: for each target its sources */
    size_t n_choices;
    size_t choices_capacity;
    uint32_t *groups; /* owned; sources of each target (count) */
    size_t n_groups;
    size_t groups_capacity;
    uint32_t *seen; /* owned; by term: article in which it was last a source */
    struct kb_error *err;
};

/* The words of one article. */
struct article {
    uint32_t sources[SOURCES_MAX + 1]; /* the last is the empty word */
    size_t n_sources;
    uint32_t targets[TARGETS_MAX];
    size_t n_targets;
    size_t n_query_words;
};

static void
add_target(struct article *a, uint32_t term)
{
    for (size_t i = 0; i < a->n_targets; i++) {
        if (a->targets[i] == term)
            return;
    }
    if (a->n_targets < TARGETS_MAX)
        a->targets[a->n_targets++] = term;
}

static void
read_article(struct model *m, size_t i, struct article *out)
{
    const struct kb_taught_article *article = &m->lessons->articles[i];
    uint32_t kind = KB_SECTION_COUNT;
    *out = (struct article){.n_sources = 0};
    for (size_t k = 0; k < article->n_notes; k++) {
        uint32_t note = article->notes[k];
        if (note >= KB_LESSON_PART) {
            kind = note - KB_LESSON_PART;
            continue;
        }
        const struct kb_taught_term *term = &m->lessons->terms[note];
        bool is_known = term->n_docs + term->n_asked >= MIN_DOCS;
        if (!is_known || term->term.data[0] != 'Z') /* nothing stands for a number */
            continue;
        if (kind == KB_SECTION_QUERY_WORDS || kind == KB_SECTION_TITLE)
            add_target(out, note);
        out->n_query_words += kind == KB_SECTION_QUERY_WORDS;
        bool is_source = kind == KB_SECTION_TITLE || kind == KB_SECTION_SYMPTOMS ||
                         kind == KB_SECTION_SUMMARY || kind == KB_SECTION_CAUSE;
        if (is_source && m->seen[note] != i + 1 && out->n_sources < SOURCES_MAX) {
            m->seen[note] = (uint32_t)i + 1;
            out->sources[out->n_sources++] = note;
        }
    }
    out->sources[out->n_sources++] = (uint32_t)m->lessons->n_terms;
}

static enum kb_status
add_choice(struct model *m, uint32_t source, uint32_t target, uint32_t *n)
{
    struct kb_pair *pair;
    enum kb_status st = kb_pairs_find(&m->pairs, source, target, &pair, m->err);
    if (st != KB_OK || pair == NULL)
        return st;
    if (kb_mem_grow(&m->choices, m->n_choices, &m->choices_capacity,
                    sizeof(*m->choices)) != KB_OK)
        return kb_error_set(m->err, KB_E_NOMEM, "no memory for %zu pairs",
                            m->n_choices);
    m->choices[m->n_choices++] = pair->id;
    (*n)++;
    return KB_OK;
}

static enum kb_status
add_article(struct model *m, const struct article *a)
{
    enum kb_status st = KB_OK;
    for (size_t k = 0; k < a->n_targets && st == KB_OK; k++) {
        if (kb_mem_grow(&m->groups, m->n_groups, &m->groups_capacity,
                        sizeof(*m->groups)) != KB_OK)
            return kb_error_set(m->err, KB_E_NOMEM, "no memory for %zu words",
                                m->n_groups);
        uint32_t *n = &m->groups[m->n_groups++];
        *n = 0;
        for (size_t i = 0; i < a->n_sources && st == KB_OK; i++)
            st = add_choice(m, a->sources[i], a->targets[k], n);
    }
    return st;
}

static enum kb_status
read_articles(struct model *m)
{
    enum kb_status st = KB_OK;
    struct article article;
    for (size_t i = 0; i < m->lessons->n_articles && st == KB_OK; i++) {
        if (m->n_choices >= CHOICES_MAX)
            break;
        read_article(m, i, &article);
        if (article.n_query_words > 0 && article.n_sources > 2)
            st = add_article(m, &article);
    }
    return st;
}

static enum kb_status
allocate(struct model *m)
{
    m->first = kb_mem_array(m->pairs.n, sizeof(*m->first));
    m->t = kb_mem_array(m->pairs.n, sizeof(*m->t));
    m->count = kb_mem_array(m->pairs.n, sizeof(*m->count));
    m->total = kb_mem_array(m->lessons->n_terms + 1, sizeof(*m->total));
    if (m->first == NULL || m->t == NULL || m->count == NULL || m->total == NULL)
        return kb_error_set(m->err, KB_E_NOMEM, "no memory for %zu pairs", m->pairs.n);
    for (size_t i = 0; i < m->pairs.n_slots; i++) {
        const struct kb_pair *pair = &m->pairs.slots[i];
        if (pair->key != 0)
            m->first[pair->id] = kb_pair_first(pair);
    }
    for (size_t i = 0; i < m->pairs.n; i++)
        m->t[i] = 1;
    return KB_OK;
}

/* Each target shares itself out among its sources as t has it; the shares are the next
 * t. */
static void
estimate(struct model *m)
{
    const uint32_t *choice = m->choices;
    memset(m->count, 0, m->pairs.n * sizeof(*m->count));
    memset(m->total, 0, (m->lessons->n_terms + 1) * sizeof(*m->total));
    for (size_t g = 0; g < m->n_groups; g++) {
        float sum = 0;
        for (uint32_t i = 0; i < m->groups[g]; i++)
            sum += m->t[choice[i]];
        for (uint32_t i = 0; i < m->groups[g] && sum > 0; i++)
            m->count[choice[i]] += m->t[choice[i]] / sum;
        choice += m->groups[g];
    }
    for (size_t i = 0; i < m->pairs.n; i++)
        m->total[m->first[i]] += (double)m->count[i];
    for (size_t i = 0; i < m->pairs.n; i++) {
        double total = m->total[m->first[i]];
        m->t[i] = total > 0 ? (float)((double)m->count[i] / total) : 0;
    }
}

static enum kb_status
give_links(struct model *m, struct kb_links *out)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < m->pairs.n_slots && st == KB_OK; i++) {
        const struct kb_pair *pair = &m->pairs.slots[i];
        if (pair->key == 0 || kb_pair_first(pair) == m->lessons->n_terms ||
            kb_pair_first(pair) == kb_pair_second(pair) ||
            m->t[pair->id] < MIN_STRENGTH || m->count[pair->id] < MIN_COUNT)
            continue;
        struct kb_link link = {kb_pair_second(pair), kb_pair_first(pair),
                               m->t[pair->id] < 1 ? m->t[pair->id] : 1};
        st = kb_links_add(out, link, m->err);
    }
    return st;
}

enum kb_status
kb_translate(const struct kb_lessons *lessons, struct kb_links *out,
             struct kb_error *err)
{
    struct model m = {.lessons = lessons, .err = err};
    enum kb_status st = kb_pairs_init(&m.pairs, err);
    m.seen = kb_mem_array(lessons->n_terms + 1, sizeof(*m.seen));
    if (st == KB_OK && m.seen == NULL)
        st = kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", lessons->n_terms);
    if (st == KB_OK)
        st = read_articles(&m);
    if (st == KB_OK)
        st = allocate(&m);
    for (int round = 0; round < ROUNDS && st == KB_OK; round++)
        estimate(&m);
    if (st == KB_OK)
        st = give_links(&m, out);
    kb_pairs_clear(&m.pairs);
    kb_mem_free(m.first);
    kb_mem_free(m.t);
    kb_mem_free(m.count);
    kb_mem_free(m.total);
    kb_mem_free(m.choices);
    kb_mem_free(m.groups);
    kb_mem_free(m.seen);
    return st;
}
