/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/ranked.h"

#include "base/limits.h"
#include "schema/term.h"

/* How a query is made of terms. */
struct making {
    const struct kb_asked *asked;
    const struct kb_boosts *boosts;
    struct kb_reader *reader;
    const struct kb_search_params *params;
    struct kb_error *err;
};

/* A term whose fields count otherwise than they did at index time. */
static enum kb_status
boosted_query(const struct making *m, const struct kb_asked_term *term, double weight,
              struct kb_query **out)
{
    struct kb_buf terms[KB_FIELD_COUNT];
    struct kb_field_delta deltas[KB_FIELD_COUNT];
    size_t n = 0;
    enum kb_status st = KB_OK;
    for (int id = 0; id < KB_FIELD_COUNT && st == KB_OK; id++) {
        if (m->boosts->delta[id] == 0 ||
            (kb_field((enum kb_field_id)id)->flags & KB_FIELD_OWN) == 0)
            continue;
        struct kb_buf *field_term = &terms[n];
        *field_term = (struct kb_buf)KB_BUF_INIT(KB_TERM_MAX_BYTES);
        st =
            kb_term_of_word((enum kb_field_id)id, term->word->term, field_term, m->err);
        deltas[n] =
            (struct kb_field_delta){kb_buf_span(field_term), m->boosts->delta[id]};
        n++;
    }
    if (st == KB_OK) {
        struct kb_boosted_term boosted = {term->word->term, deltas, n, weight};
        st = kb_query_boosted(m->reader, &boosted, m->params, out, m->err);
    }
    for (size_t i = 0; i < n; i++)
        kb_buf_clear(&terms[i]);
    return st;
}

static enum kb_status
term_query(const struct making *m, size_t i, double factor, struct kb_query **out)
{
    const struct kb_asked_term *term = &m->asked->terms[i];
    struct kb_buf name = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    if (m->boosts->is_set && !m->asked->in_titles)
        return boosted_query(m, term, term->weight * factor, out);
    enum kb_status st = kb_asked_index_term(m->asked, i, &name, m->err);
    if (st == KB_OK)
        st = kb_query_term(kb_buf_span(&name), term->weight * factor, out, m->err);
    kb_buf_clear(&name);
    return st;
}

static void
free_queries(struct kb_query **queries, size_t n)
{
    for (size_t i = 0; i < n; i++)
        kb_query_free(queries[i]);
}

/* All terms from one on. */
static enum kb_status
all_query(const struct making *m, uint32_t first, uint32_t n, struct kb_query **out)
{
    struct kb_query *parts[KB_QUERY_MAX_TERMS] = {NULL};
    enum kb_status st = KB_OK;
    for (uint32_t i = 0; i < n && st == KB_OK; i++)
        st = term_query(m, first + i, 1, &parts[i]);
    if (st == KB_OK)
        st = kb_query_and(parts, n, out, m->err);
    free_queries(parts, n);
    return st;
}

/* All words of another name, in articles without what it stands for, since who writes
 * both says nothing twice; together they are worth as much as that. (Xapian's OP_MAX
 * would say the same; in 1.4.22 it uses memory after it was freed.) */
static enum kb_status
name_query(const struct making *m, const struct kb_asked_name *name,
           struct kb_query **out)
{
    struct kb_query *parts[KB_ASKED_NAME_WORDS] = {NULL};
    struct kb_query *words = NULL;
    struct kb_query *asked = NULL;
    double worth = 0;
    double own = 0;
    enum kb_status st = all_query(m, name->of, name->n_of, &asked);
    for (uint32_t i = name->of; i < name->of + name->n_of; i++)
        worth += m->asked->terms[i].idf;
    for (size_t i = 0; i < name->n; i++)
        own += m->asked->terms[name->terms[i]].idf;
    for (size_t i = 0; i < name->n && st == KB_OK; i++)
        st = term_query(m, name->terms[i], name->strength * worth / own, &parts[i]);
    if (st == KB_OK)
        st = kb_query_and(parts, name->n, &words, m->err);
    if (st == KB_OK)
        st = kb_query_and_not(words, asked, out, m->err);
    free_queries(parts, name->n);
    kb_query_free(words);
    kb_query_free(asked);
    return st;
}

enum kb_status
kb_ranked_query(const struct kb_asked *asked, const struct kb_boosts *boosts,
                struct kb_reader *reader, const struct kb_search_params *params,
                struct kb_query **out, struct kb_error *err)
{
    const struct making m = {asked, boosts, reader, params, err};
    struct kb_query *parts[KB_QUERY_MAX_TERMS + KB_ASKED_NAMES_MAX] = {NULL};
    size_t n = 0;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < asked->n && st == KB_OK; i++) {
        if (asked->terms[i].strength > 0)
            st = term_query(&m, i, asked->terms[i].strength, &parts[n++]);
    }
    for (size_t i = 0; i < asked->n_names && st == KB_OK; i++)
        st = name_query(&m, &asked->names[i], &parts[n++]);
    if (st == KB_OK)
        st = kb_query_or(parts, n, out, err);
    free_queries(parts, n);
    return st;
}
