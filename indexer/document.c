/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "document.h"

#include <stdio.h>

#include "base/limits.h"
#include "base/mem.h"
#include "filters.h"
#include "lesson.h"
#include "schema/field.h"
#include "schema/pack.h"
#include "schema/stored.h"
#include "schema/term.h"
#include "schema/words.h"
#include "text/analyze.h"
#include "text/vocabulary.h"

enum {
    NUMBER_BYTES = 16, /* "Q9999999" and its NUL, with room */
    /* Words remembered (terms): more than the whole archive has, some 150 MB. A corpus
     * of any size needs no more memory. */
    LEXICON_MAX_TERMS = 1000 * 1000
};

/* Words that occur in an article, counted by their term's number: adding one
 * up is an array access. */
struct counts {
    uint32_t *by_term; /* owned; by kb_word.term_id, 0 = not there */
    size_t capacity;
    const struct kb_word **words; /* owned; one of each term that is there */
    size_t n_words;
    size_t words_capacity;
};

/* Owns what a struct kb_made borrows. */
struct kept {
    struct kb_doc *doc;
    struct kb_buf body;
    struct kb_buf words;
};

struct kb_maker {
    struct kb_analyzer *analyzer;
    struct kb_packer *packer;
    struct kb_census *census;
    struct kept kept[KB_MADE_KEPT];
    struct kept *now; /* the one that is made */
    size_t n_made;
    struct kb_tokens tokens;
    struct counts counts;
    struct kb_words_writer words;
    struct kb_lesson *lesson; /* borrowed, NULL = none */
    struct kb_buf term;
    struct kb_buf raw;
};

static enum kb_status
kept_init(struct kept *kept, struct kb_error *err)
{
    kept->body.max_bytes = KB_STORED_MAX_BYTES;
    kept->words.max_bytes = KB_STORED_MAX_BYTES;
    return kb_doc_new(&kept->doc, err);
}

static void
kept_clear(struct kept *kept)
{
    kb_doc_free(kept->doc);
    kb_buf_clear(&kept->body);
    kb_buf_clear(&kept->words);
}

