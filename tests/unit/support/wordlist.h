/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shard whose articles have given words, and the list of these words: for what is
 * mistyped. Called by tests; calls support/scratch, schema, text, the shim. */
#ifndef KB_TEST_WORDLIST_H
#define KB_TEST_WORDLIST_H

#include "support/scratch.h"

#include "schema/lexemes.h"
#include "shim/kb_shim.h"
#include "text/analyze.h"

struct listed {
    const char *word;
    uint32_t n_docs; /* articles 1 to n_docs have it */
    uint32_t count;  /* how often the list says it occurs */
};

static struct kb_analyzer *analyzer;
static struct kb_reader *reader;

static void
put_articles(struct kb_writer *writer, const struct listed *words, size_t n,
             uint32_t n_articles)
{
    struct kb_lexicon *lexicon = kb_analyzer_lexicon_borrow(analyzer);
    for (uint32_t id = 1; id <= n_articles; id++) {
        struct kb_doc *doc = NULL;
        OK(kb_doc_new(&doc, &err));
        for (size_t i = 0; i < n; i++) {
            const struct kb_word *word = NULL;
            OK(kb_lexicon_find(lexicon, kb_span_cstr(words[i].word), &word, &err));
            if (id <= words[i].n_docs)
                OK(kb_doc_add_term(doc, word->term, 1, &err));
        }
        OK(kb_writer_put(writer, id, doc, &err));
        kb_doc_free(doc);
    }
}

/* A list for each first two letters. */
static void
put_lists(struct kb_writer *writer, const struct listed *words, size_t n)
{
    for (size_t i = 0; i < n;) {
        struct kb_buf chunk = KB_BUF_INIT(10000);
        char key[KB_LEXEME_KEY_BYTES];
        struct kb_span last = KB_SPAN_LITERAL("");
        struct kb_span head = kb_span_at(words[i].word, 2);
        kb_lexeme_key(head, key);
        for (; i < n && kb_span_starts(kb_span_cstr(words[i].word), head); i++) {
            struct kb_span word = kb_span_cstr(words[i].word);
            OK(kb_lexeme_write(last, word, words[i].count, &chunk, &err));
            last = word;
        }
        OK(kb_writer_set_meta(writer, kb_span_cstr(key), kb_buf_span(&chunk), &err));
        kb_buf_clear(&chunk);
    }
}

/* words: in byte order. */
static void
make_shard(const struct listed *words, size_t n, uint32_t n_articles)
{
    struct kb_writer *writer = NULL;
    OK(kb_analyzer_new(false, &analyzer, &err));
    OK(kb_writer_open(at("shard"), &writer, &err));
    put_articles(writer, words, n, n_articles);
    put_lists(writer, words, n);
    OK(kb_writer_close(writer, &err));
    kb_writer_free(writer);
    const char *path = at("shard");
    OK(kb_reader_open(&path, 1, &reader, &err));
}

static void
close_shard(void)
{
    kb_mem_fail_at(0);
    kb_reader_free(reader);
    kb_analyzer_free(analyzer);
}

#endif
