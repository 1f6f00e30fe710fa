/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/explain.h"

#include <math.h>
#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "schema/term.h"
#include "search/again.h"

enum {
    WHERE_MAX_BYTES = 1000,
    HOW_MAX_BYTES = 4 * KB_WORD_MAX_BYTES,
    NUMBER_BYTES = 16,
    PLACES = KB_SECTION_COUNT + 1, /* sections, and the title before them */
    TITLE = KB_SECTION_COUNT
};

/* A difference that is no more than rounding. */
#define SAME_SCORE 1e-6

/* What was found of one word of the query. */
struct found {
    uint32_t n[PLACES];
    bool is_exact;
    enum kb_token_kind kind;      /* of the first token */
    char form[KB_WORD_MAX_BYTES]; /* the first other form of the word */
    size_t form_bytes;
    bool is_there;
};

struct work {
    const struct kb_shown *page;
    const struct kb_asked *asked; /* of the page's query */
    const struct kb_hit *hit;
    uint64_t has;
    struct kb_result *result;
    struct found *found; /* owned; of each asked term */
    struct kb_tokens tokens;
    double rest; /* of the score, not yet explained */
    struct kb_error *err;
};

static void
note(struct found *found, const struct kb_token *token,
     const struct kb_asked_term *asked, int place)
{
    if (!found->is_there)
        found->kind = token->kind;
    found->is_there = true;
    found->n[place]++;
    bool is_prefix =
        asked->text.n_bytes > 0 && asked->text.data[asked->text.n_bytes - 1] == '*';
    if (!is_prefix && kb_span_equal(token->word->text, asked->word->text))
        found->is_exact = true;
    else if (found->form_bytes == 0) {
        found->form_bytes = token->word->text.n_bytes;
        memcpy(found->form, token->word->text.data, found->form_bytes);
    }
}

static enum kb_status
read_text(struct work *w, struct kb_span text, int place)
{
    const struct kb_asked *asked = w->asked;
    kb_tokens_reset(&w->tokens);
    enum kb_status st = kb_analyze(w->page->engine->analyzer, text, &w->tokens, w->err);
    for (size_t i = 0; i < w->tokens.n && st == KB_OK; i++) {
        for (size_t t = 0; t < asked->n; t++) {
            if (asked->terms[t].word->term_id == w->tokens.items[i].word->term_id)
                note(&w->found[t], &w->tokens.items[i], &asked->terms[t], place);
        }
    }
    return st;
}

/* The words that the article is indexed by: number, title, product, stored text. */
static enum kb_status
read_article(struct work *w)
{
    char number[NUMBER_BYTES];
    struct kb_span body;
    int n = snprintf(number, sizeof(number), "Q%u", w->hit->docid);
    enum kb_status st = read_text(w, kb_span_at(number, (size_t)n), TITLE);
    if (st == KB_OK)
        st = read_text(w, w->result->title, TITLE);
    if (st == KB_OK)
        st = read_text(w, w->result->product, KB_SECTION_APPLIES_TO);
    if (st == KB_OK)
        st = kb_store_body(&w->page->engine->store, w->hit->shard, w->hit->docid, &body,
                           w->err);
    while (st == KB_OK && body.n_bytes > 0) {
        enum kb_section_kind kind = KB_SECTION_BODY;
        struct kb_span text;
        st = kb_stored_body_next(&body, &kind, &text, w->err);
        if (st == KB_OK)
            st = read_text(w, text, (int)kind);
    }
    return st;
}

/* What a part of what was asked gave: its score in a search for it alone, in this
 * article alone. */
static enum kb_status
gain_of(struct work *w, const struct kb_asked *one, double *out)
{
    struct kb_search_params params = *w->page->params;
    struct kb_reader *reader = w->page->engine->index.reader;
    char digits[NUMBER_BYTES];
    struct kb_buf id = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    struct kb_query *parts[2] = {NULL, NULL};
    struct kb_query *query = NULL;
    struct kb_hits hits = KB_HITS_INIT;
    params.max = 1;
    params.first = 0;
    params.order = KB_ORDER_SCORE;
    int n = snprintf(digits, sizeof(digits), "%u", w->hit->docid);
    enum kb_status st =
        kb_term_of_value(KB_FIELD_ID, kb_span_at(digits, (size_t)n), &id, w->err);
    if (st == KB_OK)
        st = kb_query_term(kb_buf_span(&id), 1.0, &parts[1], w->err);
    if (st == KB_OK)
        st = kb_ranked_query(one, &w->page->request->boosts, reader, &params, &parts[0],
                             w->err);
    if (st == KB_OK)
        st = kb_query_filter(parts[0], parts[1], &query, w->err);
    if (st == KB_OK)
        st = kb_reader_search(reader, query, &params, &hits, w->err);
    if (st == KB_OK)
        *out = hits.n > 0 ? hits.items[0].score : 0;
    kb_hits_clear(&hits);
    kb_query_free(query);
    kb_query_free(parts[0]);
    kb_query_free(parts[1]);
    kb_buf_clear(&id);
    return st;
}

