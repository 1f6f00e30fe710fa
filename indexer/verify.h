/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks a build to the last bit: manifest, digest of every file, Xapian's check of
 * every shard, numbers of articles. Changes nothing. Called by indexer/{main,manage};
 * calls indexer/crew, index, the shim and base. */
#ifndef KB_INDEXER_VERIFY_H
#define KB_INDEXER_VERIFY_H

#include "index/publish.h"

/**
 * Check a build.
 *
 *   build     its id; NULL = the one in service
 *   n_jobs    processes at most, 1 to KB_SHARDS_MAX
 *   out       its manifest
 *
 * Fails: KB_E_NO_INDEX; KB_E_NOT_FOUND when there is no such build; KB_E_CORRUPT,
 * KB_E_SCHEMA with what is wrong; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_verify(const char *index, const char *build, size_t n_jobs,
                         struct kb_manifest *out, struct kb_error *err) KB_CHECKED;

#endif
