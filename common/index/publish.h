/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Builds of one index on disk, and which of them is in service:
 *   INDEX/builds/ID/shard-N/       Xapian databases
 *   INDEX/builds/ID/XAPIANDB       lets Xapian's own tools open all shards as one
 *   INDEX/builds/ID/manifest.json
 *   INDEX/current -> builds/ID     switched by one rename
 *   INDEX/lock                     held by the one run that writes
 * A published build is never written again.
 * Called by the indexer and the searcher; calls index/manifest, the shim and base. */
#ifndef KB_INDEX_PUBLISH_H
#define KB_INDEX_PUBLISH_H

#include "index/manifest.h"
#include "shim/kb_shim.h"

/* The build in service, opened for reading. */
struct kb_index {
    struct kb_manifest manifest;
    struct kb_reader *reader; /* owned */
};

/**
 * Open the build in service.
 *
 *   index    the index folder
 *   out      cleared with kb_index_clear
 *
 * Fails: KB_E_NO_INDEX when there is none; KB_E_SCHEMA when it was built by another
 * version of schema or analyzer; KB_E_CORRUPT when a part of it is missing or damaged;
 * KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_index_open(const char *index, struct kb_index *out,
                             struct kb_error *err) KB_CHECKED;

/**
 * Open a build by its id, in service or not. Fails as kb_index_open.
 */
enum kb_status kb_index_open_build(const char *index, const char *build,
                                   struct kb_index *out,
                                   struct kb_error *err) KB_CHECKED;

/**
 * The id of the build in service: one readlink.
 *
 * Fails: KB_E_NO_INDEX; KB_E_CORRUPT when INDEX/current points to no build; KB_E_IO.
 */
enum kb_status kb_index_current(const char *index, char build[KB_BUILD_ID_BYTES],
                                struct kb_error *err) KB_CHECKED;

void kb_index_clear(struct kb_index *index);

/**
 * Begin a build: makes INDEX, INDEX/builds and a new folder in it. The caller holds the
 * lock.
 *
 *   build    its id, for the manifest
 *   path     its folder, replaced; empty when there is none
 *
 * Fails: KB_E_IO; KB_E_INVALID.
 */
enum kb_status kb_build_begin(const char *index, char build[KB_BUILD_ID_BYTES],
                              struct kb_buf *path, struct kb_error *err) KB_CHECKED;

/**
 * Publish a build whose shards are closed and verified: writes stub and manifest, syncs
 * all to the disk, switches INDEX/current.
 *
 *   n_bytes    size of the build on disk (bytes); optional
 *
 * Fails: KB_E_IO. The build before is then still in service, unless nothing but the
 * last sync failed: then the new one is, though a power cut could bring the old one
 * back.
 */
enum kb_status kb_build_publish(const char *index, const struct kb_manifest *manifest,
                                uint64_t *n_bytes, struct kb_error *err) KB_CHECKED;

/**
 * Remove a build that was begun and not published; one that is in service stays.
 *
 *   build    its id
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_build_drop(const char *index, const char *build,
                             struct kb_error *err) KB_CHECKED;

/**
 * Remove all builds but the one in service: what killed runs left behind, and older
 * ones. The caller holds the lock.
 *
 *   keep    builds to keep besides, newest first (count)
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_build_prune(const char *index, size_t keep,
                              struct kb_error *err) KB_CHECKED;

#endif
