/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/lexemes.h"

#include <assert.h>

#define KEY "lexemes/"

bool
kb_lexeme_is_kept(struct kb_span word)
{
    if (word.n_bytes < KB_LEXEME_MIN_BYTES || word.n_bytes > KB_WORD_MAX_BYTES)
        return false;
    for (size_t i = 0; i < word.n_bytes; i++) {
        if (word.data[i] >= '0' && word.data[i] <= '9')
            return false;
    }
    return true;
}

void
kb_lexeme_key(struct kb_span word, char out[KB_LEXEME_KEY_BYTES])
{
    assert(word.n_bytes >= KB_LEXEME_HEAD_BYTES);
    memcpy(out, KEY, sizeof(KEY) - 1);
    memcpy(out + sizeof(KEY) - 1, word.data, KB_LEXEME_HEAD_BYTES);
    out[sizeof(KEY) - 1 + KB_LEXEME_HEAD_BYTES] = '\0';
}

enum kb_status
kb_lexeme_write(struct kb_span last, struct kb_span word, uint32_t count,
                struct kb_buf *out, struct kb_error *err)
{
    size_t shared = 0;
    while (shared < last.n_bytes && shared < word.n_bytes &&
           last.data[shared] == word.data[shared])
        shared++;
    assert(word.n_bytes > shared && word.n_bytes <= KB_WORD_MAX_BYTES && count > 0);
    enum kb_status st = kb_buf_append_byte(out, (char)shared, err);
    if (st == KB_OK)
        st = kb_buf_append_byte(out, (char)(word.n_bytes - shared), err);
    if (st == KB_OK)
        st = kb_buf_append(out, kb_span_skip(word, shared), err);
    for (; count >= 0x80 && st == KB_OK; count >>= 7)
        st = kb_buf_append_byte(out, (char)(0x80 | (count & 0x7f)), err);
    return st == KB_OK ? kb_buf_append_byte(out, (char)count, err) : st;
}

struct kb_lexeme
kb_lexemes_begin(struct kb_span chunk)
{
    struct kb_lexeme lexeme = {.rest = chunk};
    return lexeme;
}

static bool
read_count(struct kb_span *rest, uint32_t *out)
{
    uint64_t value = 0;
    for (unsigned shift = 0; rest->n_bytes > 0 && shift < 35; shift += 7) {
        unsigned char byte = (unsigned char)rest->data[0];
        *rest = kb_span_skip(*rest, 1);
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *out = (uint32_t)value;
            return value > 0 && value <= UINT32_MAX;
        }
    }
    return false;
}

enum kb_status
kb_lexeme_next(struct kb_lexeme *lexeme, bool *found, struct kb_error *err)
{
    struct kb_span rest = lexeme->rest;
    *found = rest.n_bytes > 0;
    if (!*found)
        return KB_OK;
    size_t shared = (unsigned char)rest.data[0];
    size_t more = rest.n_bytes > 1 ? (unsigned char)rest.data[1] : 0;
    if (more == 0 || shared > lexeme->n_bytes || shared + more > KB_WORD_MAX_BYTES ||
        more > rest.n_bytes - 2)
        return kb_error_set(err, KB_E_CORRUPT, "the list of words is damaged");
    memcpy(lexeme->text + shared, rest.data + 2, more);
    lexeme->n_shared = shared;
    lexeme->n_bytes = shared + more;
    lexeme->rest = kb_span_skip(rest, 2 + more);
    if (!read_count(&lexeme->rest, &lexeme->count))
        return kb_error_set(err, KB_E_CORRUPT, "the list of words is damaged");
    return KB_OK;
}
