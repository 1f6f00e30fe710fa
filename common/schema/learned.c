/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/learned.h"

#include <math.h>
#include <string.h>
#include <xxhash.h>

enum {
    MAGIC_BYTES = 8,
    HEAD_BYTES = MAGIC_BYTES + 8 + 4,
    OFFSET_BYTES = 4
};

static const char magic[MAGIC_BYTES + 1] = "kblearn1";

void
kb_learned_writer_init(struct kb_learned_writer *writer)
{
    *writer = (struct kb_learned_writer){.n_words = 0};
    writer->offsets.max_bytes = KB_LEARNED_MAX_BYTES;
    writer->entries.max_bytes = KB_LEARNED_MAX_BYTES;
}

void
kb_learned_writer_clear(struct kb_learned_writer *writer)
{
    kb_buf_clear(&writer->offsets);
    kb_buf_clear(&writer->entries);
    writer->n_words = 0;
}

static enum kb_status
put_number(struct kb_buf *out, uint64_t n, size_t n_bytes, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < n_bytes && st == KB_OK; i++)
        st = kb_buf_append_byte(out, (char)(unsigned char)(n >> 8 * i & 0xff), err);
    return st;
}

static uint64_t
get_number(const char *bytes, size_t n_bytes)
{
    uint64_t n = 0;
    for (size_t i = n_bytes; i > 0; i--)
        n = n << 8 | (unsigned char)bytes[i - 1];
    return n;
}

static enum kb_status
put_text(struct kb_buf *out, struct kb_span text, struct kb_error *err)
{
    if (text.n_bytes == 0 || text.n_bytes > UINT8_MAX)
        return kb_error_set(err, KB_E_LIMIT, "a word of %zu bytes cannot be learned",
                            text.n_bytes);
    enum kb_status st = put_number(out, text.n_bytes, 1, err);
    return st == KB_OK ? kb_buf_append(out, text, err) : st;
}

/* The term of an entry that was written. */
static struct kb_span
last_term(const struct kb_learned_writer *w)
{
    const char *last = w->offsets.data + w->offsets.n_bytes - OFFSET_BYTES;
    const char *entry = w->entries.data + get_number(last, OFFSET_BYTES);
    return kb_span_at(entry + 1, (unsigned char)entry[0]);
}

static long
scaled(double x, int unit, long min, long max)
{
    long n = lround(x * unit);
    return n < min ? min : n > max ? max : n;
}

enum kb_status
kb_learned_add(struct kb_learned_writer *w, struct kb_span term,
               const struct kb_learned_word *word, struct kb_error *err)
{
    if (w->n_words > 0 && kb_span_compare(last_term(w), term) >= 0)
        return kb_error_set(err, KB_E_INVALID, "learned words are out of order");
    long worth = scaled(word->worth, KB_LEARNED_WORTH_UNIT, INT8_MIN, INT8_MAX);
    enum kb_status st = put_number(&w->offsets, w->entries.n_bytes, OFFSET_BYTES, err);
    if (st == KB_OK)
        st = put_text(&w->entries, term, err);
    if (st == KB_OK)
        st = put_number(&w->entries, (uint64_t)(worth & 0xff), 1, err);
    if (st == KB_OK)
        st = put_number(&w->entries, word->n, 1, err);
    for (size_t i = 0; i < word->n && st == KB_OK; i++) {
        long strength =
            scaled(word->related[i].strength, KB_LEARNED_STRENGTH_UNIT, 1, UINT8_MAX);
        st = put_text(&w->entries, word->related[i].word, err);
        if (st == KB_OK)
            st = put_number(&w->entries, word->related[i].code, 2, err);
        if (st == KB_OK)
            st = put_number(&w->entries, (uint64_t)strength, 1, err);
    }
    w->n_words++;
    return st;
}

enum kb_status
kb_learned_finish(const struct kb_learned_writer *w, struct kb_buf *out,
                  struct kb_error *err)
{
    struct kb_buf rest = KB_BUF_INIT(KB_LEARNED_MAX_BYTES);
    enum kb_status st = put_number(&rest, w->n_words, 4, err);
    if (st == KB_OK)
        st = kb_buf_append(&rest, kb_buf_span(&w->offsets), err);
    if (st == KB_OK)
        st = kb_buf_append(&rest, kb_buf_span(&w->entries), err);
    if (st == KB_OK)
        st = kb_buf_append(out, kb_span_at(magic, MAGIC_BYTES), err);
    if (st == KB_OK)
        st = put_number(out, XXH3_64bits(rest.data, rest.n_bytes), 8, err);
    if (st == KB_OK)
        st = kb_buf_append(out, kb_buf_span(&rest), err);
    kb_buf_clear(&rest);
    return st;
}

