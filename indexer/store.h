/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that a shard holds of one article, put in and taken out as a whole: the one place
 * that knows. Called by indexer/worker and tests; calls schema, the shim and base. */
#ifndef KB_INDEXER_STORE_H
#define KB_INDEXER_STORE_H

#include "document.h"

/**
 * Put an article in; one with the same number is replaced. Fails as kb_writer_put.
 */
enum kb_status kb_store_put(struct kb_writer *writer, uint32_t id,
                            const struct kb_made *made,
                            struct kb_error *err) KB_CHECKED;

/**
 * Take an article out. Fails as kb_writer_remove.
 */
enum kb_status kb_store_remove(struct kb_writer *writer, uint32_t id,
                               struct kb_error *err) KB_CHECKED;

#endif
