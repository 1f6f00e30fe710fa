/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/term.h"

#include <stdbool.h>
#include <xxhash.h>

#include "base/limits.h"

enum {
    HASH_BYTES = 17 /* '~' and 16 hexadecimal digits */
};

enum kb_status
kb_term_of_word(enum kb_field_id field, struct kb_span word, struct kb_buf *out,
                struct kb_error *err)
{
    bool is_stem = word.n_bytes > 0 && word.data[0] == 'Z';
    kb_buf_reset(out);
    enum kb_status st = is_stem ? kb_buf_append_byte(out, 'Z', err) : KB_OK;
    if (st == KB_OK)
        st = kb_buf_append(out, kb_field(field)->prefix, err);
    if (st == KB_OK)
        st = kb_buf_append(out, is_stem ? kb_span_skip(word, 1) : word, err);
    return st;
}

static enum kb_status
append_plain(struct kb_span value, struct kb_buf *out, struct kb_error *err)
{
    bool space = false;
    enum kb_status st = kb_buf_reserve(out, value.n_bytes, err);
    for (size_t i = 0; i < value.n_bytes && st == KB_OK; i++) {
        char c = value.data[i];
        bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!is_space && space)
            st = kb_buf_append_byte(out, ' ', err);
        if (!is_space && st == KB_OK)
            st = kb_buf_append_byte(
                out, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c, err);
        space = is_space;
    }
    return st;
}

enum kb_status
kb_term_of_value(enum kb_field_id field, struct kb_span value, struct kb_buf *out,
                 struct kb_error *err)
{
    value = kb_span_trim(value);
    if (value.n_bytes == 0)
        return kb_error_set(err, KB_E_INVALID, "an empty value for field '%s'",
                            kb_field(field)->name);
    kb_buf_reset(out);
    enum kb_status st = kb_buf_append(out, kb_field(field)->prefix, err);
    if (st == KB_OK)
        st = append_plain(value, out, err);
    if (st == KB_OK && out->n_bytes > KB_TERM_MAX_BYTES) {
        unsigned long long hash = XXH3_64bits(out->data, out->n_bytes);
        out->n_bytes = KB_TERM_MAX_BYTES - HASH_BYTES;
        st = kb_buf_printf(out, err, "~%016llx", hash);
    }
    return st;
}
