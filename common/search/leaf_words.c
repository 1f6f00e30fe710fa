/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/leaf_words.h"

#include "base/limits.h"
#include "base/mem.h"
#include "schema/term.h"
#include "search/prefixes.h"
#include "text/code.h"
#include "text/vocabulary.h"

enum {
    REACH = 8, /* words that one spelling can stand for: see text/analyze */
    CODE_MAX_BYTES = 16,
    HALF_DIGITS = 4 /* of "8000-4005" */
};

/* Queries that are put together. */
struct list {
    struct kb_query **items; /* owned, with what is in it */
    size_t n;
    size_t capacity;
    bool is_all; /* one more query of all articles belongs to them */
};

static void
clear_list(struct list *list)
{
    for (size_t i = 0; i < list->n; i++)
        kb_query_free(list->items[i]);
    kb_mem_free(list->items);
    *list = (struct list){NULL, 0, 0, false};
}

/* Takes the query on KB_OK. */
static enum kb_status
push(struct list *list, struct kb_query *query, struct kb_error *err)
{
    if (kb_mem_grow(&list->items, list->n, &list->capacity, sizeof(*list->items)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", list->n);
    list->items[list->n++] = query;
    return KB_OK;
}

/* Stop words are in no list but that of titles. */
static bool
is_indexed(const struct kb_leaf_in *in, const struct kb_word *word)
{
    return (word->flags & KB_VOCABULARY_STOP) == 0 || in->field == KB_FIELD_TITLE;
}

/* What stands in a part without own terms only the need tells. */
static bool
terms_tell(const struct kb_leaf_in *in)
{
    return !in->in_part || in->field != KB_FIELD_COUNT;
}

static enum kb_status
push_term(struct list *list, struct kb_span term, struct kb_error *err)
{
    struct kb_query *query = NULL;
    enum kb_status st = kb_query_term(term, 1, &query, err);
    if (st == KB_OK)
        st = push(list, query, err);
    if (st != KB_OK)
        kb_query_free(query);
    return st;
}

static enum kb_status
push_word(const struct kb_leaf_in *in, struct list *list, const struct kb_word *word,
          struct kb_error *err)
{
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    if (in->field == KB_FIELD_COUNT)
        return push_term(list, word->term, err);
    enum kb_status st = kb_term_of_word(in->field, word->term, &term, err);
    if (st == KB_OK)
        st = push_term(list, kb_buf_span(&term), err);
    kb_buf_clear(&term);
    return st;
}

static void
note_too_many(const struct kb_leaf_in *in)
{
    kb_notes_add(in->in->notes, in->expr->begin, in->expr->end,
                 "more than %d words in one condition: the rest is left out",
                 (int)KB_QUERY_MAX_TERMS);
}

/* A need of one word, or of none yet. */
static enum kb_status
new_need(enum kb_need_kind kind, const struct kb_word *word, struct kb_need **out,
         struct kb_error *err)
{
    struct kb_need *need = NULL;
    enum kb_status st = kb_need_new(kind, &need, err);
    if (st == KB_OK && word != NULL)
        st = kb_need_add_word(need, word, err);
    if (st != KB_OK) {
        kb_need_free(need);
        return st;
    }
    *out = need;
    return KB_OK;
}

/* Add a part to a need; freed when that fails. */
static enum kb_status
add_need(struct kb_need *need, struct kb_need *part, struct kb_error *err)
{
    enum kb_status st = kb_need_add(need, part, err);
    if (st != KB_OK)
        kb_need_free(part);
    return st;
}

/* ---- words ---- */

/* A word of a piece, or what stands for it and those beside it: "backup" for "back" of
 * "back-up". A piece of a word ("ntfs" of "ntfs.sys") does not stand for it. */
static bool
stands_for(const struct kb_token *token, const struct kb_token *word)
{
    return token == word ||
           (token->kind != KB_TOKEN_WORD && token->kind != KB_TOKEN_PART &&
            token->begin <= word->begin && token->end >= word->end);
}

/* One word of a piece, in any of its spellings. */
static enum kb_status
add_spellings(const struct kb_leaf_in *in, const struct kb_tokens *tokens, size_t word,
              struct list *all, struct kb_part *out, struct kb_error *err)
{
    struct list any = {NULL, 0, 0, false};
    struct kb_need *need = NULL;
    struct kb_query *query = NULL;
    bool is_told = true;
    enum kb_status st = new_need(KB_NEED_ANY, NULL, &need, err);
    uint32_t position = tokens->items[word].position;
    size_t first = word;
    while (first > 0 && tokens->items[first - 1].position + REACH >= position)
        first--;
    for (size_t i = first; i < tokens->n && st == KB_OK; i++) {
        const struct kb_token *token = &tokens->items[i];
        struct kb_need *term = NULL;
        if (token->position > position)
            break;
        if (!stands_for(token, &tokens->items[word]))
            continue;
        is_told = is_told && is_indexed(in, token->word);
        st = push_word(in, &any, token->word, err);
        if (st == KB_OK)
            st = new_need(KB_NEED_TERM, token->word, &term, err);
        if (st == KB_OK)
            st = add_need(need, term, err);
    }
    out->is_exact = out->is_exact && is_told;
    if (st == KB_OK && is_told)
        st = kb_query_or(any.items, any.n, &query, err);
    if (st == KB_OK && query != NULL)
        st = push(all, query, err);
    if (st != KB_OK)
        kb_query_free(query);
    clear_list(&any);
    if (st != KB_OK) {
        kb_need_free(need);
        return st;
    }
    return add_need(out->need, need, err);
}

/* "back-up": all its words. */
static enum kb_status
read_piece(const struct kb_leaf_in *in, const struct kb_tokens *tokens,
           struct kb_part *out, struct kb_error *err)
{
    struct list all = {NULL, 0, 0, false};
    out->is_exact = terms_tell(in);
    out->is_full = true;
    enum kb_status st = new_need(KB_NEED_ALL, NULL, &out->need, err);
    for (size_t i = 0; i < tokens->n && st == KB_OK; i++) {
        if (tokens->items[i].kind != KB_TOKEN_WORD)
            continue;
        if (out->need->n_parts == KB_QUERY_MAX_TERMS) {
            note_too_many(in);
            break;
        }
        st = add_spellings(in, tokens, i, &all, out, err);
    }
    if (st == KB_OK && all.n > 0)
        st = kb_query_and(all.items, all.n, &out->query, err);
    clear_list(&all);
    return st;
}

static bool
next_piece(struct kb_span *rest, struct kb_span *piece)
{
    *rest = kb_span_trim(*rest);
    size_t n = 0;
    while (n < rest->n_bytes && (unsigned char)rest->data[n] > ' ')
        n++;
    if (n == 0 && rest->n_bytes > 0)
        n = 1; /* a control character is no word, but it goes */
    *piece = kb_span_at(rest->data, n);
    *rest = kb_span_skip(*rest, n);
    return n > 0;
}

static bool
is_stop_piece(const struct kb_tokens *tokens)
{
    for (size_t i = 0; i < tokens->n; i++) {
        if ((tokens->items[i].word->flags & KB_VOCABULARY_STOP) == 0)
            return false;
    }
    return true;
}

/* Add one piece to those of which any will do. */
static enum kb_status
add_piece(const struct kb_leaf_in *in, const struct kb_tokens *tokens, struct list *any,
          struct kb_part *out, struct kb_error *err)
{
    struct kb_part part = KB_PART_INIT;
    enum kb_status st = read_piece(in, tokens, &part, err);
    out->is_exact = out->is_exact && part.is_exact;
    out->is_nothing = false;
    any->is_all = any->is_all || part.query == NULL;
    if (st == KB_OK && part.query != NULL) {
        st = push(any, part.query, err);
        if (st == KB_OK)
            part.query = NULL;
    }
    if (st == KB_OK) {
        st = kb_need_add(out->need, part.need, err);
        if (st == KB_OK)
            part.need = NULL;
    }
    kb_query_free(part.query);
    kb_need_free(part.need);
    return st;
}

/* All pieces, or without those that are stop words. */
static enum kb_status
read_pieces(const struct kb_leaf_in *in, bool with_stop_words, struct kb_part *out,
            struct kb_error *err)
{
    struct kb_span rest = kb_expr_text(in->in->tree, in->expr);
    struct kb_span piece;
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    struct list any = {NULL, 0, 0, false};
    out->is_exact = true;
    out->is_full = true;
    out->is_nothing = true;
    enum kb_status st = new_need(KB_NEED_ANY, NULL, &out->need, err);
    while (st == KB_OK && next_piece(&rest, &piece)) {
        if (out->need->n_parts == KB_QUERY_MAX_TERMS) {
            note_too_many(in);
            break;
        }
        kb_tokens_reset(&tokens);
        st = kb_analyze(in->in->analyzer, piece, &tokens, err);
        if (st == KB_OK && tokens.n > 0 && (with_stop_words || !is_stop_piece(&tokens)))
            st = add_piece(in, &tokens, &any, out, err);
    }
    if (st == KB_OK && any.n > 0 && !any.is_all)
        st = kb_query_or(any.items, any.n, &out->query, err);
    clear_list(&any);
    kb_tokens_clear(&tokens);
    return st;
}

enum kb_status
kb_leaf_code(struct kb_analyzer *analyzer, struct kb_span text,
             const struct kb_word **out, struct kb_error *err)
{
    char word[CODE_MAX_BYTES];
    char code[KB_CODE_BYTES];
    size_t n = 0;
    bool is_negative = text.n_bytes > 0 && text.data[0] == '-';
    *out = NULL;
    for (size_t i = is_negative ? 1 : 0; i < text.n_bytes && n < sizeof(word); i++) {
        char c = text.data[i];
        bool is_middle = n == HALF_DIGITS && text.n_bytes == 2 * HALF_DIGITS + 1;
        if (!(c == '-' && is_middle)) /* 8000-4005 */
            word[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    if (n == 0 || n == sizeof(word) ||
        !kb_code_normal(kb_span_at(word, n), is_negative, code))
        return KB_OK;
    return kb_lexicon_find(kb_analyzer_lexicon_borrow(analyzer), kb_span_cstr(code),
                           out, err);
}

/* One code, however it is written. */
static enum kb_status
read_code(const struct kb_leaf_in *in, const struct kb_word *word, struct kb_part *out,
          struct kb_error *err)
{
    struct list all = {NULL, 0, 0, false};
    enum kb_status st = push_word(in, &all, word, err);
    if (st == KB_OK)
        st = new_need(KB_NEED_TERM, word, &out->need, err);
    if (st == KB_OK)
        st = kb_query_and(all.items, all.n, &out->query, err);
    out->is_exact = terms_tell(in);
    out->is_full = true;
    clear_list(&all);
    return st;
}

enum kb_status
kb_leaf_words(const struct kb_leaf_in *in, struct kb_part *out, struct kb_error *err)
{
    const struct kb_word *code = NULL;
    enum kb_status st = KB_OK;
    if (in->expr->name == KB_NAME_CODE)
        st = kb_leaf_code(in->in->analyzer, kb_expr_text(in->in->tree, in->expr), &code,
                          err);
    if (st != KB_OK || code != NULL)
        return st != KB_OK ? st : read_code(in, code, out, err);
    st = read_pieces(in, false, out, err);
    if (st != KB_OK || !out->is_nothing)
        return st;
    kb_need_free(out->need);
    *out = (struct kb_part)KB_PART_INIT;
    return read_pieces(in, true, out, err);
}

/* ---- phrases ---- */

/* The words of a text in order, with NULL for those too long to be known; and the
 * articles that have all of them. */
static enum kb_status
read_phrase(const struct kb_leaf_in *in, struct kb_span text, struct list *all,
            struct kb_need **out, struct kb_error *err)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    struct kb_need *need = NULL;
    uint32_t next = 0;
    enum kb_status st = kb_analyze(in->in->analyzer, text, &tokens, err);
    if (st == KB_OK)
        st = kb_need_new(KB_NEED_PHRASE, &need, err);
    for (size_t i = 0; i < tokens.n && st == KB_OK; i++) {
        const struct kb_token *token = &tokens.items[i];
        if (token->kind != KB_TOKEN_WORD)
            continue;
        if (need->n_words >= KB_QUERY_MAX_TERMS) {
            note_too_many(in);
            break;
        }
        for (; next < token->position && need->n_words > 0 && st == KB_OK; next++)
            st = kb_need_add_word(need, NULL, err);
        next = token->position + 1;
        if (st == KB_OK)
            st = kb_need_add_word(need, token->word, err);
        if (st == KB_OK && is_indexed(in, token->word) && all->n < KB_QUERY_MAX_TERMS)
            st = push_word(in, all, token->word, err);
    }
    kb_tokens_clear(&tokens);
    if (st != KB_OK || need->n_words == 0) {
        kb_need_free(need);
        need = NULL;
    }
    *out = need;
    return st;
}

static enum kb_status
all_of(struct list *all, struct kb_part *out, struct kb_error *err)
{
    out->is_exact = false;
    out->is_full = true;
    return all->n == 0 ? KB_OK : kb_query_and(all->items, all->n, &out->query, err);
}

enum kb_status
kb_leaf_phrase(const struct kb_leaf_in *in, struct kb_part *out, struct kb_error *err)
{
    struct list all = {NULL, 0, 0, false};
    enum kb_status st =
        read_phrase(in, kb_expr_text(in->in->tree, in->expr), &all, &out->need, err);
    if (st == KB_OK && out->need == NULL)
        out->is_nothing = true;
    else if (st == KB_OK)
        st = all_of(&all, out, err);
    clear_list(&all);
    return st;
}

/* ---- words near each other ---- */

/* A word in any form, or a phrase. */
static enum kb_status
add_near(const struct kb_leaf_in *in, const struct kb_expr *child, struct list *all,
         struct kb_need *near, struct kb_error *err)
{
    struct kb_need *need = NULL;
    enum kb_status st =
        read_phrase(in, kb_expr_text(in->in->tree, child), all, &need, err);
    if (st != KB_OK || need == NULL)
        return st;
    if (child->kind == KB_EXPR_WORDS && need->n_words == 1)
        need->kind = KB_NEED_TERM;
    return add_need(near, need, err);
}

enum kb_status
kb_leaf_near(const struct kb_leaf_in *in, struct kb_part *out, struct kb_error *err)
{
    struct list all = {NULL, 0, 0, false};
    enum kb_status st = kb_need_new(KB_NEED_NEAR, &out->need, err);
    if (st == KB_OK)
        out->need->distance = in->expr->number;
    for (uint32_t i = in->expr->first; i != 0 && st == KB_OK;
         i = kb_expr_at(in->in->tree, i)->next) {
        const struct kb_expr *child = kb_expr_at(in->in->tree, i);
        if (out->need->n_parts == KB_NEED_NEAR_MAX) {
            kb_notes_add(in->in->notes, child->begin, child->end,
                         "more than %d words near each other: the rest is left out",
                         (int)KB_NEED_NEAR_MAX);
            break;
        }
        st = add_near(in, child, &all, out->need, err);
    }
    if (st == KB_OK && out->need->n_parts == 0)
        out->is_nothing = true;
    else if (st == KB_OK)
        st = all_of(&all, out, err);
    clear_list(&all);
    return st;
}

/* ---- prefixes ---- */

static enum kb_status
expansion_query(const struct kb_leaf_in *in, const struct kb_expansion *expansion,
                struct kb_query **out, struct kb_error *err)
{
    struct list any = {NULL, 0, 0, false};
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < expansion->n && st == KB_OK; i++)
        st = push_word(in, &any, expansion->terms[i].word, err);
    if (st == KB_OK)
        st = any.n == 0 ? kb_query_none(out, err)
                        : kb_query_or(any.items, any.n, out, err);
    clear_list(&any);
    return st;
}

enum kb_status
kb_leaf_prefix(const struct kb_leaf_in *in, struct kb_part *out, struct kb_error *err)
{
    const struct kb_prefix *prefix = kb_prefixes_at(in->in->prefixes, in->node);
    const struct kb_expansion *expansion = &prefix->expansion;
    if (expansion->n == 0) /* no word begins so */
        return kb_query_none(&out->query, err);
    enum kb_status st = expansion_query(in, expansion, &out->query, err);
    if (st == KB_OK)
        st = kb_need_new(KB_NEED_PREFIX, &out->need, err);
    if (st == KB_OK)
        out->need->prefix = prefix->folded;
    for (size_t i = 0; i < expansion->n_words && st == KB_OK; i++)
        st = kb_need_add_word(out->need, expansion->words[i], err);
    out->is_exact = terms_tell(in) && expansion->is_exact;
    out->is_full = true;
    return st;
}
