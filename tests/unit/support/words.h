/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the second look share: a query's words as asked terms without an
 * index, and the words in order of an article that is written as parts. For test code
 * only. Calls search and what is below. */
#ifndef KB_TEST_WORDS_H
#define KB_TEST_WORDS_H

#include "support/scratch.h"

#include "search/look.h"

enum {
    RECORD_MAX_BYTES = 100000
};

/* One section of an article, or its title. */
struct part {
    enum kb_section_kind kind;
    const char *text; /* NULL = there is none any more */
};

static struct kb_analyzer *analyzer;
static struct kb_asked asked;
static struct kb_look look;

static inline int
open_words(void **state)
{
    (void)state;
    return kb_analyzer_new(false, &analyzer, &err) == KB_OK ? 0 : -1;
}

static inline int
close_words(void **state)
{
    (void)state;
    kb_mem_fail_at(0);
    kb_look_clear(&look);
    kb_asked_clear(&asked);
    kb_analyzer_free(analyzer);
    return 0;
}

/* Every token of the query as a term, worth 1; "rare" is worth more. */
static inline void
ask_worth(const char *query, double rare)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    kb_asked_clear(&asked);
    OK(kb_analyze(analyzer, kb_span_cstr(query), &tokens, &err));
    asked.terms = kb_mem_array(tokens.n + 1, sizeof(*asked.terms));
    assert_non_null(asked.terms);
    for (size_t i = 0; i < tokens.n; i++) {
        const struct kb_token *t = &tokens.items[i];
        bool is_rare = kb_span_equal(t->word->text, KB_SPAN_LITERAL("rare"));
        asked.terms[asked.n++] = (struct kb_asked_term){
            .word = t->word,
            .text = kb_span_at(query + t->begin, t->end - t->begin),
            .n_docs = 1,
            .idf = is_rare ? rare : 1,
            .strength = 1,
            .of = (uint32_t)i,
            .n_of = 1,
            .position = t->position};
    }
    asked.n_main = asked.n;
    kb_tokens_clear(&tokens);
    kb_look_begin(&look, &asked, 0);
}

/* The record of an article's words; `out` is replaced. */
static inline enum kb_status
write_record(const struct part *parts, size_t n, struct kb_buf *out)
{
    struct kb_words_writer writer;
    enum kb_status st = KB_OK;
    kb_buf_clear(out);
    *out = (struct kb_buf)KB_BUF_INIT(RECORD_MAX_BYTES);
    kb_words_writer_init(&writer);
    for (size_t i = 0; i < n && parts[i].text != NULL && st == KB_OK; i++) {
        struct kb_tokens tokens = {NULL, 0, 0, 0};
        st = kb_analyze(analyzer, kb_span_cstr(parts[i].text), &tokens, &err);
        if (st == KB_OK)
            st = kb_words_write(&writer, parts[i].kind, &tokens, &err);
        kb_tokens_clear(&tokens);
    }
    if (st == KB_OK)
        st = kb_words_finish(&writer, out, &err);
    kb_words_writer_clear(&writer);
    return st;
}

#endif
