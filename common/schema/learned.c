/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/learned.h"

#include <math.h>
#include <string.h>
#include <xxhash.h>

enum {
    MAGIC_BYTES = 8,
    HEAD_BYTES = MAGIC_BYTES + 8 + 4 + 4,
    OFFSET_BYTES = 4
};

static const char magic[MAGIC_BYTES + 1] = "kblearn2";

void
kb_learned_writer_init(struct kb_learned_writer *writer)
{
    *writer = (struct kb_learned_writer){.n_words = 0};
    writer->offsets.max_bytes = KB_LEARNED_MAX_BYTES;
    writer->entries.max_bytes = KB_LEARNED_MAX_BYTES;
    writer->name_offsets.max_bytes = KB_LEARNED_MAX_BYTES;
    writer->names.max_bytes = KB_LEARNED_MAX_BYTES;
}

void
kb_learned_writer_clear(struct kb_learned_writer *writer)
{
    kb_buf_clear(&writer->offsets);
    kb_buf_clear(&writer->entries);
    kb_buf_clear(&writer->name_offsets);
    kb_buf_clear(&writer->names);
    writer->n_words = 0;
    writer->n_names = 0;
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

/* The key of the last entry that was written. */
static struct kb_span
last_key(const struct kb_buf *offsets, const struct kb_buf *entries)
{
    const char *last = offsets->data + offsets->n_bytes - OFFSET_BYTES;
    const char *entry = entries->data + get_number(last, OFFSET_BYTES);
    return kb_span_at(entry + 1, (unsigned char)entry[0]);
}

static long
scaled(double x, int unit, long min, long max)
{
    long n = lround(x * unit);
    return n < min ? min : n > max ? max : n;
}

static enum kb_status
out_of_order(struct kb_error *err)
{
    return kb_error_set(err, KB_E_INVALID, "learned words are out of order");
}

enum kb_status
kb_learned_add(struct kb_learned_writer *w, struct kb_span term,
               const struct kb_learned_word *word, struct kb_error *err)
{
    if (w->n_words > 0 &&
        kb_span_compare(last_key(&w->offsets, &w->entries), term) >= 0)
        return out_of_order(err);
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
kb_learned_add_name(struct kb_learned_writer *w, struct kb_span key,
                    const struct kb_learned_name *name, struct kb_error *err)
{
    if (w->n_names > 0 &&
        kb_span_compare(last_key(&w->name_offsets, &w->names), key) >= 0)
        return out_of_order(err);
    enum kb_status st =
        put_number(&w->name_offsets, w->names.n_bytes, OFFSET_BYTES, err);
    if (st == KB_OK)
        st = put_text(&w->names, key, err);
    if (st == KB_OK)
        st = put_number(&w->names, name->is_brief, 1, err);
    if (st == KB_OK)
        st = put_number(&w->names, name->n_docs, 4, err);
    if (st == KB_OK)
        st = put_text(&w->names, name->other, err);
    w->n_names++;
    return st;
}

/* Names stand behind the words. */
static enum kb_status
put_name_offsets(const struct kb_learned_writer *w, struct kb_buf *out,
                 struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t at = 0; at < w->name_offsets.n_bytes && st == KB_OK; at += OFFSET_BYTES)
        st = put_number(out,
                        w->entries.n_bytes +
                            get_number(w->name_offsets.data + at, OFFSET_BYTES),
                        OFFSET_BYTES, err);
    return st;
}

enum kb_status
kb_learned_finish(const struct kb_learned_writer *w, struct kb_buf *out,
                  struct kb_error *err)
{
    struct kb_buf rest = KB_BUF_INIT(KB_LEARNED_MAX_BYTES);
    enum kb_status st = put_number(&rest, w->n_words, 4, err);
    if (st == KB_OK)
        st = put_number(&rest, w->n_names, 4, err);
    if (st == KB_OK)
        st = kb_buf_append(&rest, kb_buf_span(&w->offsets), err);
    if (st == KB_OK)
        st = put_name_offsets(w, &rest, err);
    if (st == KB_OK)
        st = kb_buf_append(&rest, kb_buf_span(&w->entries), err);
    if (st == KB_OK)
        st = kb_buf_append(&rest, kb_buf_span(&w->names), err);
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
    uint64_t n_names = get_number(rest + 4, 4);
    if (XXH3_64bits(rest, bytes.n_bytes - MAGIC_BYTES - 8) !=
            get_number(bytes.data + MAGIC_BYTES, 8) ||
        n_words + n_names > (bytes.n_bytes - HEAD_BYTES) / OFFSET_BYTES)
        return kb_error_set(err, KB_E_CORRUPT, "the table of learned words is damaged");
    *out = (struct kb_learned){bytes, (uint32_t)n_words, (uint32_t)n_names};
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

/* The bytes from the i-th entry on; names go on where words end. */
static struct kb_span
entry_at(const struct kb_learned *l, uint32_t i)
{
    const char *offsets = l->bytes.data + HEAD_BYTES;
    struct kb_span entries = kb_span_skip(
        l->bytes, HEAD_BYTES + ((size_t)l->n_words + l->n_names) * OFFSET_BYTES);
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

/* What follows the key of an entry; false where it has none. */
static bool
entry_key(const struct kb_learned *l, uint32_t i, struct kb_span *key,
          struct kb_span *rest)
{
    *rest = entry_at(l, i);
    return cut_text(rest, key);
}

/* The first of the entries from `low` to before `high` whose key is not below. */
static enum kb_status
find_place(const struct kb_learned *l, uint32_t low, uint32_t high, struct kb_span key,
           uint32_t *out, struct kb_error *err)
{
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct kb_span found;
        struct kb_span rest;
        if (!entry_key(l, middle, &found, &rest))
            return bad_entry(err);
        if (kb_span_compare(found, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *out = low;
    return KB_OK;
}

enum kb_status
kb_learned_find(const struct kb_learned *l, struct kb_span term,
                struct kb_learned_word *out, struct kb_error *err)
{
    uint32_t at = 0;
    struct kb_span key;
    struct kb_span rest;
    out->worth = 0;
    out->n = 0;
    enum kb_status st = find_place(l, 0, l->n_words, term, &at, err);
    if (st != KB_OK || at == l->n_words)
        return st;
    if (!entry_key(l, at, &key, &rest))
        return bad_entry(err);
    return kb_span_equal(key, term) ? read_entry(rest, out, err) : KB_OK;
}

static enum kb_status
read_name(struct kb_span rest, struct kb_learned_name *out, struct kb_error *err)
{
    unsigned is_brief;
    if (!cut_byte(&rest, &is_brief) || is_brief > 1 || rest.n_bytes < 4)
        return bad_entry(err);
    out->is_brief = is_brief == 1;
    out->n_docs = (uint32_t)get_number(rest.data, 4);
    rest = kb_span_skip(rest, 4);
    return cut_text(&rest, &out->other) ? KB_OK : bad_entry(err);
}

static bool
begins_with(struct kb_span key, struct kb_span terms)
{
    return key.n_bytes > terms.n_bytes && kb_span_starts(key, terms) &&
           key.data[terms.n_bytes] == ' ';
}

enum kb_status
kb_learned_find_name(const struct kb_learned *l, struct kb_span wanted,
                     struct kb_learned_name *out, bool *goes_on, struct kb_error *err)
{
    uint32_t end = l->n_words + l->n_names;
    uint32_t at = 0;
    struct kb_span key = {NULL, 0};
    struct kb_span rest;
    *out = (struct kb_learned_name){.n_docs = 0};
    *goes_on = false;
    enum kb_status st = find_place(l, l->n_words, end, wanted, &at, err);
    if (st == KB_OK && at < end && !entry_key(l, at, &key, &rest))
        return bad_entry(err);
    if (st == KB_OK && at < end && kb_span_equal(key, wanted)) {
        st = read_name(rest, out, err);
        key = kb_span_at(NULL, 0);
        if (st == KB_OK && ++at < end && !entry_key(l, at, &key, &rest))
            return bad_entry(err);
    }
    *goes_on = st == KB_OK && begins_with(key, wanted);
    return st;
}
