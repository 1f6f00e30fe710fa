/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "census.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/mem.h"
#include "schema/lexemes.h"

struct counted {
    struct kb_span text; /* of `kept`, set when all is there */
    size_t offset;       /* into `kept` */
    int64_t n;
};

struct kb_census {
    int32_t *counts;              /* owned; by word_id: small, since each word of each
                                     article goes to it */
    const struct kb_word **words; /* owned; by word_id; set where a count was not 0 */
    size_t capacity;              /* of both */
    const struct kb_word **noted; /* owned; of the article that is read */
    size_t n_noted;
    size_t noted_capacity;
    struct counted *done; /* owned; flushed */
    size_t n_done;
    size_t done_capacity;
    struct kb_buf kept; /* text of `done` */
};

enum kb_status
kb_census_new(struct kb_census **out, struct kb_error *err)
{
    struct kb_census *census = kb_mem_array(1, sizeof(*census));
    if (census == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory to count words");
    census->kept.max_bytes = SIZE_MAX / 4;
    *out = census;
    return KB_OK;
}

void
kb_census_free(struct kb_census *census)
{
    if (census == NULL)
        return;
    kb_mem_free(census->counts);
    kb_mem_free(census->words);
    kb_mem_free(census->noted);
    kb_mem_free(census->done);
    kb_buf_clear(&census->kept);
    kb_mem_free(census);
}

static enum kb_status
grow(struct kb_census *census, struct kb_error *err)
{
    size_t old = census->capacity;
    size_t words = old;
    size_t counts = old;
    if (kb_mem_grow(&census->counts, old, &counts, sizeof(*census->counts)) != KB_OK ||
        kb_mem_grow(&census->words, old, &words, sizeof(*census->words)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory to count words");
    census->capacity = counts < words ? counts : words;
    memset(census->counts + old, 0, (census->capacity - old) * sizeof(*census->counts));
    return KB_OK;
}

enum kb_status
kb_census_add(struct kb_census *census, const struct kb_word *word, int n,
              struct kb_error *err)
{
    while (word->word_id >= census->capacity) {
        enum kb_status st = grow(census, err);
        if (st != KB_OK)
            return st;
    }
    int32_t *count = &census->counts[word->word_id];
    if (*count == 0)
        census->words[word->word_id] = word;
    *count += n;
    return KB_OK;
}

enum kb_status
kb_census_note(struct kb_census *census, const struct kb_word *word,
               struct kb_error *err)
{
    if (kb_mem_grow(&census->noted, census->n_noted, &census->noted_capacity,
                    sizeof(*census->noted)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory to count words");
    census->noted[census->n_noted++] = word;
    return KB_OK;
}

enum kb_status
kb_census_settle(struct kb_census *census, bool taken, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; taken && i < census->n_noted && st == KB_OK; i++)
        st = kb_census_add(census, census->noted[i], 1, err);
    census->n_noted = 0;
    return st;
}

enum kb_status
kb_census_add_text(struct kb_census *census, struct kb_span text, int64_t n,
                   struct kb_error *err)
{
    size_t offset = census->kept.n_bytes;
    if (kb_mem_grow(&census->done, census->n_done, &census->done_capacity,
                    sizeof(*census->done)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory to count words");
    enum kb_status st = kb_buf_append(&census->kept, text, err);
    if (st == KB_OK)
        census->done[census->n_done++] =
            (struct counted){kb_span_at(NULL, text.n_bytes), offset, n};
    return st;
}

enum kb_status
kb_census_flush(struct kb_census *census, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < census->capacity; i++) {
        int32_t n = census->counts[i];
        census->counts[i] = 0;
        if (n != 0 && st == KB_OK && kb_lexeme_is_kept(census->words[i]->text))
            st = kb_census_add_text(census, census->words[i]->text, n, err);
    }
    return st;
}

static int
by_text(const void *a, const void *b)
{
    const struct counted *x = a;
    const struct counted *y = b;
    return kb_span_compare(x->text, y->text);
}

/* Words that were flushed more than once become one. */
static void
join(struct kb_census *census)
{
    size_t kept = 0;
    for (size_t i = 0; i < census->n_done; i++)
        census->done[i].text.data = census->kept.data + census->done[i].offset;
    if (census->n_done > 0)
        qsort(census->done, census->n_done, sizeof(*census->done), by_text);
    for (size_t i = 0; i < census->n_done; i++) {
        if (kept > 0 &&
            kb_span_equal(census->done[kept - 1].text, census->done[i].text))
            census->done[kept - 1].n += census->done[i].n;
        else
            census->done[kept++] = census->done[i];
    }
    census->n_done = kept;
}

static enum kb_status
write_chunks(const struct kb_census *census, kb_census_fn put, void *context,
             struct kb_error *err)
{
    struct kb_buf chunk = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    struct kb_span last = {NULL, 0};
    char key[KB_LEXEME_KEY_BYTES];
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < census->n_done && st == KB_OK; i++) {
        const struct counted *counted = &census->done[i];
        if (counted->n <= 0)
            continue;
        if (last.n_bytes > 0 &&
            memcmp(last.data, counted->text.data, KB_LEXEME_HEAD_BYTES) != 0) {
            kb_lexeme_key(last, key);
            st = put(context, kb_span_cstr(key), kb_buf_span(&chunk), err);
            kb_buf_reset(&chunk);
            last = kb_span_at(NULL, 0);
        }
        uint32_t n = counted->n > UINT32_MAX ? UINT32_MAX : (uint32_t)counted->n;
        if (st == KB_OK)
            st = kb_lexeme_write(last, counted->text, n, &chunk, err);
        last = counted->text;
    }
    if (st == KB_OK && last.n_bytes > 0) {
        kb_lexeme_key(last, key);
        st = put(context, kb_span_cstr(key), kb_buf_span(&chunk), err);
    }
    kb_buf_clear(&chunk);
    return st;
}

enum kb_status
kb_census_write(struct kb_census *census, kb_census_fn put, void *context,
                struct kb_error *err)
{
    enum kb_status st = kb_census_flush(census, err);
    if (st == KB_OK) {
        join(census);
        st = write_chunks(census, put, context, err);
    }
    census->n_done = 0;
    kb_buf_reset(&census->kept);
    return st;
}
