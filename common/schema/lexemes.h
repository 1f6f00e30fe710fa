/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a shard as people write them, with how often they occur: for completing
 * and correcting what is typed; the index itself has stems. Words of 3 bytes and more
 * without digits, folded, in byte order, in chunks by their first two bytes. A chunk is
 * metadata "lexemes/ba"; each word in it is
 *   1 byte   bytes it shares with the word before
 *   1 byte   bytes of the rest, > 0
 *   rest
 *   varint   occurrences, > 0: seven bits a byte, low ones first, all bytes but the
 * last with the upper bit set
 *
 * Metadata "lexemes" lists the first two bytes of all chunks, one behind the other.
 * tests/unit/test_schema_lexemes.c holds a chunk as bytes. Called by the indexer and
 * search; calls base. */
#ifndef KB_SCHEMA_LEXEMES_H
#define KB_SCHEMA_LEXEMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/limits.h"

#define KB_LEXEME_HEADS_KEY "lexemes"

enum {
    KB_LEXEME_MIN_BYTES = 3,
    KB_LEXEME_HEAD_BYTES = 2, /* first bytes that name a chunk */
    KB_LEXEME_KEY_BYTES = 16  /* "lexemes/ba" and its NUL, with room */
};

/**
 * Whether a word is one that is kept.
 *
 *   word    folded
 */
bool kb_lexeme_is_kept(struct kb_span word);

/**
 * The metadata key of the chunk in which words with this beginning stand.
 *
 *   word    at least KB_LEXEME_HEAD_BYTES long
 *   out     bytes as they are: not always valid UTF-8
 */
void kb_lexeme_key(struct kb_span word, char out[KB_LEXEME_KEY_BYTES]);

/**
 * Append a word to a chunk.
 *
 *   last    the word before in the chunk, empty for the first; below `word`
 *   count   > 0
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_lexeme_write(struct kb_span last, struct kb_span word, uint32_t count,
                               struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/* A place in a chunk. */
struct kb_lexeme {
    struct kb_span rest; /* of the chunk */
    char text[KB_WORD_MAX_BYTES];
    size_t n_bytes;  /* of text */
    size_t n_shared; /* of those, as in the word before */
    uint32_t count;
};

/**
 * The begin of a chunk, borrowed.
 */
struct kb_lexeme kb_lexemes_begin(struct kb_span chunk);

/**
 * Go to the next word.
 *
 *   found    set: false at the end
 *
 * Fails: KB_E_CORRUPT.
 */
enum kb_status kb_lexeme_next(struct kb_lexeme *lexeme, bool *found,
                              struct kb_error *err) KB_CHECKED;

#endif