static struct kb_reason *
add(struct work *w, struct kb_span what, double gain)
{
    struct kb_reason *reason = &w->result->reasons[w->result->n_reasons++];
    *reason = (struct kb_reason){.what = what,
                                 .how = KB_BUF_INIT(HOW_MAX_BYTES),
                                 .where = KB_BUF_INIT(WHERE_MAX_BYTES),
                                 .gain = gain};
    w->rest -= gain;
    return reason;
}

static enum kb_status
say_how(const struct found *found, struct kb_buf *out, struct kb_error *err)
{
    static const char *const kinds[] = {
        [KB_TOKEN_WORD] = "exact",  [KB_TOKEN_PART] = "part of a compound",
        [KB_TOKEN_WHOLE] = "exact", [KB_TOKEN_JOINED] = "written apart",
        [KB_TOKEN_NAME] = "name",   [KB_TOKEN_CODE] = "code",
    };
    if (!found->is_there)
        return kb_buf_printf(out, err, "not found in the text");
    if (found->is_exact || found->form_bytes == 0)
        return kb_buf_append(out, kb_span_cstr(kinds[found->kind]), err);
    return kb_buf_printf(out, err, "as '%.*s'", (int)found->form_bytes, found->form);
}

/* "title, SYMPTOMS 3 times, text" */
static enum kb_status
say_where(const struct found *found, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (int i = -1; i < KB_SECTION_COUNT && st == KB_OK; i++) {
        int place = i < 0 ? TITLE : i;
        const char *label = i < 0 ? "title" : kb_section_label((enum kb_section_kind)i);
        if (found->n[place] == 0)
            continue;
        st = kb_buf_printf(out, err, "%s%s", out->n_bytes > 0 ? ", " : "",
                           label[0] == '\0' ? "text" : label);
        if (st == KB_OK && found->n[place] > 1)
            st = kb_buf_printf(out, err, " %u times", found->n[place]);
    }
    return st;
}

static enum kb_status
add_words(struct work *w)
{
    enum kb_status st = KB_OK;
    for (size_t t = 0; t < w->asked->n && st == KB_OK; t++) {
        double gain = 0;
        struct kb_asked one = *w->asked;
        one.terms = &w->asked->terms[t];
        one.n = 1;
        one.n_names = 0;
        if (!(one.terms->strength > 0))
            continue; /* a word of another name */
        st = gain_of(w, &one, &gain);
        if (st != KB_OK || (!(gain > 0) && !w->found[t].is_there))
            continue;
        const struct kb_asked_term *term = &w->asked->terms[t];
        struct kb_reason *reason = add(w, term->text, gain);
        if (term->is_guess)
            st = kb_buf_printf(&reason->how, w->err, "taken for '%.*s', ",
                               KB_SPAN_ARG(term->word->text));
        if (st == KB_OK)
            st = say_how(&w->found[t], &reason->how, w->err);
        if (st == KB_OK)
            st = say_where(&w->found[t], &reason->where, w->err);
    }
    return st;
}

/* The bytes of the query that another name stands for. */
static struct kb_span
text_of(const struct kb_asked *asked, const struct kb_asked_name *name)
{
    const char *begin = asked->terms[name->of].text.data;
    const char *end = begin;
    for (uint32_t i = name->of; i < name->of + name->n_of; i++) {
        struct kb_span text = asked->terms[i].text;
        end = text.data + text.n_bytes > end ? text.data + text.n_bytes : end;
    }
    return kb_span_at(begin, (size_t)(end - begin));
}

/* What was found by another name of it. */
static enum kb_status
add_names(struct work *w)
{
    enum kb_status st = KB_OK;
    for (size_t k = 0; k < w->asked->n_names && st == KB_OK; k++) {
        const struct kb_asked_name *name = &w->asked->names[k];
        double gain = 0;
        struct kb_asked one = *w->asked;
        one.n = 0;
        one.names[0] = *name;
        one.n_names = 1;
        st = gain_of(w, &one, &gain);
        if (st != KB_OK || !(gain > 0))
            continue;
        struct kb_reason *reason = add(w, text_of(w->asked, name), gain);
        st = kb_buf_printf(&reason->how, w->err, "by its other name '");
        for (size_t i = 0; i < name->n && st == KB_OK; i++)
            st = kb_buf_printf(&reason->how, w->err, "%s%.*s", i > 0 ? " " : "",
                               KB_SPAN_ARG(w->asked->terms[name->terms[i]].word->text));
        if (st == KB_OK)
            st = kb_buf_append_byte(&reason->how, '\'', w->err);
        if (st == KB_OK)
            st = say_where(&w->found[name->terms[0]], &reason->where, w->err);
    }
    return st;
}

