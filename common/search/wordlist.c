/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "search/wordlist.h"

#include "base/limits.h"
#include "base/mem.h"
#include "schema/lexemes.h"

/* The list of one shard while all are gone through in step. */
struct cursor {
    struct kb_buf chunk;
    struct kb_lexeme at;
    bool has_word;
};

static struct kb_span
word_of(const struct cursor *cursor)
{
    return kb_span_at(cursor->at.text, cursor->at.n_bytes);
}

static enum kb_status
open_cursor(struct kb_reader *reader, size_t shard, const char *key,
            struct cursor *cursor, struct kb_error *err)
{
    cursor->chunk = (struct kb_buf)KB_BUF_INIT(KB_STORED_MAX_BYTES);
    enum kb_status st =
        kb_reader_meta(reader, shard, kb_span_cstr(key), &cursor->chunk, err);
    if (st == KB_E_NOT_FOUND)
        return KB_OK;
    cursor->at = kb_lexemes_begin(kb_buf_span(&cursor->chunk));
    return st == KB_OK ? kb_lexeme_next(&cursor->at, &cursor->has_word, err) : st;
}

/* The first of the words that the cursors stand at; NULL at the end. */
static const struct cursor *
first_of(const struct cursor *cursors, size_t n)
{
    const struct cursor *first = NULL;
    for (size_t i = 0; i < n; i++) {
        if (cursors[i].has_word &&
            (first == NULL ||
             kb_span_compare(word_of(&cursors[i]), word_of(first)) < 0))
            first = &cursors[i];
    }
    return first;
}

static enum kb_status
merge(struct cursor *cursors, size_t n, kb_wordlist_fn take, void *context,
      struct kb_error *err)
{
    enum kb_status st = KB_OK;
    const struct cursor *first;
    while (st == KB_OK && (first = first_of(cursors, n)) != NULL) {
        char text[KB_WORD_MAX_BYTES];
        struct kb_span word = kb_span_at(text, first->at.n_bytes);
        uint64_t count = 0;
        memcpy(text, first->at.text, word.n_bytes);
        for (size_t i = 0; i < n && st == KB_OK; i++) {
            if (!cursors[i].has_word || !kb_span_equal(word_of(&cursors[i]), word))
                continue;
            count += cursors[i].at.count;
            st = kb_lexeme_next(&cursors[i].at, &cursors[i].has_word, err);
        }
        if (st == KB_OK)
            st = take(context, word, count > UINT32_MAX ? UINT32_MAX : (uint32_t)count,
                      err);
    }
    return st;
}

enum kb_status
kb_wordlist_read(struct kb_reader *reader, size_t n, struct kb_span head,
                 kb_wordlist_fn take, void *context, struct kb_error *err)
{
    char key[KB_LEXEME_KEY_BYTES];
    struct cursor *cursors = kb_mem_array(n, sizeof(*cursors));
    if (cursors == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for lists of words");
    kb_lexeme_key(head, key);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < n && st == KB_OK; i++)
        st = open_cursor(reader, i, key, &cursors[i], err);
    if (st == KB_OK)
        st = merge(cursors, n, take, context, err);
    for (size_t i = 0; i < n; i++)
        kb_buf_clear(&cursors[i].chunk);
    kb_mem_free(cursors);
    return st;
}

enum kb_status
kb_wordlist_each(struct kb_engine *engine, struct kb_span head, kb_wordlist_fn take,
                 void *context, struct kb_error *err)
{
    return kb_wordlist_read(engine->index.reader,
                            kb_engine_index_borrow(engine)->manifest.n_shards, head,
                            take, context, err);
}

struct sought {
    struct kb_span word;
    uint32_t count;
};

static enum kb_status
take_sought(void *context, struct kb_span word, uint32_t count, struct kb_error *err)
{
    struct sought *sought = context;
    (void)err;
    if (kb_span_equal(word, sought->word))
        sought->count = count;
    return KB_OK;
}

enum kb_status
kb_wordlist_count(struct kb_engine *engine, struct kb_span word, uint32_t *out,
                  struct kb_error *err)
{
    struct sought sought = {word, 0};
    enum kb_status st = KB_OK;
    if (kb_lexeme_is_kept(word))
        st = kb_wordlist_each(engine, word, take_sought, &sought, err);
    if (st == KB_OK)
        *out = sought.count;
    return st;
}
