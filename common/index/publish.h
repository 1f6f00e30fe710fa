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

#include "index/open.h"

/* By it Xapian's own tools open all shards of a build as one database. */
#define KB_STUB_NAME "XAPIANDB"

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
 * Write stub and manifest of a build whose shards are closed, verified and on the disk,
 * and sync them. It can be opened then by its id, and is not in service. May be called
 * again when the manifest has more to say.
 *
 *   manifest   its files are those of the shards and the like; gets the stub
 *   n_bytes    size of the build (bytes); optional
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_build_seal(const char *index, struct kb_manifest *manifest,
                             uint64_t *n_bytes, struct kb_error *err) KB_CHECKED;

/**
 * Put a sealed build in service: switches INDEX/current.
 *
 * Fails: KB_E_IO. The build before is then still in service, unless nothing but the
 * last sync failed: then the new one is, though a power cut could bring the old one
 * back.
 */
enum kb_status kb_build_switch(const char *index, const char *build,
                               struct kb_error *err) KB_CHECKED;

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
 * Remove what killed runs left behind, and builds newer than the one in service, which
 * were never in service or from which somebody went back. The caller holds the lock.
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_build_clean(const char *index, struct kb_error *err) KB_CHECKED;

/**
 * Remove all builds but the one in service. The caller holds the lock.
 *
 *   keep    whole builds to keep besides, newest first (count)
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_build_prune(const char *index, size_t keep,
                              struct kb_error *err) KB_CHECKED;

struct kb_build_entry {
    char id[KB_BUILD_ID_BYTES];
    bool is_whole; /* has a manifest */
};

struct kb_builds {
    struct kb_build_entry *items; /* owned; newest first */
    size_t n;
    size_t capacity;
};

/**
 * List the builds there are; none is fine.
 *
 *   out    empty; kb_builds_clear
 *
 * Fails: KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_builds_list(const char *index, struct kb_builds *out,
                              struct kb_error *err) KB_CHECKED;

void kb_builds_clear(struct kb_builds *builds);

#endif
