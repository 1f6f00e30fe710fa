/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of a build and the digests by which flipped bits are found: Xapian keeps no
 * check sums. Called by index/manifest and the indexer; calls base. */
#ifndef KB_INDEX_FILES_H
#define KB_INDEX_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/limits.h"
#include "base/span.h"

enum {
    KB_FILE_NAME_BYTES = 64, /* "shard-63/postlist.glass" and its NUL, with room */
    /* glass has six tables, a version file and a lock; and three of the build itself */
    KB_FILES_PER_SHARD = 8,
    KB_FILES_MAX = KB_FILES_PER_SHARD * KB_SHARDS_MAX + 8
};

struct kb_build_file {
    char name[KB_FILE_NAME_BYTES]; /* below the build's folder */
    uint64_t n_bytes;
    uint64_t digest; /* XXH3, 64 bits */
};

/* Some or all files of one build. */
struct kb_build_files {
    struct kb_build_file items[KB_FILES_MAX];
    size_t n;
};

/**
 * Read a file and add it with its digest.
 *
 *   dir     folder of the build
 *   name    of the file in it
 *
 * Fails: KB_E_NOT_FOUND; KB_E_LIMIT for a name that is too long or one file too many;
 * KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_files_add(struct kb_build_files *files, const char *dir,
                            const char *name, struct kb_error *err) KB_CHECKED;

/**
 * Add all files of a folder inside the build, such as a shard. Fails as kb_files_add.
 */
enum kb_status kb_files_add_dir(struct kb_build_files *files, const char *dir,
                                const char *name, struct kb_error *err) KB_CHECKED;

/**
 * Read a file and compare it with its record.
 *
 * Fails: KB_E_CORRUPT when it is not there, or size or digest differ; KB_E_IO.
 */
enum kb_status kb_files_check(const struct kb_build_file *file, const char *dir,
                              struct kb_error *err) KB_CHECKED;

/**
 * Copy a file into another build, and compare what is copied with its record.
 *
 *   from, to    folders of the two builds; folders of the name must be there
 *   may_link    make it the same file on the disk where the file system can do that:
 *               for files that are not written any more
 *
 * Fails: as kb_files_check; KB_E_IO.
 */
enum kb_status kb_files_copy(const struct kb_build_file *file, const char *from,
                             const char *to, bool may_link,
                             struct kb_error *err) KB_CHECKED;

/**
 * Whether these are the bytes of the file that was recorded.
 */
bool kb_files_hold(const struct kb_build_file *file, struct kb_span bytes);

/**
 * The record of a name; NULL when there is none.
 */
const struct kb_build_file *kb_files_find(const struct kb_build_files *files,
                                          const char *name);

#endif