/* Words that were learned to stand for missing ones: their part of the features. */
static enum kb_status
add_learned(struct work *w, struct kb_seen *seen)
{
    const struct kb_asked *asked = w->asked;
    enum kb_status st = KB_OK;
    for (size_t t = 0; t < asked->n && st == KB_OK; t++) {
        struct kb_features part = {{0}};
        if ((seen->stood_for >> t & 1) == 0)
            continue;
        part.value[KB_FEATURE_LEARNED] = kb_standin_gain(asked, seen->best[t]);
        struct kb_reason *reason =
            add(w, asked->terms[t].text, kb_rank_score(&part, 0, w->page->best));
        st = kb_buf_printf(&reason->how, w->err, "learned from '%.*s'",
                           KB_SPAN_ARG(asked->standins[seen->best[t]].word));
    }
    seen->features.value[KB_FEATURE_LEARNED] = 0;
    return st;
}

/* A feature, as a share of its most. */
static const char *
said_of(enum kb_feature feature)
{
    switch (feature) {
    case KB_FEATURE_EXACT:
        return "of what was asked is there as it was written";
    case KB_FEATURE_WINDOW:
        return "of what was asked stands in one place";
    case KB_FEATURE_NEAR:
        return "of neighbours in the query are near each other there";
    case KB_FEATURE_PHRASE:
        return "of neighbours in the query are neighbours there";
    case KB_FEATURE_PRODUCT:
        return "of what was asked is in what the article applies to";
    case KB_FEATURE_SHORT:
        return "of what the shortest articles get";
    case KB_FEATURE_LEARNED:
        return "of what was asked is there by words learned for it";
    case KB_FEATURE_COUNT:
        break;
    }
    return "";
}

/* What the second look added. */
static enum kb_status
add_features(struct work *w)
{
    struct kb_seen seen;
    enum kb_status st = kb_again_see(w->page->engine, w->hit, 1, &seen, w->err);
    if (st == KB_OK)
        st = add_learned(w, &seen);
    for (int i = 0; i < KB_FEATURE_COUNT && st == KB_OK; i++) {
        struct kb_features one = {{0}};
        one.value[i] = seen.features.value[i];
        double gain = kb_rank_score(&one, 0, w->page->best);
        if (!(fabs(gain) > SAME_SCORE))
            continue;
        struct kb_reason *reason =
            add(w, kb_span_cstr(kb_feature_name((enum kb_feature)i)), gain);
        st = kb_buf_printf(&reason->how, w->err, "%.0f %% %s",
                           100 * seen.features.value[i], said_of((enum kb_feature)i));
    }
    return st;
}

/* What no word and no feature gave. */
static enum kb_status
add_rest(struct work *w)
{
    if (fabs(w->rest) <= SAME_SCORE)
        return KB_OK;
    if (w->page->build->article == w->hit->docid) {
        struct kb_reason *asked_for = add(w, KB_SPAN_LITERAL("number"), w->rest);
        return kb_buf_printf(&asked_for->how, w->err, "it was asked for by its number");
    }
    struct kb_reason *reason = add(w, KB_SPAN_LITERAL("other"), w->rest);
    return kb_buf_printf(&reason->how, w->err, "not told apart");
}

enum kb_status
kb_explain(const struct kb_shown *page, size_t i, struct kb_result *result,
           struct kb_error *err)
{
    const struct kb_asked *asked = &page->build->asked;
    struct work w = {.page = page,
                     .asked = asked,
                     .hit = &page->hits->items[i],
                     .has = page->has[i],
                     .result = result,
                     .rest = result->score,
                     .err = err};
    w.found = kb_mem_array(asked->n, sizeof(*w.found));
    result->reasons = kb_mem_array(2 * asked->n + asked->n_names + KB_FEATURE_COUNT + 1,
                                   sizeof(*result->reasons));
    enum kb_status st =
        w.found == NULL || result->reasons == NULL
            ? kb_error_set(err, KB_E_NOMEM, "no memory to explain a result")
            : KB_OK;
    if (st == KB_OK)
        st = read_article(&w);
    if (st == KB_OK)
        st = add_words(&w);
    if (st == KB_OK)
        st = add_names(&w);
    if (st == KB_OK && page->best > 0 && fabs(w.rest) > SAME_SCORE)
        st = add_features(&w);
    if (st == KB_OK)
        st = add_rest(&w);
    kb_tokens_clear(&w.tokens);
    kb_mem_free(w.found);
    return st;
}
