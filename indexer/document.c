/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "document.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "schema/field.h"
#include "schema/pack.h"
#include "schema/stored.h"
#include "schema/term.h"
#include "text/analyze.h"

enum {
    NUMBER_BYTES = 16, /* "Q9999999" and its NUL, with room */
    /* Words remembered (terms): more than the whole archive has, some 150 MB. A corpus
     * of any size needs no more memory. */
    LEXICON_MAX_TERMS = 1000 * 1000
};

/* Words that occur in a field or an article, counted by their term's number: adding one
 * up is an array access. */
struct counts {
    uint32_t *by_term; /* owned; by kb_word.term_id, 0 = not there */
    size_t capacity;
    const struct kb_word **words; /* owned; one of each term that is there */
    size_t n_words;
    size_t words_capacity;
};

struct kb_maker {
    struct kb_analyzer *analyzer;
    struct kb_packer *packer;
    struct kb_doc *doc;
    struct kb_tokens tokens;
    struct counts field;
    struct counts article;
    struct kb_buf term;
    struct kb_buf raw;
    struct kb_buf packed;
};

enum kb_status
kb_maker_new(struct kb_span dictionary, struct kb_maker **out, struct kb_error *err)
{
    struct kb_maker *maker = kb_mem_array(1, sizeof(*maker));
    if (maker == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a document maker");
    maker->term.max_bytes = KB_ARTICLE_MAX_BYTES;
    maker->raw.max_bytes = KB_STORED_MAX_BYTES;
    maker->packed.max_bytes = KB_STORED_MAX_BYTES;
    enum kb_status st = kb_analyzer_new(false, &maker->analyzer, err);
    if (st == KB_OK)
        st = kb_packer_new(dictionary, &maker->packer, err);
    if (st == KB_OK)
        st = kb_doc_new(&maker->doc, err);
    if (st != KB_OK) {
        kb_maker_free(maker);
        return st;
    }
    *out = maker;
    return KB_OK;
}

static void
counts_clear(struct counts *counts)
{
    kb_mem_free(counts->by_term);
    kb_mem_free(counts->words);
}

void
kb_maker_free(struct kb_maker *maker)
{
    if (maker == NULL)
        return;
    kb_analyzer_free(maker->analyzer);
    kb_packer_free(maker->packer);
    kb_doc_free(maker->doc);
    kb_tokens_clear(&maker->tokens);
    counts_clear(&maker->field);
    counts_clear(&maker->article);
    kb_buf_clear(&maker->term);
    kb_buf_clear(&maker->raw);
    kb_buf_clear(&maker->packed);
    kb_mem_free(maker);
}

static enum kb_status
count(struct counts *counts, const struct kb_word *word, uint32_t n,
      struct kb_error *err)
{
    size_t old = counts->capacity;
    while (word->term_id >= counts->capacity) {
        if (kb_mem_grow(&counts->by_term, counts->capacity, &counts->capacity,
                        sizeof(*counts->by_term)) != KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for %u terms",
                                word->term_id);
    }
    if (counts->capacity > old)
        memset(counts->by_term + old, 0,
               (counts->capacity - old) * sizeof(*counts->by_term));
    if (counts->by_term[word->term_id] == 0) {
        if (kb_mem_grow(&counts->words, counts->n_words, &counts->words_capacity,
                        sizeof(*counts->words)) != KB_OK)
            return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words",
                                counts->n_words);
        counts->words[counts->n_words++] = word;
    }
    counts->by_term[word->term_id] += n;
    return KB_OK;
}

static uint32_t
take_count(struct counts *counts, size_t i)
{
    uint32_t *n = &counts->by_term[counts->words[i]->term_id];
    uint32_t taken = *n;
    *n = 0;
    return taken;
}

static enum kb_status
count_text(struct kb_maker *maker, struct kb_span text, struct kb_error *err)
{
    kb_tokens_reset(&maker->tokens);
    enum kb_status st = kb_analyze(maker->analyzer, text, &maker->tokens, err);
    for (size_t i = 0; i < maker->tokens.n && st == KB_OK; i++)
        st = count(&maker->field, maker->tokens.items[i].word, 1, err);
    return st;
}

/* Move a field's counts into the article's, and into terms of its own where it has
 * them. */
static enum kb_status
close_field(struct kb_maker *maker, enum kb_field_id id, struct kb_error *err)
{
    const struct kb_field *field = kb_field(id);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < maker->field.n_words; i++) {
        const struct kb_word *word = maker->field.words[i];
        uint32_t n = take_count(&maker->field, i);
        if (st == KB_OK)
            st = count(&maker->article, word, n * field->boost, err);
        if (st == KB_OK && (field->flags & KB_FIELD_OWN) != 0)
            st = kb_term_of_word(id, word->term, &maker->term, err);
        if (st == KB_OK && (field->flags & KB_FIELD_OWN) != 0)
            st = kb_doc_add_term(maker->doc, kb_buf_span(&maker->term), n, err);
    }
    maker->field.n_words = 0;
    return st;
}

