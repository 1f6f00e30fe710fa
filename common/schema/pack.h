/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packing of stored bodies by zstd with a dictionary: articles repeat the same phrases,
 * but each is too short to show it. Measured on the archive: 40 % without, 25 % with
 * one. Knows nothing of what it packs. Called by the indexer and the searcher; calls
 * base. */
#ifndef KB_SCHEMA_PACK_H
#define KB_SCHEMA_PACK_H

#include "base/buf.h"
#include "base/span.h"

struct kb_packer;
struct kb_unpacker;

/**
 * Train a dictionary.
 *
 *   samples    the samples, one behind the other
 *   sizes      bytes of each
 *   n          samples (count)
 *   out        appended to; nothing when the samples are too few to learn from, which
 * is no failure: packing then works without
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM.
 */
enum kb_status kb_pack_train(struct kb_span samples, const size_t *sizes, size_t n,
                             struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * A packer; one per thread.
 *
 *   dictionary    of kb_pack_train, may be empty; borrowed for the call
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_packer_new(struct kb_span dictionary, struct kb_packer **out,
                             struct kb_error *err) KB_CHECKED;

void kb_packer_free(struct kb_packer *packer);

/**
 * Append `bytes` packed. Fails: KB_E_LIMIT, KB_E_NOMEM of `out`; KB_E_INTERNAL of zstd.
 */
enum kb_status kb_pack(struct kb_packer *packer, struct kb_span bytes,
                       struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * An unpacker; one per thread. `dictionary` as it was for the packer.
 *
 * Fails: KB_E_NOMEM; KB_E_CORRUPT when zstd does not take the dictionary.
 */
enum kb_status kb_unpacker_new(struct kb_span dictionary, struct kb_unpacker **out,
                               struct kb_error *err) KB_CHECKED;

void kb_unpacker_free(struct kb_unpacker *unpacker);

/**
 * Append what was packed.
 *
 * Fails: KB_E_CORRUPT; KB_E_LIMIT when it is longer than `out` takes; KB_E_NOMEM.
 */
enum kb_status kb_unpack(struct kb_unpacker *unpacker, struct kb_span packed,
                         struct kb_buf *out, struct kb_error *err) KB_CHECKED;

#endif
