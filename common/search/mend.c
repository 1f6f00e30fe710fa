/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/mend.h"

#include <stdio.h>
#include <stdlib.h>

#include "text/vocabulary.h"

enum {
    WORDS_MAX = 3,        /* of a query that are mended: each costs a millisecond */
    QUERY_TERMS_MAX = 24, /* of a query that was typed and not pasted */
    /* a word that articles have may be mistyped all the same, there too: a longer one
     * in so few, a single slip away from one that is so much more frequent */
    RARE_DOCS = 8,
    RARE_TIMES = 300,
    RARE_MIN_BYTES = 6,
    RARE_MAX_COST = KB_SLIP + 1,
    /* and so may two words be that some write as one */
    SPLIT_DOCS = 200,
    SPLIT_TIMES = 10,
    JOINED_MIN_BYTES = 6,
    JOINED_MIN_DOCS = 2,
    READINGS_MAX_BYTES = 3 * (KB_WORD_MAX_BYTES + 8)
};

/* What may have been meant counts so much of what was typed. */
#define GUESS 0.8

/* A word that may have been mistyped. */
struct suspect {
    struct kb_span typed; /* bytes of the query */
    uint32_t position;
    uint32_t n_docs; /* 0 = it is none of the asked terms */
    struct kb_candidates found;
};

struct mending {
    const struct kb_candidates_in *in;
    struct kb_span query;
    struct kb_asked *asked;
    struct kb_notes *notes;
    struct suspect suspects[WORDS_MAX];
    size_t n;
    struct kb_error *err;
};

/* ---- which words ---- */

static bool
is_space(char c)
{
    return (unsigned char)c <= ' ';
}

/* Whether it stands alone in the query, and is no piece of a file's or function's name.
 */
static bool
stands_alone(struct kb_span query, struct kb_span text)
{
    const char *end = query.data + query.n_bytes;
    const char *before = text.data;
    const char *after = text.data + text.n_bytes;
    if (text.data < query.data || after > end)
        return false;
    while (before > query.data && strchr("\"'(", before[-1]) != NULL)
        before--;
    while (after < end && strchr("\"'),;:.?!", *after) != NULL)
        after++;
    return (before == query.data || is_space(before[-1])) &&
           (after == end || is_space(*after));
}

/* "EcWriteStream" is the name of something. */
static bool
has_inner_capital(struct kb_span text)
{
    bool has_capital = false;
    bool has_small = false;
    for (size_t i = 0; i < text.n_bytes; i++) {
        bool is_capital = text.data[i] >= 'A' && text.data[i] <= 'Z';
        has_small = has_small || !is_capital;
        has_capital = has_capital || (i > 0 && is_capital);
    }
    return has_capital && has_small;
}

static bool
is_plain_word(const struct mending *m, const struct kb_word *word, struct kb_span text)
{
    return word->text.n_bytes == text.n_bytes &&
           (word->flags & KB_VOCABULARY_STOP) == 0 && !has_inner_capital(text) &&
           stands_alone(m->query, text);
}

/* Whether it may have been meant by a word that so many articles have. */
static bool
may_be_meant(const struct kb_candidate *c, uint32_t n_docs)
{
    if (n_docs == 0)
        return true;
    if (c->split > 0)
        return n_docs <= SPLIT_DOCS && c->count / SPLIT_TIMES >= n_docs;
    return n_docs <= RARE_DOCS && c->count / RARE_TIMES >= n_docs &&
           c->n_bytes >= RARE_MIN_BYTES && c->cost <= RARE_MAX_COST;
}

