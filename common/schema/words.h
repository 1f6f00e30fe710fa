/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The forward index: an article's words in order, small and quick to read, from which
 * phrases, nearness, sections, the second look at the best hits and passages are read.
 * It is metadata "words/0260695" of the article's shard:
 *   varint      bytes of the codes
 *   codes       0x00 kind     a part begins: enum kb_section_kind
 *               0x01 - 0x7d   stop word
 *               0x7e          a word too long to have a token
 *               0x7f          the next code stands at the place of the word
 *                             before: what the analysis adds to it ("backup" of
 *                             "back-up")
 *               0x80.. xx     any other word, kb_word.code, high byte first
 *   anchors     for each part, for each 16th word but the first: varint, bytes from the
 *               anchor before (the part's begin) to where the word begins in its text
 *
 * Parts: title, product, then those of the stored body in its order. A varint has seven
 * bits a byte, low ones first, all bytes but the last with the upper bit set.
 *
 * tests/unit/test_schema_words.c holds a record as bytes. Called by the indexer and by
 * search; calls text, article and base. */
#ifndef KB_SCHEMA_WORDS_H
#define KB_SCHEMA_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "article/article.h"
#include "base/buf.h"
#include "text/analyze.h"

enum {
    KB_WORDS_ANCHOR_EVERY = 16, /* words */
    /* positions between the last word of a part and the first of the next: nothing that
     * is near goes over it */
    KB_WORDS_PART_GAP = 1000
};

/* ---- writing ---- */

struct kb_words_writer {
    struct kb_buf codes;
    struct kb_buf anchors;
};

void kb_words_writer_init(struct kb_words_writer *writer);

void kb_words_writer_clear(struct kb_words_writer *writer);

/**
 * Forget what was written but keep the memory for the next article.
 */
void kb_words_writer_reset(struct kb_words_writer *writer);

/**
 * Append one part.
 *
 *   tokens    of the part's text alone, positions from 0
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM.
 */
enum kb_status kb_words_write(struct kb_words_writer *writer, enum kb_section_kind kind,
                              const struct kb_tokens *tokens,
                              struct kb_error *err) KB_CHECKED;

/**
 * Append the record of what was written to `out`. Fails: KB_E_LIMIT, KB_E_NOMEM.
 */
enum kb_status kb_words_finish(const struct kb_words_writer *writer, struct kb_buf *out,
                               struct kb_error *err) KB_CHECKED;

/* ---- reading ---- */

/* A word where it stands. */
struct kb_place {
    uint32_t position; /* counted over the article, KB_WORDS_PART_GAP between parts */
    uint16_t code;     /* kb_word.code; 0 = a word without a token */
    uint8_t kind;      /* enum kb_section_kind of its part */
    bool is_added;     /* stands at the place of the word before */
};

struct kb_words_part {
    enum kb_section_kind kind;
    uint32_t first_position;
    uint32_t n_words;   /* positions it has (count) */
    size_t first_place; /* index into the places that were kept */
};

struct kb_words {
    struct kb_place
        *places; /* owned array, by position, the word before what it adds */
    size_t n;
    size_t capacity;
    struct kb_words_part *parts; /* owned array */
    size_t n_parts;
    size_t parts_capacity;
};

/* Goes over a record without keeping what it reads. */
struct kb_words_cursor {
    const unsigned char *next;
    const unsigned char *end; /* of the codes */
    struct kb_span anchors;   /* the bytes behind them */
    struct kb_place place;    /* the present one; at the begin of a part its first */
    uint32_t n_parts;         /* parts begun so far (count) */
    uint32_t n_words;         /* words of the present part so far (count) */
    uint32_t next_position;
};

enum kb_words_step {
    KB_WORDS_AT_PART, /* a part begins */
    KB_WORDS_AT_WORD, /* a word, or what is added to it */
    KB_WORDS_AT_END,
    KB_WORDS_DAMAGED
};

enum { /* codes of one byte that are no stop words */
    KB_WORDS_PART = 0x00,
    KB_WORDS_NO_TOKEN = 0x7e,
    KB_WORDS_ADDED = 0x7f
};

/**
 * Begin to go over a record, which is borrowed.
 *
 * Fails: KB_E_CORRUPT.
 */
enum kb_status kb_words_begin(struct kb_span record, struct kb_words_cursor *out,
                              struct kb_error *err) KB_CHECKED;

/* One step. In the header, as the second look spends most of its time here. */
static inline enum kb_words_step
kb_words_next(struct kb_words_cursor *c)
{
    if (c->next == c->end)
        return KB_WORDS_AT_END;
    c->place.is_added = *c->next == KB_WORDS_ADDED;
    if (c->place.is_added && (c->n_words == 0 || ++c->next == c->end))
        return KB_WORDS_DAMAGED;
    unsigned code = *c->next++;
    if (code == KB_WORDS_PART && !c->place.is_added) {
        if (c->next == c->end || *c->next >= KB_SECTION_COUNT)
            return KB_WORDS_DAMAGED;
        c->place.kind = *c->next++;
        c->next_position += c->n_parts++ > 0 ? KB_WORDS_PART_GAP : 0;
        c->place.position = c->next_position;
        c->n_words = 0;
        return KB_WORDS_AT_PART;
    }
    if ((code & 0x80) != 0) {
        if (c->next == c->end)
            return KB_WORDS_DAMAGED;
        code = code << 8 | *c->next++;
    }
    if (c->n_parts == 0)
        return KB_WORDS_DAMAGED;
    if (!c->place.is_added) {
        c->place.position = c->next_position++;
        c->n_words++;
    }
    c->place.code = (uint16_t)(code == KB_WORDS_NO_TOKEN ? 0 : code);
    return KB_WORDS_AT_WORD;
}

/**
 * Read a record; what `out` had is replaced.
 *
 *   out       zeroed before its first use; kb_words_clear
 *
 * Fails: KB_E_CORRUPT; KB_E_NOMEM.
 */
enum kb_status kb_words_read(struct kb_span record, struct kb_words *out,
                             struct kb_error *err) KB_CHECKED;

void kb_words_clear(struct kb_words *words);

/**
 * The nearest place at or before a word of a part of which it is known where it begins.
 *
 *   parts    all of the record, in order
 *   anchors  of the record
 *   part     index of the part
 *   word     counted from 0 in the part; replaced by the number of the word found
 *   begin    set to its first byte in the part's text
 *
 * Fails: KB_E_CORRUPT.
 */
enum kb_status kb_words_anchor(const struct kb_words_part *parts,
                               struct kb_span anchors, size_t part, uint32_t *word,
                               uint32_t *begin, struct kb_error *err) KB_CHECKED;

#endif
