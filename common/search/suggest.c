/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/suggest.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "schema/lexemes.h"
#include "schema/term.h"
#include "search/wordlist.h"
#include "text/fold.h"
#include "text/vocabulary.h"

enum {
    ENDINGS = 24, /* completed words that titles are looked up by */
    TYPED_WORDS_MAX = 16,
    NUMBER_MAX_BYTES = 8 /* "Q326585" and a letter more */
};

struct ending {
    char text[KB_WORD_MAX_BYTES];
    size_t n_bytes;
    uint32_t count;
};

struct work {
    struct kb_engine *engine;
    struct kb_span head;            /* what was typed before the last word */
    struct kb_buf folded;           /* the last word */
    struct ending endings[ENDINGS]; /* most frequent first */
    size_t n_endings;
    struct kb_query *parts[TYPED_WORDS_MAX + 1];
    size_t n_parts;
    size_t max;
    struct kb_suggestions *out;
    struct kb_error *err;
};

const char *
kb_suggestion_kind_name(enum kb_suggestion_kind kind)
{
    static const char *const names[] = {"word", "title", "article"};
    return names[kind];
}

void
kb_suggestions_clear(struct kb_suggestions *suggestions)
{
    for (size_t i = 0; i < suggestions->n; i++) {
        kb_buf_clear(&suggestions->items[i].text);
        kb_buf_clear(&suggestions->items[i].title);
    }
    kb_mem_free(suggestions->items);
    *suggestions = (struct kb_suggestions){NULL, 0, 0};
}

static enum kb_status
add(struct work *w, enum kb_suggestion_kind kind, struct kb_suggestion **out)
{
    struct kb_suggestions *list = w->out;
    if (kb_mem_grow(&list->items, list->n, &list->capacity, sizeof(*list->items)) !=
        KB_OK)
        return kb_error_set(w->err, KB_E_NOMEM, "no memory for suggestions");
    *out = &list->items[list->n++];
    **out = (struct kb_suggestion){.kind = kind,
                                   .text = KB_BUF_INIT(2 * KB_QUERY_MAX_BYTES),
                                   .title = KB_BUF_INIT(KB_STORED_MAX_BYTES)};
    return KB_OK;
}

/* Keep a word that begins as the one that was typed, by its frequency. */
static enum kb_status
take_word(void *context, struct kb_span word, uint32_t count, struct kb_error *err)
{
    struct work *w = context;
    (void)err;
    if (!kb_span_starts(word, kb_buf_span(&w->folded)) ||
        (kb_vocabulary_flags(word) & KB_VOCABULARY_STOP) != 0)
        return KB_OK;
    if (w->n_endings == ENDINGS && count <= w->endings[ENDINGS - 1].count)
        return KB_OK;
    size_t at = w->n_endings < ENDINGS ? w->n_endings++ : ENDINGS - 1;
    for (; at > 0 && w->endings[at - 1].count < count; at--)
        w->endings[at] = w->endings[at - 1];
    memcpy(w->endings[at].text, word.data, word.n_bytes);
    w->endings[at].n_bytes = word.n_bytes;
    w->endings[at].count = count;
    return KB_OK;
}

/* A single letter stands before any second one. */
static enum kb_status
find_endings(struct work *w)
{
    struct kb_span typed = kb_buf_span(&w->folded);
    enum kb_status st = KB_OK;
    if (typed.n_bytes >= KB_LEXEME_HEAD_BYTES)
        return kb_wordlist_each(w->engine, typed, take_word, w, w->err);
    for (char second = 'a'; typed.n_bytes == 1 && second <= 'z' && st == KB_OK;
         second++) {
        const char head[KB_LEXEME_HEAD_BYTES] = {typed.data[0], second};
        st = kb_wordlist_each(w->engine, kb_span_at(head, sizeof(head)), take_word, w,
                              w->err);
    }
    return st;
}