enum kb_status
kb_maker_new(struct kb_span dictionary, struct kb_maker **out, struct kb_error *err)
{
    struct kb_maker *maker = kb_mem_array(1, sizeof(*maker));
    if (maker == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a document maker");
    maker->term.max_bytes = KB_ARTICLE_MAX_BYTES;
    maker->raw.max_bytes = KB_STORED_MAX_BYTES;
    kb_words_writer_init(&maker->words);
    enum kb_status st = kb_analyzer_new(false, &maker->analyzer, err);
    if (st == KB_OK)
        st = kb_packer_new(dictionary, &maker->packer, err);
    for (size_t i = 0; i < KB_MADE_KEPT && st == KB_OK; i++)
        st = kept_init(&maker->kept[i], err);
    maker->now = &maker->kept[0];
    if (st == KB_OK)
        st = kb_census_new(&maker->census, err);
    if (st != KB_OK) {
        kb_maker_free(maker);
        return st;
    }
    *out = maker;
    return KB_OK;
}

void
kb_maker_teach(struct kb_maker *maker, struct kb_lesson *lesson)
{
    maker->lesson = lesson;
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
    for (size_t i = 0; i < KB_MADE_KEPT; i++)
        kept_clear(&maker->kept[i]);
    kb_census_free(maker->census);
    kb_tokens_clear(&maker->tokens);
    counts_clear(&maker->counts);
    kb_words_writer_clear(&maker->words);
    kb_buf_clear(&maker->term);
    kb_buf_clear(&maker->raw);
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

/* Count a word of a field. Stop words are in the forward index alone, and in fields
 * with terms of their own. */
static enum kb_status
count_word(struct kb_maker *maker, enum kb_field_id id, const struct kb_word *word,
           struct kb_error *err)
{
    const struct kb_field *field = kb_field(id);
    enum kb_status st = KB_OK;
    if ((word->flags & KB_VOCABULARY_STOP) == 0)
        st = count(&maker->counts, word, field->boost, err);
    if (st != KB_OK || (field->flags & KB_FIELD_OWN) == 0)
        return st;
    st = kb_term_of_word(id, word->term, &maker->term, err);
    return st == KB_OK
               ? kb_doc_add_term(maker->now->doc, kb_buf_span(&maker->term), 1, err)
               : st;
}

static enum kb_status
count_text(struct kb_maker *maker, enum kb_field_id id, struct kb_span text,
           struct kb_error *err)
{
    kb_tokens_reset(&maker->tokens);
    enum kb_status st = kb_analyze(maker->analyzer, text, &maker->tokens, err);
    for (size_t i = 0; i < maker->tokens.n && st == KB_OK; i++) {
        const struct kb_token *token = &maker->tokens.items[i];
        st = count_word(maker, id, token->word, err);
        if (st == KB_OK && token->kind == KB_TOKEN_WORD)
            st = kb_census_note(maker->census, token->word, err);
    }
    return st;
}

/* People search for articles by number, and others cite it: it belongs to the title. */
static enum kb_status
count_number(struct kb_maker *maker, uint32_t id, struct kb_error *err)
{
    char number[NUMBER_BYTES];
    int n = snprintf(number, sizeof(number), "Q%u", id);
    return count_text(maker, KB_FIELD_TITLE, kb_span_at(number, (size_t)n), err);
}

static enum kb_status
count_parts(struct kb_maker *maker, const struct kb_article *article,
            struct kb_error *err)
{
    enum kb_section_kind kind;
    struct kb_span text;
    kb_words_writer_reset(&maker->words);
    kb_lesson_begin(maker->lesson, article->id);
    enum kb_status st = count_number(maker, article->id, err);
    for (size_t at = 0;
         st == KB_OK && kb_article_next_part(article, &at, &kind, &text);) {
        st = count_text(maker, kb_field_of_section(kind), text, err);
        if (st == KB_OK)
            st = kb_words_write(&maker->words, kind, &maker->tokens, err);
        if (st == KB_OK)
            st = kb_lesson_part(maker->lesson, kind, &maker->tokens, err);
        kb_lesson_names(maker->lesson, text);
    }
    return st == KB_OK ? kb_lesson_end(maker->lesson, err) : st;
}

static enum kb_status
add_words(struct kb_maker *maker, const struct kb_article *article,
          struct kb_error *err)
{
    enum kb_status st = count_parts(maker, article, err);
    for (size_t i = 0; i < maker->counts.n_words; i++) {
        struct kb_span term = maker->counts.words[i]->term;
        uint32_t n = take_count(&maker->counts, i);
        if (st == KB_OK)
            st = kb_doc_add_term(maker->now->doc, term, n, err);
    }
    maker->counts.n_words = 0;
    kb_buf_reset(&maker->now->words);
    return st == KB_OK ? kb_words_finish(&maker->words, &maker->now->words, err) : st;
}

static enum kb_status
add_head(struct kb_maker *maker, const struct kb_article *article, struct kb_error *err)
{
    kb_buf_reset(&maker->raw);
    enum kb_status st = kb_stored_head_write(article, &maker->raw, err);
    return st == KB_OK ? kb_doc_set_data(maker->now->doc, kb_buf_span(&maker->raw), err)
                       : st;
}

static enum kb_status
pack_body(struct kb_maker *maker, const struct kb_article *article,
          struct kb_error *err)
{
    kb_buf_reset(&maker->raw);
    kb_buf_reset(&maker->now->body);
    enum kb_status st = kb_stored_record_write(article, &maker->raw, err);
    if (st == KB_OK)
        st = kb_pack(maker->packer, kb_buf_span(&maker->raw), &maker->now->body, err);
    return st;
}

enum kb_status
kb_maker_make(struct kb_maker *maker, const struct kb_article *article,
              struct kb_made *out, struct kb_error *err)
{
    struct kb_lexicon *lexicon = kb_analyzer_lexicon_borrow(maker->analyzer);
    maker->now = &maker->kept[maker->n_made % KB_MADE_KEPT];
    enum kb_status st = kb_doc_reset(maker->now->doc, err);
    if (st == KB_OK && kb_lexicon_n_terms(lexicon) > LEXICON_MAX_TERMS) {
        st = kb_census_flush(maker->census, err);
        kb_lexicon_forget(lexicon);
        kb_lesson_forget(maker->lesson);
    }
    if (st == KB_OK)
        st = add_words(maker, article, err);
    if (st == KB_OK)
        st = kb_filters_add(article, maker->now->doc, &maker->term, err);
    if (st == KB_OK)
        st = add_head(maker, article, err);
    if (st == KB_OK)
        st = pack_body(maker, article, err);
    enum kb_status settled = kb_census_settle(maker->census, st == KB_OK, err);
    if (st == KB_OK)
        st = settled;
    if (st == KB_OK) {
        maker->n_made++;
        *out = (struct kb_made){maker->now->doc, kb_buf_span(&maker->now->body),
                                kb_buf_span(&maker->now->words)};
    }
    return st;
}

struct kb_census *
kb_maker_census_borrow(struct kb_maker *maker)
{
    return maker->census;
}

enum kb_status
kb_maker_uncount(struct kb_maker *maker, struct kb_span text, struct kb_error *err)
{
    kb_tokens_reset(&maker->tokens);
    enum kb_status st = kb_analyze(maker->analyzer, text, &maker->tokens, err);
    for (size_t i = 0; i < maker->tokens.n && st == KB_OK; i++) {
        if (maker->tokens.items[i].kind == KB_TOKEN_WORD)
            st = kb_census_add(maker->census, maker->tokens.items[i].word, -1, err);
    }
    return st;
}
