/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which build of an index is in service, and builds opened for reading. Changes
 * nothing. Called by the indexer and the searcher; calls index/manifest, the shim,
 * schema and text for versions, and base. */
#ifndef KB_INDEX_OPEN_H
#define KB_INDEX_OPEN_H

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
 * Open a build by its id, in service or not. Fails as kb_index_open; KB_E_NOT_FOUND
 * when there is none of that id.
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
 * Read the manifest of a build.
 *
 * Fails: KB_E_CORRUPT when it is missing, damaged or of another build; KB_E_SCHEMA when
 * its format is another; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_index_manifest(const char *index, const char *build,
                                 struct kb_manifest *out,
                                 struct kb_error *err) KB_CHECKED;

/**
 * Whether this program reads what was built: schema and analyzer are the same.
 *
 * Fails: KB_E_SCHEMA, with what differs as its text; KB_E_NOMEM.
 */
enum kb_status kb_index_check_versions(const struct kb_manifest *manifest,
                                       struct kb_error *err) KB_CHECKED;

#endif