static enum kb_status
add_suspect(struct mending *m, const struct kb_word *word, struct kb_span text,
            uint32_t position, uint32_t n_docs)
{
    if (m->n == WORDS_MAX || !kb_candidates_apply(word->text) ||
        !is_plain_word(m, word, text))
        return KB_OK;
    struct suspect *s = &m->suspects[m->n++];
    *s = (struct suspect){.typed = text, .position = position, .n_docs = n_docs};
    bool with_near = n_docs == 0 ||
                     (n_docs <= RARE_DOCS && word->text.n_bytes + 1 >= RARE_MIN_BYTES);
    enum kb_status st =
        kb_candidates_find(m->in, word->text, with_near, &s->found, m->err);
    size_t kept = 0;
    for (size_t i = 0; i < s->found.n; i++) {
        if (may_be_meant(&s->found.items[i], n_docs))
            s->found.items[kept++] = s->found.items[i];
    }
    s->found.n = kept;
    if (st == KB_OK && kept == 0)
        m->n--;
    return st;
}

static enum kb_status
find_suspects(struct mending *m)
{
    const struct kb_asked *asked = m->asked;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < asked->n_unknown && st == KB_OK; i++) {
        struct kb_asked_unknown *unknown = &asked->unknown[i];
        size_t before = m->n;
        st = add_suspect(m, unknown->word, unknown->text, unknown->position, 0);
        unknown->is_mended = m->n > before;
    }
    for (size_t i = 0; i < asked->n && st == KB_OK; i++) {
        const struct kb_asked_term *term = &asked->terms[i];
        if (term->n_docs <= SPLIT_DOCS)
            st = add_suspect(m, term->word, term->text, term->position, term->n_docs);
    }
    return st;
}

/* ---- what may have been meant ---- */

static enum kb_status
add_word(struct mending *m, const struct suspect *s, struct kb_span word,
         double strength)
{
    struct kb_asked_term term = {
        .text = s->typed, .position = s->position, .strength = strength, .n_of = 1};
    while (term.of + 1 < m->asked->n_main &&
           m->asked->terms[term.of].position < s->position)
        term.of++;
    enum kb_status st = kb_lexicon_find(kb_analyzer_lexicon_borrow(m->in->analyzer),
                                        word, &term.word, m->err);
    return st == KB_OK ? kb_asked_add(m->asked, m->in->reader, &term, m->err) : st;
}

/* All that may have been meant by one word. The likeliest takes the place of a word
 * that no article has. */
static enum kb_status
add_readings(struct mending *m, const struct suspect *s)
{
    const struct kb_candidates *found = &s->found;
    char readings[READINGS_MAX_BYTES] = "";
    size_t n = 0;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < found->n && st == KB_OK; i++) {
        const struct kb_candidate *c = &found->items[i];
        struct kb_span first = kb_candidate_first(c);
        struct kb_span second = kb_candidate_second(c);
        double strength = GUESS * c->share;
        if (s->n_docs == 0)
            strength = i == 0 ? 1 : strength / found->items[0].share;
        st = add_word(m, s, first, strength);
        if (st == KB_OK && second.n_bytes > 0)
            st = add_word(m, s, second, strength);
        n += (size_t)snprintf(readings + n, sizeof(readings) - n, "%s'%.*s%s%.*s'",
                              i > 0 ? ", " : "", KB_SPAN_ARG(first),
                              second.n_bytes > 0 ? " " : "", KB_SPAN_ARG(second));
        n = n < sizeof(readings) ? n : sizeof(readings) - 1;
    }
    uint32_t begin = (uint32_t)(s->typed.data - m->query.data);
    if (s->n_docs == 0)
        kb_notes_add(m->notes, begin, begin + (uint32_t)s->typed.n_bytes,
                     "no article has '%.*s': searched for %s",
                     KB_SPAN_ARG(kb_notes_cut(s->typed)), readings);
    else
        kb_notes_add(m->notes, begin, begin + (uint32_t)s->typed.n_bytes,
                     "'%.*s' is in %u article%s: also searched for %s",
                     KB_SPAN_ARG(kb_notes_cut(s->typed)), s->n_docs,
                     s->n_docs == 1 ? "" : "s", readings);
    return st;
}

/* ---- words that were written apart ---- */