enum kb_status
kb_learned_open(struct kb_span bytes, struct kb_learned *out, struct kb_error *err)
{
    if (bytes.n_bytes < HEAD_BYTES || memcmp(bytes.data, magic, MAGIC_BYTES) != 0)
        return kb_error_set(err, KB_E_CORRUPT, "no table of learned words");
    const char *rest = bytes.data + MAGIC_BYTES + 8;
    uint64_t n_words = get_number(rest, 4);
    if (XXH3_64bits(rest, bytes.n_bytes - MAGIC_BYTES - 8) !=
            get_number(bytes.data + MAGIC_BYTES, 8) ||
        n_words > (bytes.n_bytes - HEAD_BYTES) / OFFSET_BYTES)
        return kb_error_set(err, KB_E_CORRUPT, "the table of learned words is damaged");
    *out = (struct kb_learned){bytes, (uint32_t)n_words};
    return KB_OK;
}

static enum kb_status
bad_entry(struct kb_error *err)
{
    return kb_error_set(err, KB_E_CORRUPT, "an entry of learned words is damaged");
}

/* Cut a byte and as many bytes as it says off the front; false at the end. */
static bool
cut_text(struct kb_span *rest, struct kb_span *out)
{
    if (rest->n_bytes == 0 || (unsigned char)rest->data[0] == 0 ||
        (size_t)(unsigned char)rest->data[0] >= rest->n_bytes)
        return false;
    *out = kb_span_at(rest->data + 1, (unsigned char)rest->data[0]);
    *rest = kb_span_skip(*rest, 1 + out->n_bytes);
    return true;
}

static bool
cut_byte(struct kb_span *rest, unsigned *out)
{
    if (rest->n_bytes == 0)
        return false;
    *out = (unsigned char)rest->data[0];
    *rest = kb_span_skip(*rest, 1);
    return true;
}

/* The bytes from the i-th entry on. */
static struct kb_span
entry_at(const struct kb_learned *l, uint32_t i)
{
    const char *offsets = l->bytes.data + HEAD_BYTES;
    struct kb_span entries =
        kb_span_skip(l->bytes, HEAD_BYTES + (size_t)l->n_words * OFFSET_BYTES);
    uint64_t at = get_number(offsets + (size_t)i * OFFSET_BYTES, OFFSET_BYTES);
    return kb_span_skip(entries, at < entries.n_bytes ? (size_t)at : entries.n_bytes);
}

static enum kb_status
read_entry(struct kb_span rest, struct kb_learned_word *out, struct kb_error *err)
{
    unsigned worth;
    unsigned n;
    if (!cut_byte(&rest, &worth) || !cut_byte(&rest, &n) || n > KB_LEARNED_RELATED_MAX)
        return bad_entry(err);
    out->worth = (worth > INT8_MAX ? (double)worth - 256 : (double)worth) /
                 KB_LEARNED_WORTH_UNIT;
    for (unsigned i = 0; i < n; i++) {
        unsigned low;
        unsigned high;
        unsigned strength;
        if (!cut_text(&rest, &out->related[i].word) || !cut_byte(&rest, &low) ||
            !cut_byte(&rest, &high) || !cut_byte(&rest, &strength))
            return bad_entry(err);
        out->related[i].code = (uint16_t)(high << 8 | low);
        out->related[i].strength = (double)strength / KB_LEARNED_STRENGTH_UNIT;
    }
    out->n = n;
    return KB_OK;
}

enum kb_status
kb_learned_find(const struct kb_learned *l, struct kb_span term,
                struct kb_learned_word *out, struct kb_error *err)
{
    uint32_t low = 0;
    uint32_t high = l->n_words;
    out->worth = 0;
    out->n = 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct kb_span rest = entry_at(l, middle);
        struct kb_span found;
        if (!cut_text(&rest, &found))
            return bad_entry(err);
        int c = kb_span_compare(found, term);
        if (c == 0)
            return read_entry(rest, out, err);
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return KB_OK;
}