/* People search for articles by number, and others cite it: it belongs to the title. */
static enum kb_status
count_title(struct kb_maker *maker, const struct kb_article *article,
            struct kb_error *err)
{
    char number[NUMBER_BYTES];
    int n = snprintf(number, sizeof(number), "Q%u", article->id);
    enum kb_status st = count_text(maker, kb_span_at(number, (size_t)n), err);
    return st == KB_OK ? count_text(maker, article->title, err) : st;
}

static enum kb_status
count_field(struct kb_maker *maker, const struct kb_article *article,
            enum kb_field_id id, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    if (id == KB_FIELD_TITLE)
        st = count_title(maker, article, err);
    else if (id == KB_FIELD_QUERY_WORDS)
        st = count_text(maker, article->query_words, err);
    else if (id == KB_FIELD_APPLIES_TO) {
        st = count_text(maker, article->products, err);
        for (size_t i = 0; i < article->applies_to.n && st == KB_OK; i++)
            st = count_text(maker, article->applies_to.items[i], err);
    }
    for (size_t i = 0; i < article->n_sections && st == KB_OK; i++) {
        if (kb_field_of_section(article->sections[i].kind) == id)
            st = count_text(maker, article->sections[i].text, err);
    }
    enum kb_status closed = close_field(maker, id, st == KB_OK ? err : NULL);
    return st == KB_OK ? closed : st;
}

static enum kb_status
add_words(struct kb_maker *maker, const struct kb_article *article,
          struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (int id = 0; id < KB_FIELD_COUNT && st == KB_OK; id++) {
        if ((kb_field((enum kb_field_id)id)->flags & KB_FIELD_RANKED) != 0)
            st = count_field(maker, article, (enum kb_field_id)id, err);
    }
    for (size_t i = 0; i < maker->article.n_words; i++) {
        struct kb_span term = maker->article.words[i]->term;
        uint32_t n = take_count(&maker->article, i);
        if (st == KB_OK)
            st = kb_doc_add_term(maker->doc, term, n, err);
    }
    maker->article.n_words = 0;
    return st;
}

static enum kb_status
add_value(struct kb_maker *maker, enum kb_field_id id, struct kb_span value,
          struct kb_error *err)
{
    if (kb_span_trim(value).n_bytes == 0)
        return KB_OK;
    enum kb_status st = kb_term_of_value(id, value, &maker->term, err);
    return st == KB_OK ? kb_doc_add_flag(maker->doc, kb_buf_span(&maker->term), err)
                       : st;
}

static enum kb_status
add_values(struct kb_maker *maker, const struct kb_article *article,
           struct kb_error *err)
{
    char id[NUMBER_BYTES];
    int n = snprintf(id, sizeof(id), "%u", article->id);
    enum kb_status st = add_value(maker, KB_FIELD_ID, kb_span_at(id, (size_t)n), err);
    if (st == KB_OK)
        st = add_value(maker, KB_FIELD_PRODUCT, article->products, err);
    struct kb_span rest = kb_span_trim(article->keywords);
    while (rest.n_bytes > 0 && st == KB_OK) {
        size_t end = 0;
        while (end < rest.n_bytes && rest.data[end] != ' ')
            end++;
        st = add_value(maker, KB_FIELD_KEYWORD, kb_span_at(rest.data, end), err);
        rest = kb_span_trim(kb_span_skip(rest, end));
    }
    return st;
}

static enum kb_status
add_head(struct kb_maker *maker, const struct kb_article *article, struct kb_error *err)
{
    kb_buf_reset(&maker->raw);
    enum kb_status st = kb_stored_head_write(article, &maker->raw, err);
    return st == KB_OK ? kb_doc_set_data(maker->doc, kb_buf_span(&maker->raw), err)
                       : st;
}

static enum kb_status
pack_body(struct kb_maker *maker, const struct kb_article *article,
          struct kb_error *err)
{
    kb_buf_reset(&maker->raw);
    kb_buf_reset(&maker->packed);
    enum kb_status st = kb_stored_body_write(article, &maker->raw, err);
    if (st == KB_OK)
        st = kb_pack(maker->packer, kb_buf_span(&maker->raw), &maker->packed, err);
    return st;
}

enum kb_status
kb_maker_make(struct kb_maker *maker, const struct kb_article *article,
              const struct kb_doc **doc, struct kb_span *body, struct kb_error *err)
{
    struct kb_lexicon *lexicon = kb_analyzer_lexicon_borrow(maker->analyzer);
    if (kb_lexicon_n_terms(lexicon) > LEXICON_MAX_TERMS)
        kb_lexicon_forget(lexicon);
    enum kb_status st = kb_doc_reset(maker->doc, err);
    if (st == KB_OK)
        st = add_words(maker, article, err);
    if (st == KB_OK)
        st = add_values(maker, article, err);
    if (st == KB_OK)
        st = add_head(maker, article, err);
    if (st == KB_OK)
        st = pack_body(maker, article, err);
    if (st == KB_OK) {
        *doc = maker->doc;
        *body = kb_buf_span(&maker->packed);
    }
    return st;
}
