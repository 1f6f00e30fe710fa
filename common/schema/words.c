/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/words.h"

#include "base/limits.h"
#include "base/mem.h"

enum {
    VARINT_MAX_BYTES = 5
};

void
kb_words_writer_init(struct kb_words_writer *writer)
{
    writer->codes = (struct kb_buf)KB_BUF_INIT(KB_STORED_MAX_BYTES);
    writer->anchors = (struct kb_buf)KB_BUF_INIT(KB_STORED_MAX_BYTES);
}

void
kb_words_writer_clear(struct kb_words_writer *writer)
{
    kb_buf_clear(&writer->codes);
    kb_buf_clear(&writer->anchors);
}

void
kb_words_writer_reset(struct kb_words_writer *writer)
{
    kb_buf_reset(&writer->codes);
    kb_buf_reset(&writer->anchors);
}

static enum kb_status
write_varint(struct kb_buf *out, size_t n, struct kb_error *err)
{
    char bytes[VARINT_MAX_BYTES];
    size_t n_bytes = 0;
    for (; n >= 0x80 && n_bytes < VARINT_MAX_BYTES - 1; n >>= 7)
        bytes[n_bytes++] = (char)(n | 0x80);
    bytes[n_bytes++] = (char)(n & 0x7f);
    return kb_buf_append(out, kb_span_at(bytes, n_bytes), err);
}

/* Room was made before: a call for each byte would be most of the work. */
static void
put_byte(struct kb_buf *out, unsigned byte)
{
    out->data[out->n_bytes++] = (char)byte;
}

static void
put_code(struct kb_buf *out, const struct kb_token *token)
{
    uint16_t code = token->word->code;
    if (token->kind != KB_TOKEN_WORD)
        put_byte(out, KB_WORDS_ADDED);
    if ((code & KB_CODE_HASHED) != 0)
        put_byte(out, code >> 8);
    put_byte(out, code & 0xff);
}

static enum kb_status
write_anchors(struct kb_words_writer *writer, const struct kb_tokens *tokens,
              struct kb_error *err)
{
    enum kb_status st = KB_OK;
    uint32_t last = 0;
    uint32_t next = KB_WORDS_ANCHOR_EVERY;
    for (size_t i = 0; i < tokens->n && st == KB_OK; i++) {
        const struct kb_token *token = &tokens->items[i];
        if (token->kind != KB_TOKEN_WORD || token->position < next)
            continue;
        /* a word without a token has no known begin: the one before stands in for it */
        for (; next < token->position && st == KB_OK; next += KB_WORDS_ANCHOR_EVERY)
            st = write_varint(&writer->anchors, 0, err);
        if (next != token->position || st != KB_OK)
            continue;
        st = write_varint(&writer->anchors, token->begin - last, err);
        last = token->begin;
        next += KB_WORDS_ANCHOR_EVERY;
    }
    for (; next < tokens->next_position && st == KB_OK; next += KB_WORDS_ANCHOR_EVERY)
        st = write_varint(&writer->anchors, 0, err);
    return st;
}

enum kb_status
kb_words_write(struct kb_words_writer *writer, enum kb_section_kind kind,
               const struct kb_tokens *tokens, struct kb_error *err)
{
    struct kb_buf *out = &writer->codes;
    uint32_t position = 0;
    enum kb_status st =
        kb_buf_reserve(out, 2 + tokens->n * 3 + tokens->next_position, err);
    if (st != KB_OK)
        return st;
    put_byte(out, KB_WORDS_PART);
    put_byte(out, kind);
    for (size_t i = 0; i < tokens->n; i++) {
        const struct kb_token *token = &tokens->items[i];
        for (; position < token->position; position++)
            put_byte(out, KB_WORDS_NO_TOKEN);
        put_code(out, token);
        if (token->kind == KB_TOKEN_WORD)
            position++;
    }
    for (; position < tokens->next_position; position++)
        put_byte(out, KB_WORDS_NO_TOKEN);
    return write_anchors(writer, tokens, err);
}

enum kb_status
kb_words_finish(const struct kb_words_writer *writer, struct kb_buf *out,
                struct kb_error *err)
{
    enum kb_status st = write_varint(out, writer->codes.n_bytes, err);
    if (st == KB_OK)
        st = kb_buf_append(out, kb_buf_span(&writer->codes), err);
    return st == KB_OK ? kb_buf_append(out, kb_buf_span(&writer->anchors), err) : st;
}