static enum kb_status
join_pair(struct mending *m, uint32_t i)
{
    char text[2 * KB_WORD_MAX_BYTES];
    const struct kb_asked_term *first = &m->asked->terms[i];
    const struct kb_asked_term *second = &m->asked->terms[i + 1];
    size_t n_first = first->word->text.n_bytes;
    size_t n = n_first + second->word->text.n_bytes;
    const struct kb_word *word = NULL;
    struct kb_term_stats stats = {0};
    if (second->position != first->position + 1 || n < JOINED_MIN_BYTES ||
        n > KB_WORD_MAX_BYTES || first->is_guess || second->is_guess ||
        second->text.data < first->text.data + n_first ||
        !is_plain_word(m, first->word, first->text) ||
        !is_plain_word(m, second->word, second->text))
        return KB_OK;
    memcpy(text, first->word->text.data, n_first);
    memcpy(text + n_first, second->word->text.data, n - n_first);
    enum kb_status st = kb_lexicon_find(kb_analyzer_lexicon_borrow(m->in->analyzer),
                                        kb_span_at(text, n), &word, m->err);
    if (st == KB_OK)
        st = kb_reader_term(m->in->reader, word->term, &stats, m->err);
    if (st != KB_OK || stats.n_docs < JOINED_MIN_DOCS)
        return st;
    struct kb_span both =
        kb_span_at(first->text.data, (size_t)(second->text.data + second->text.n_bytes -
                                              first->text.data));
    struct kb_asked_term term = {.word = word,
                                 .text = both,
                                 .position = first->position,
                                 .strength = GUESS,
                                 .of = i,
                                 .n_of = 2};
    return kb_asked_add(m->asked, m->in->reader, &term, m->err);
}

/* ---- the query as it was meant ---- */

static int
by_place(const void *a, const void *b)
{
    const struct suspect *x = a;
    const struct suspect *y = b;
    return (x->typed.data > y->typed.data) - (x->typed.data < y->typed.data);
}

static enum kb_status
write_query(struct mending *m, struct kb_buf *out)
{
    const char *at = m->query.data;
    enum kb_status st = KB_OK;
    if (m->n > 1)
        qsort(m->suspects, m->n, sizeof(m->suspects[0]), by_place);
    for (size_t i = 0; i < m->n && st == KB_OK; i++) {
        const struct suspect *s = &m->suspects[i];
        st = kb_buf_append(out, kb_span_at(at, (size_t)(s->typed.data - at)), m->err);
        if (st == KB_OK)
            st = kb_candidate_write(&s->found.items[0], out, m->err);
        at = s->typed.data + s->typed.n_bytes;
    }
    const char *end = m->query.data + m->query.n_bytes;
    if (st == KB_OK && m->n > 0)
        st = kb_buf_append(out, kb_span_at(at, (size_t)(end - at)), m->err);
    return st;
}

enum kb_status
kb_mend(const struct kb_candidates_in *in, struct kb_span query, struct kb_asked *asked,
        struct kb_notes *notes, struct kb_mended *out, struct kb_error *err)
{
    struct mending m = {
        .in = in, .query = query, .asked = asked, .notes = notes, .err = err};
    const struct kb_notes before = *notes;
    bool is_single = asked->n == 0;
    if (asked->in_titles || asked->n + asked->n_unknown > QUERY_TERMS_MAX)
        return KB_OK;
    enum kb_status st = find_suspects(&m);
    for (size_t i = 0; i < m.n && st == KB_OK; i++) {
        st = add_readings(&m, &m.suspects[i]);
        is_single = is_single && m.suspects[i].found.n == 1;
    }
    for (uint32_t i = 0; i + 1 < asked->n_main && st == KB_OK; i++)
        st = join_pair(&m, i);
    if (st == KB_OK)
        st = write_query(&m, &out->query);
    out->is_instead = is_single && m.n > 0;
    if (out->is_instead)
        *notes = before;
    return st;
}
