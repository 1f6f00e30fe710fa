/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tally.h"

#include "base/limits.h"
#include "schema/lexemes.h"

/* A list while it is written. */
struct list {
    struct kb_tally *tally;
    struct kb_writer *writer;
    struct kb_buf heads; /* first bytes of all chunks written */
    struct kb_buf old;   /* the chunk before */
};

enum kb_status
kb_tally_open(struct kb_maker *maker, const char *path, struct kb_tally *out,
              struct kb_error *err)
{
    struct kb_tally tally = {.maker = maker};
    enum kb_status st =
        path == NULL ? KB_OK : kb_reader_open(&path, 1, &tally.reader, err);
    if (st != KB_OK)
        return st;
    kb_store_init(&tally.store, tally.reader);
    *out = tally;
    return KB_OK;
}

void
kb_tally_clear(struct kb_tally *tally)
{
    kb_store_clear(&tally->store);
    kb_reader_free(tally->reader);
    *tally = (struct kb_tally){.maker = NULL};
}

enum kb_status
kb_tally_remove(struct kb_tally *tally, uint32_t id, struct kb_error *err)
{
    struct kb_buf bytes = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    struct kb_stored_head head;
    struct kb_span body = {NULL, 0};
    size_t shard = 0;
    enum kb_status st = kb_store_head(&tally->store, id, &shard, &bytes, &head, err);
    if (st == KB_OK)
        st = kb_maker_uncount(tally->maker, head.title, err);
    if (st == KB_OK)
        st = kb_maker_uncount(tally->maker, head.product, err);
    if (st == KB_OK)
        st = kb_store_body(&tally->store, shard, id, &body, err);
    while (st == KB_OK && body.n_bytes > 0) {
        enum kb_section_kind kind = KB_SECTION_BODY;
        struct kb_span text;
        st = kb_stored_body_next(&body, &kind, &text, err);
        if (st == KB_OK)
            st = kb_maker_uncount(tally->maker, text, err);
    }
    kb_buf_clear(&bytes);
    return st;
}

static enum kb_status
add_chunk(struct kb_census *census, struct kb_span chunk, struct kb_error *err)
{
    struct kb_lexeme at = kb_lexemes_begin(chunk);
    bool found = true;
    enum kb_status st = kb_lexeme_next(&at, &found, err);
    while (st == KB_OK && found) {
        st = kb_census_add_text(census, kb_span_at(at.text, at.n_bytes), at.count, err);
        if (st == KB_OK)
            st = kb_lexeme_next(&at, &found, err);
    }
    return st;
}

/* The chunk before of these first bytes; empty when there was none. */
static enum kb_status
read_old(struct list *list, struct kb_span key, struct kb_error *err)
{
    kb_buf_reset(&list->old);
    enum kb_status st =
        list->tally->reader == NULL
            ? KB_OK
            : kb_reader_meta(list->tally->reader, 0, key, &list->old, err);
    return st == KB_E_NOT_FOUND ? KB_OK : st;
}

/* All words that the shard had before. */
static enum kb_status
add_old(struct list *list, struct kb_error *err)
{
    struct kb_buf heads = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    char key[KB_LEXEME_KEY_BYTES];
    enum kb_status st = KB_OK;
    if (list->tally->reader != NULL)
        st = kb_reader_meta(list->tally->reader, 0,
                            KB_SPAN_LITERAL(KB_LEXEME_HEADS_KEY), &heads, err);
    if (st == KB_E_NOT_FOUND)
        st = KB_OK;
    for (size_t i = 0; i + KB_LEXEME_HEAD_BYTES <= heads.n_bytes && st == KB_OK;
         i += KB_LEXEME_HEAD_BYTES) {
        kb_lexeme_key(kb_span_at(heads.data + i, KB_LEXEME_HEAD_BYTES), key);
        st = read_old(list, kb_span_cstr(key), err);
        if (st == KB_OK)
            st = add_chunk(kb_maker_census_borrow(list->tally->maker),
                           kb_buf_span(&list->old), err);
    }
    kb_buf_clear(&heads);
    return st;
}

static enum kb_status
put_chunk(void *context, struct kb_span key, struct kb_span chunk, struct kb_error *err)
{
    struct list *list = context;
    struct kb_span head = kb_span_skip(key, key.n_bytes - KB_LEXEME_HEAD_BYTES);
    enum kb_status st = kb_buf_append(&list->heads, head, err);
    if (st == KB_OK)
        st = read_old(list, key, err);
    if (st != KB_OK || kb_span_equal(kb_buf_span(&list->old), chunk))
        return st;
    return kb_writer_set_meta(list->writer, key, chunk, err);
}

/* Chunks of which no word is left. Both lists of first bytes ascend. */
static enum kb_status
remove_gone(struct list *list, struct kb_span old_heads, struct kb_error *err)
{
    struct kb_span heads = kb_buf_span(&list->heads);
    enum kb_status st = KB_OK;
    size_t at = 0;
    for (size_t i = 0; i + KB_LEXEME_HEAD_BYTES <= old_heads.n_bytes && st == KB_OK;
         i += KB_LEXEME_HEAD_BYTES) {
        const char *head = old_heads.data + i;
        char key[KB_LEXEME_KEY_BYTES];
        while (at < heads.n_bytes &&
               memcmp(heads.data + at, head, KB_LEXEME_HEAD_BYTES) < 0)
            at += KB_LEXEME_HEAD_BYTES;
        if (at < heads.n_bytes &&
            memcmp(heads.data + at, head, KB_LEXEME_HEAD_BYTES) == 0)
            continue;
        kb_lexeme_key(kb_span_at(head, KB_LEXEME_HEAD_BYTES), key);
        st = kb_writer_remove_meta(list->writer, kb_span_cstr(key), err);
    }
    return st;
}

static enum kb_status
put_heads(struct list *list, struct kb_error *err)
{
    struct kb_span key = KB_SPAN_LITERAL(KB_LEXEME_HEADS_KEY);
    enum kb_status st = read_old(list, key, err);
    if (st != KB_OK ||
        kb_span_equal(kb_buf_span(&list->old), kb_buf_span(&list->heads)))
        return st;
    st = remove_gone(list, kb_buf_span(&list->old), err);
    if (st == KB_OK && list->heads.n_bytes == 0)
        return kb_writer_remove_meta(list->writer, key, err);
    return st == KB_OK
               ? kb_writer_set_meta(list->writer, key, kb_buf_span(&list->heads), err)
               : st;
}

enum kb_status
kb_tally_write(struct kb_tally *tally, struct kb_writer *writer, struct kb_error *err)
{
    struct list list = {.tally = tally,
                        .writer = writer,
                        .heads = KB_BUF_INIT(KB_STORED_MAX_BYTES),
                        .old = KB_BUF_INIT(KB_STORED_MAX_BYTES)};
    enum kb_status st = add_old(&list, err);
    if (st == KB_OK)
        st = kb_census_write(kb_maker_census_borrow(tally->maker), put_chunk, &list,
                             err);
    if (st == KB_OK)
        st = put_heads(&list, err);
    kb_buf_clear(&list.heads);
    kb_buf_clear(&list.old);
    return st;
}
