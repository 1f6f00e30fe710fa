/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shard that is built from nothing: written in parts of some articles each, which are
 * joined in the end. Called by indexer/worker; calls the shim and base. */
#ifndef KB_INDEXER_PART_H
#define KB_INDEXER_PART_H

#include "base/error.h"
#include "base/span.h"
#include "shim/kb_shim.h"

struct kb_parts {
    const char *path;          /* folder of the shard, to be made; borrowed */
    struct kb_span dictionary; /* kept in the first part; borrowed */
    struct kb_writer *writer;  /* of the present part, NULL = none is open */
    char **paths;              /* owned; folders of the parts */
    size_t n;
    size_t capacity;
    size_t n_articles; /* that were asked a writer for (count) */
};

/**
 * The writer for the next article; numbers must ascend. Fails: as kb_writer_open and
 * kb_writer_close.
 */
enum kb_status kb_parts_writer(struct kb_parts *parts, struct kb_writer **out,
                               struct kb_error *err) KB_CHECKED;

/**
 * Make the shard of the parts and remove them. Without an article it is empty. Fails:
 * as kb_shard_compact.
 */
enum kb_status kb_parts_join(struct kb_parts *parts, struct kb_error *err) KB_CHECKED;

/**
 * Free what is kept in memory; files stay.
 */
void kb_parts_clear(struct kb_parts *parts);

#endif
