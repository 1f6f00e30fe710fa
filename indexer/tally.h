/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of words of a shard (schema/lexemes), from the words of its articles:
 * written at once, or changed with the articles, so that both give the same list.
 * Called by indexer/worker; calls indexer/{census,document}, search/store, the shim. */
#ifndef KB_INDEXER_TALLY_H
#define KB_INDEXER_TALLY_H

#include "document.h"
#include "search/store.h"

/* The shard as it was before it is changed. */
struct kb_tally {
    struct kb_maker *maker;   /* borrowed; counts */
    struct kb_reader *reader; /* owned; NULL = the shard is built from nothing */
    struct kb_store store;
};

/**
 * Begin with what a shard had.
 *
 *   maker    borrowed; its census is the list's
 *   path     folder of the shard before; NULL when there is none
 *   out      zeroed; kb_tally_clear
 *
 * Fails: as kb_reader_open.
 */
enum kb_status kb_tally_open(struct kb_maker *maker, const char *path,
                             struct kb_tally *out, struct kb_error *err) KB_CHECKED;

/**
 * Take the words of an article out that goes or is replaced.
 *
 * Fails: KB_E_NOT_FOUND; KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_tally_remove(struct kb_tally *tally, uint32_t id,
                               struct kb_error *err) KB_CHECKED;

/**
 * Write the list; chunks that stay as they were are left alone. The census is then
 * empty.
 *
 * Fails: as kb_writer_set_meta; KB_E_CORRUPT.
 */
enum kb_status kb_tally_write(struct kb_tally *tally, struct kb_writer *writer,
                              struct kb_error *err) KB_CHECKED;

void kb_tally_clear(struct kb_tally *tally);

#endif
