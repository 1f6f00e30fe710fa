/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and folders as whole things: read up to a limit, replace at once, sync, remove.
 * Messages name the path. Called by article, index and the programs; calls base. */
#ifndef KB_BASE_FILE_H
#define KB_BASE_FILE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

/**
 * Append a file's bytes, at most what `out` takes.
 *
 * Fails: KB_E_NOT_FOUND; KB_E_LIMIT when it is longer; KB_E_INVALID when it is no
 * regular file; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_file_read(const char *path, struct kb_buf *out,
                            struct kb_error *err) KB_CHECKED;

/**
 * Say that a file will be read soon: where the disk must be asked for it, it is asked
 * now, and nobody waits. A file that cannot be had is none of this function's business.
 */
void kb_file_expect(const char *path);

/**
 * Have a file's bytes in memory without reading them: for files that nobody writes
 * again, as to shorten one takes its bytes away.
 *
 *   out     kb_file_unmap; no bytes for an empty file
 *
 * Fails: as kb_file_read.
 */
enum kb_status kb_file_map(const char *path, size_t max_bytes, struct kb_span *out,
                           struct kb_error *err) KB_CHECKED;

void kb_file_unmap(struct kb_span *bytes);

/**
 * Replace a file by these bytes: written beside it, synced, renamed, so that a reader
 * sees the old or the new file and never a part.
 *
 * Fails: KB_E_IO; nothing is left behind then.
 */
enum kb_status kb_file_write(const char *path, struct kb_span bytes,
                             struct kb_error *err) KB_CHECKED;

/**
 * Make a folder; one that is there is fine. Its parent must be there.
 *
 * Fails: KB_E_IO; KB_E_INVALID when something else has that name.
 */
enum kb_status kb_file_make_dir(const char *path, struct kb_error *err) KB_CHECKED;

/**
 * Force a file or folder to the disk.
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_file_sync(const char *path, struct kb_error *err) KB_CHECKED;

/**
 * Call `visit` for every entry of a folder but "." and "..", in no order, until one
 * fails.
 *
 *   path    "dir/name", borrowed for the call
 *
 * Fails: KB_E_NOT_FOUND, KB_E_IO, or what `visit` returned.
 */
enum kb_status kb_file_each(const char *dir,
                            enum kb_status (*visit)(const char *path, void *context,
                                                    struct kb_error *err),
                            void *context, struct kb_error *err) KB_CHECKED;

/**
 * Remove a file or a folder with all in it; nothing there is fine. Links are removed,
 * not followed.
 *
 * Fails: KB_E_IO; KB_E_LIMIT for folders more than KB_WALK_MAX_DEPTH deep.
 */
enum kb_status kb_file_remove_tree(const char *path, struct kb_error *err) KB_CHECKED;

/**
 * Force a folder and all in it to the disk.
 *
 *   n_bytes     size of the files in it (bytes), added up; optional
 *
 * Fails: as kb_file_remove_tree.
 */
enum kb_status kb_file_sync_tree(const char *path, uint64_t *n_bytes,
                                 struct kb_error *err) KB_CHECKED;

/**
 * "dir/name" as a string; NULL when there is no memory. Freed with kb_mem_free.
 */
char *kb_file_join(const char *dir, const char *name) KB_CHECKED;

#endif
