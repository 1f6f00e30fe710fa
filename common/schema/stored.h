/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is kept with each article beside its terms, so that a result needs no file:
 *   head    what results show, the document data: lines "id=Q260695", "title=...",
 *           "product=...", "modified=20001111", "cites=191014,185077"
 *   record  the rest, shard metadata "body/0260695", packed (schema/pack): 4 bytes
 *           length of the details, little endian as all lengths; the details: lines
 *           "versions=...", "systems=...", "keywords=...", "headings=..." (a tab
 * between them); the body: the parts of its text, which are sections, applies-to
 *           entries, query words; for each one byte section kind, 4 bytes length, and
 *           the text
 *
 * tests/unit/test_schema_stored.c holds them as bytes. Called by the indexer and the
 * searcher; calls article and base. */
#ifndef KB_SCHEMA_STORED_H
#define KB_SCHEMA_STORED_H

#include "article/article.h"
#include "base/buf.h"

enum {
    KB_STORED_KEY_BYTES = 24 /* "words/0260695" and its NUL, with room */
};

/* Shard metadata under which the dictionary of the packed bodies stands. */
#define KB_STORED_DICTIONARY_KEY "dictionary"

struct kb_stored_head {
    uint32_t id;
    uint32_t modified;      /* YYYYMMDD, 0 = none */
    struct kb_span title;   /* borrowed from the bytes that were read */
    struct kb_span product; /* " */
    struct kb_span cites;   /* " numbers of the articles it names, commas between */
};

struct kb_stored_record {
    struct kb_span versions; /* borrowed from the bytes that were read, as all here */
    struct kb_span systems;
    struct kb_span keywords;
    struct kb_span headings; /* of its sections of kind KB_SECTION_OTHER, by tabs */
    struct kb_span body;     /* see kb_stored_body_next */
};

/**
 * Append an article's head. Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_stored_head_write(const struct kb_article *article,
                                    struct kb_buf *out,
                                    struct kb_error *err) KB_CHECKED;

/**
 * Read a head. Unknown lines are passed over. Fails: KB_E_CORRUPT without a valid id.
 */
enum kb_status kb_stored_head_read(struct kb_span bytes, struct kb_stored_head *out,
                                   struct kb_error *err) KB_CHECKED;

/**
 * The metadata key of an article's body.
 */
void kb_stored_body_key(uint32_t id, char out[KB_STORED_KEY_BYTES]);

/**
 * The metadata key of an article's words in order, see schema/words.
 */
void kb_stored_words_key(uint32_t id, char out[KB_STORED_KEY_BYTES]);

/**
 * Append an article's body, not packed. Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_stored_body_write(const struct kb_article *article,
                                    struct kb_buf *out,
                                    struct kb_error *err) KB_CHECKED;

/**
 * Append the record that is packed: the details and the body. Fails: KB_E_LIMIT,
 * KB_E_NOMEM of `out`.
 */
enum kb_status kb_stored_record_write(const struct kb_article *article,
                                      struct kb_buf *out,
                                      struct kb_error *err) KB_CHECKED;

/**
 * Read an unpacked record; unknown lines are passed over. Fails: KB_E_CORRUPT.
 */
enum kb_status kb_stored_record_read(struct kb_span bytes, struct kb_stored_record *out,
                                     struct kb_error *err) KB_CHECKED;

/**
 * Take the next part off an unpacked body.
 *
 *   rest    moves behind the part; empty = no more, which the caller checks first
 *   text    borrowed from the body
 *
 * Fails: KB_E_CORRUPT.
 */
enum kb_status kb_stored_body_next(struct kb_span *rest, enum kb_section_kind *kind,
                                   struct kb_span *text,
                                   struct kb_error *err) KB_CHECKED;

#endif
