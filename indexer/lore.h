/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The learned words of a build that is made: learned anew from what its workers noted
 * down, or taken over from the build before. Called by indexer/{build,run}; calls
 * indexer/{learn,lesson}, index, schema and base. */
#ifndef KB_INDEXER_LORE_H
#define KB_INDEXER_LORE_H

#include "index/manifest.h"

/**
 * Learn from the lessons of all shards, which then go.
 *
 *   dir         folder of the build
 *   manifest    its shards are named
 *   thesaurus   for kb_learn
 *
 * Fails: KB_E_IO; KB_E_CORRUPT; KB_E_NOMEM; as kb_thesaurus_read.
 */
enum kb_status kb_lore_make(const char *dir, const struct kb_manifest *manifest,
                            const char *thesaurus, struct kb_error *err) KB_CHECKED;

/**
 * The file that was made joins the manifest's files. Fails as kb_files_add.
 */
enum kb_status kb_lore_add(const char *dir, struct kb_manifest *manifest,
                           struct kb_error *err) KB_CHECKED;

/**
 * Take over the file of the build before. One that has none hands none on.
 *
 *   base_dir    folder of the build before
 *   base        its manifest
 *
 * Fails: KB_E_CORRUPT when it is damaged; KB_E_IO; KB_E_LIMIT.
 */
enum kb_status kb_lore_keep(const char *base_dir, const struct kb_manifest *base,
                            const char *dir, struct kb_manifest *manifest,
                            struct kb_error *err) KB_CHECKED;

#endif
