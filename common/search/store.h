/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads what an index keeps with each article: head, text, words in order. Decodes,
 * judges nothing. Called by the other files of search; calls search/kept, schema, the
 * shim and base. */
#ifndef KB_SEARCH_STORE_H
#define KB_SEARCH_STORE_H

#include "schema/pack.h"
#include "schema/stored.h"
#include "schema/words.h"
#include "search/kept.h"
#include "shim/kb_shim.h"

struct kb_store {
    struct kb_reader *reader;     /* borrowed */
    struct kb_unpacker *unpacker; /* owned; made when first needed */
    struct kb_buf raw;            /* as it stands in the index */
    struct kb_buf unpacked;       /* the last record read */
    struct kb_buf words;          /* the last words read */
    struct kb_kept kept;          /* words read before; the owner may begin it */
};

/**
 * Begin to read from an open index. The reader is borrowed as long as the store lives.
 */
void kb_store_init(struct kb_store *store, struct kb_reader *reader);

void kb_store_clear(struct kb_store *store);

/**
 * Append an article's head to `bytes` and read it.
 *
 *   shard   optional; set to the shard in which the article stands
 *   out     borrows from `bytes`
 *
 * Fails: KB_E_NOT_FOUND if there is no such article; KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_store_head(struct kb_store *store, uint32_t id, size_t *shard,
                             struct kb_buf *bytes, struct kb_stored_head *out,
                             struct kb_error *err) KB_CHECKED;

/**
 * The record of an article, see kb_stored_record_read.
 *
 *   out     borrowed until the next call
 *
 * Fails: KB_E_CORRUPT if there is none or it is damaged; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_store_record(struct kb_store *store, size_t shard, uint32_t id,
                               struct kb_span *out, struct kb_error *err) KB_CHECKED;

/**
 * Of that the parts of its text, see kb_stored_body_next.
 *
 *   out     borrowed until the next call
 *
 * Fails: KB_E_CORRUPT if there is none or it is damaged; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_store_body(struct kb_store *store, size_t shard, uint32_t id,
                             struct kb_span *out, struct kb_error *err) KB_CHECKED;

/**
 * The record of an article's words in order, see schema/words.
 *
 *   out     borrowed until the next call
 *
 * Fails: KB_E_CORRUPT if there is none; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_store_words(struct kb_store *store, size_t shard, uint32_t id,
                              struct kb_span *out, struct kb_error *err) KB_CHECKED;

#endif