static enum kb_status
add_words(struct work *w, size_t max)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < w->n_endings && i < max && st == KB_OK; i++) {
        struct kb_suggestion *made = NULL;
        st = add(w, KB_SUGGEST_WORD, &made);
        if (st == KB_OK)
            st = kb_buf_append(&made->text, w->head, w->err);
        if (st == KB_OK)
            st = kb_buf_append(&made->text,
                               kb_span_at(w->endings[i].text, w->endings[i].n_bytes),
                               w->err);
        if (st == KB_OK)
            made->count = w->endings[i].count;
    }
    return st;
}

static enum kb_status
title_query(struct work *w, const struct kb_word *word, struct kb_query **out)
{
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    enum kb_status st = kb_term_of_word(KB_FIELD_TITLE, word->term, &term, w->err);
    if (st == KB_OK)
        st = kb_query_term(kb_buf_span(&term), 1.0, out, w->err);
    kb_buf_clear(&term);
    return st;
}

/* Titles must have all words that are whole. */
static enum kb_status
add_typed(struct work *w)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    enum kb_status st = kb_analyze(w->engine->analyzer, w->head, &tokens, w->err);
    for (size_t i = 0; i < tokens.n && st == KB_OK; i++) {
        const struct kb_token *token = &tokens.items[i];
        bool is_stop = (token->word->flags & KB_VOCABULARY_STOP) != 0;
        if (token->kind != KB_TOKEN_WORD || is_stop || w->n_parts == TYPED_WORDS_MAX)
            continue;
        st = title_query(w, token->word, &w->parts[w->n_parts]);
        if (st == KB_OK)
            w->n_parts++;
    }
    kb_tokens_clear(&tokens);
    return st;
}

/* ... and one of the words that the last one may become. */
static enum kb_status
add_ending(struct work *w)
{
    struct kb_query *parts[ENDINGS] = {NULL};
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    size_t n = 0;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < w->n_endings && st == KB_OK; i++) {
        struct kb_span word = kb_span_at(w->endings[i].text, w->endings[i].n_bytes);
        kb_tokens_reset(&tokens);
        st = kb_analyze(w->engine->analyzer, word, &tokens, w->err);
        if (st == KB_OK && tokens.n > 0)
            st = title_query(w, tokens.items[0].word, &parts[n]);
        n += st == KB_OK && tokens.n > 0;
    }
    if (st == KB_OK && n > 0) {
        st = kb_query_or(parts, n, &w->parts[w->n_parts], w->err);
        w->n_parts += st == KB_OK;
    }
    for (size_t i = 0; i < n; i++)
        kb_query_free(parts[i]);
    kb_tokens_clear(&tokens);
    return st;
}

static enum kb_status
add_article(struct work *w, enum kb_suggestion_kind kind, uint32_t id)
{
    struct kb_suggestion *made = NULL;
    struct kb_stored_head head;
    struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    enum kb_status st =
        kb_store_head(&w->engine->store, id, NULL, &bytes, &head, w->err);
    if (st == KB_OK)
        st = add(w, kind, &made);
    if (st == KB_OK)
        st = kb_buf_append(&made->title, head.title, w->err);
    if (st == KB_OK && kind == KB_SUGGEST_TITLE)
        st = kb_buf_append(&made->text, head.title, w->err);
    if (st == KB_OK && kind == KB_SUGGEST_ARTICLE)
        st = kb_buf_printf(&made->text, w->err, "Q%u", id);
    if (st == KB_OK)
        made->id = id;
    kb_buf_clear(&bytes);
    return st;
}

static enum kb_status
find_titles(struct work *w, struct kb_hits *hits)
{
    struct kb_query *query = NULL;
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    params.max = (uint32_t)w->max;
    enum kb_status st = add_typed(w);
    if (st == KB_OK && w->n_endings > 0)
        st = add_ending(w);
    if (st == KB_OK && w->n_parts > 0)
        st = kb_query_and(w->parts, w->n_parts, &query, w->err);
    if (st == KB_OK && query != NULL)
        st = kb_reader_search(w->engine->index.reader, query, &params, hits, w->err);
    kb_query_free(query);
    for (size_t i = 0; i < w->n_parts; i++)
        kb_query_free(w->parts[i]);
    return st;
}

