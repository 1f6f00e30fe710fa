/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shard that is built from nothing: written in parts of some articles each, which are
 * joined in the end. Called by indexer/worker; calls indexer/store, the shim and base.
 */
#ifndef KB_INDEXER_PART_H
#define KB_INDEXER_PART_H

#include "base/error.h"
#include "base/span.h"
#include "document.h"
#include "shim/kb_shim.h"

/* An article that is not written yet. */
struct kb_waiting {
    uint32_t id;
    struct kb_made made;
};

struct kb_parts {
    const char *path;          /* folder of the shard, to be made; borrowed */
    struct kb_span dictionary; /* kept in the first part; borrowed */
    struct kb_writer *writer;  /* of the present part, NULL = none is open */
    char **paths;              /* owned; folders of the parts */
    size_t n;
    size_t capacity;
    size_t n_articles; /* that were written (count) */
    struct kb_waiting waiting[KB_MADE_KEPT];
    size_t n_waiting;
};

/**
 * Put an article in, now or later; numbers must ascend.
 *
 *   made    of the one maker of all; borrowed as long as the maker keeps it
 *
 * Fails: as kb_store_put, kb_writer_open and kb_writer_close.
 */
enum kb_status kb_parts_put(struct kb_parts *parts, uint32_t id,
                            const struct kb_made *made,
                            struct kb_error *err) KB_CHECKED;

/**
 * All articles are put: the writer for what else the shard has. Fails as kb_parts_put.
 */
enum kb_status kb_parts_end(struct kb_parts *parts, struct kb_writer **out,
                            struct kb_error *err) KB_CHECKED;

/**
 * Make the shard of the parts and remove them; behind kb_parts_end. Without an article
 * it is empty. Fails: as kb_shard_compact.
 */
enum kb_status kb_parts_join(struct kb_parts *parts, struct kb_error *err) KB_CHECKED;

/**
 * Free what is kept in memory; files stay.
 */
void kb_parts_clear(struct kb_parts *parts);

#endif