void
kb_words_clear(struct kb_words *words)
{
    kb_mem_free(words->places);
    kb_mem_free(words->parts);
    *words = (struct kb_words){.places = NULL};
}

static enum kb_status
read_varint(struct kb_span *rest, size_t *out, struct kb_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < VARINT_MAX_BYTES && i < rest->n_bytes; i++) {
        unsigned char byte = (unsigned char)rest->data[i];
        n |= (size_t)(byte & 0x7f) << (7 * i);
        if ((byte & 0x80) == 0) {
            *rest = kb_span_skip(*rest, i + 1);
            *out = n;
            return KB_OK;
        }
    }
    return kb_error_set(err, KB_E_CORRUPT, "a record of words has a wrong number");
}

static enum kb_status
damaged(struct kb_error *err)
{
    return kb_error_set(err, KB_E_CORRUPT, "a record of words is damaged");
}

enum kb_status
kb_words_begin(struct kb_span record, struct kb_words_cursor *out, struct kb_error *err)
{
    size_t n = 0;
    enum kb_status st = read_varint(&record, &n, err);
    if (st == KB_OK && n > record.n_bytes)
        st = damaged(err);
    if (st != KB_OK)
        return st;
    const unsigned char *codes = (const unsigned char *)record.data;
    *out = (struct kb_words_cursor){
        .next = codes, .end = codes + n, .anchors = kb_span_skip(record, n)};
    return KB_OK;
}

/* A place takes at least one byte. */
static enum kb_status
make_room(struct kb_words *words, size_t n, struct kb_error *err)
{
    if (n <= words->capacity)
        return KB_OK;
    struct kb_place *grown = kb_mem_resize(words->places, n, sizeof(*grown));
    if (grown == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu words", n);
    words->places = grown;
    words->capacity = n;
    return KB_OK;
}

static enum kb_status
add_part(struct kb_words *words, const struct kb_place *first, struct kb_error *err)
{
    if (kb_mem_grow(&words->parts, words->n_parts, &words->parts_capacity,
                    sizeof(*words->parts)) != KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu parts", words->n_parts);
    words->parts[words->n_parts++] = (struct kb_words_part){
        (enum kb_section_kind)first->kind, first->position, 0, words->n};
    return KB_OK;
}

enum kb_status
kb_words_read(struct kb_span record, struct kb_words *out, struct kb_error *err)
{
    struct kb_words_cursor c;
    enum kb_words_step step = KB_WORDS_AT_END;
    out->n = 0;
    out->n_parts = 0;
    enum kb_status st = kb_words_begin(record, &c, err);
    if (st == KB_OK)
        st = make_room(out, (size_t)(c.end - c.next), err);
    while (st == KB_OK && (step = kb_words_next(&c)) < KB_WORDS_AT_END) {
        if (step == KB_WORDS_AT_PART) {
            st = add_part(out, &c.place, err);
        } else {
            out->parts[out->n_parts - 1].n_words = c.n_words;
            out->places[out->n++] = c.place;
        }
    }
    if (st == KB_OK && step == KB_WORDS_DAMAGED)
        st = damaged(err);
    return st;
}

/* Anchors that a part of so many words has. */
static uint32_t
n_anchors(uint32_t n_words)
{
    return n_words == 0 ? 0 : (n_words - 1) / KB_WORDS_ANCHOR_EVERY;
}

enum kb_status
kb_words_anchor(const struct kb_words_part *parts, struct kb_span anchors, size_t part,
                uint32_t *word, uint32_t *begin, struct kb_error *err)
{
    struct kb_span rest = anchors;
    enum kb_status st = KB_OK;
    size_t delta = 0;
    for (size_t i = 0; i < part; i++) {
        uint32_t n = n_anchors(parts[i].n_words);
        for (uint32_t k = 0; k < n && st == KB_OK; k++)
            st = read_varint(&rest, &delta, err);
    }
    size_t at = 0;
    uint32_t found = 0;
    for (uint32_t k = 1; k <= *word / KB_WORDS_ANCHOR_EVERY && st == KB_OK; k++) {
        st = read_varint(&rest, &delta, err);
        if (st != KB_OK || delta == 0)
            continue;
        at += delta;
        found = k * KB_WORDS_ANCHOR_EVERY;
    }
    if (st != KB_OK)
        return st;
    if (at > KB_ARTICLE_MAX_BYTES)
        return damaged(err);
    *word = found;
    *begin = (uint32_t)at;
    return KB_OK;
}