static enum kb_status
suggest_words(struct work *w)
{
    struct kb_hits hits = KB_HITS_INIT;
    enum kb_status st = find_endings(w);
    bool is_whole = w->folded.n_bytes == 0; /* the last word is ended by a space */
    if (st == KB_OK && (is_whole || w->n_endings > 0))
        st = find_titles(w, &hits);
    size_t n_titles = hits.n < w->max / 2 ? hits.n : w->max / 2;
    if (st == KB_OK)
        st = add_words(w, w->max - n_titles);
    for (size_t i = 0; i < hits.n && w->out->n < w->max && st == KB_OK; i++)
        st = add_article(w, KB_SUGGEST_TITLE, hits.items[i].docid);
    kb_hits_clear(&hits);
    return st;
}

/* "q2606", "KB2606": digits behind a Q; 0 = no number. */
static size_t
number_digits(struct kb_span typed, struct kb_span *digits)
{
    struct kb_span rest = typed;
    if (rest.n_bytes > 1 && (rest.data[0] == 'k' || rest.data[0] == 'K') &&
        (rest.data[1] == 'b' || rest.data[1] == 'B'))
        rest = kb_span_skip(rest, 2);
    else if (rest.n_bytes > 0 && (rest.data[0] == 'q' || rest.data[0] == 'Q'))
        rest = kb_span_skip(rest, 1);
    for (size_t i = 0; i < rest.n_bytes; i++) {
        if (rest.data[i] < '0' || rest.data[i] > '9')
            return 0;
    }
    *digits = rest;
    return rest.n_bytes < NUMBER_MAX_BYTES ? rest.n_bytes : 0;
}

static enum kb_status
suggest_numbers(struct work *w, struct kb_span digits)
{
    struct kb_term_list terms = KB_TERM_LIST_INIT;
    struct kb_buf prefix = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    enum kb_status st = kb_term_of_value(KB_FIELD_ID, digits, &prefix, w->err);
    if (st == KB_OK)
        st = kb_reader_terms(w->engine->index.reader, kb_buf_span(&prefix), w->max,
                             &terms, w->err);
    for (size_t i = 0; i < terms.n && st == KB_OK; i++) {
        uint32_t id = 0;
        struct kb_span number = kb_span_skip(terms.items[i].term, 1);
        for (size_t d = 0; d < number.n_bytes; d++)
            id = id * 10 + (uint32_t)(number.data[d] - '0');
        st = add_article(w, KB_SUGGEST_ARTICLE, id);
    }
    kb_term_list_clear(&terms);
    kb_buf_clear(&prefix);
    return st;
}

enum kb_status
kb_suggest(struct kb_engine *engine, struct kb_span typed, size_t max,
           struct kb_suggestions *out, struct kb_error *err)
{
    struct work w = {.engine = engine,
                     .folded = KB_BUF_INIT(4 * KB_QUERY_MAX_BYTES),
                     .max = max,
                     .out = out,
                     .err = err};
    struct kb_span digits;
    if (typed.n_bytes > KB_QUERY_MAX_BYTES)
        return kb_error_set(err, KB_E_LIMIT, "the query has %zu bytes, at most %d",
                            typed.n_bytes, KB_QUERY_MAX_BYTES);
    size_t last = typed.n_bytes;
    while (last > 0 && typed.data[last - 1] != ' ')
        last--;
    while (last < typed.n_bytes && strchr("\"'(+-:", typed.data[last]) != NULL)
        last++; /* marks before a word are no part of it */
    w.head = kb_span_at(typed.data, last);
    enum kb_status st = KB_OK;
    if (kb_span_trim(w.head).n_bytes == 0 && number_digits(typed, &digits) > 0)
        st = suggest_numbers(&w, digits);
    else {
        st = kb_fold(kb_span_skip(typed, last), &w.folded, err);
        if (st == KB_OK)
            st = suggest_words(&w);
    }
    kb_buf_clear(&w.folded);
    if (st != KB_OK)
        kb_suggestions_clear(out);
    return st;
}
