/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Corpus folders and files -> the sorted list of files that may be articles.
 * Reads no file. Called by indexer/run; calls indexer/report and base. */
#ifndef KB_INDEXER_WALK_H
#define KB_INDEXER_WALK_H

#include "base/error.h"
#include "report.h"

struct kb_paths {
    char **items; /* owned; absolute, sorted by bytes, each once */
    size_t n;
    size_t capacity;
};

/**
 * Find every file below the given folders, and the given files themselves. Links are
 * followed to their real path; a folder is walked once, so loops end. Names that begin
 * with a dot are passed over, and so is the index folder.
 *
 *   roots     operands of the command line (count n)
 *   index     the index folder, which may stand inside of the corpus; need not exist
 *   report    gets folders that cannot be read
 *   out       empty; kb_paths_clear
 *
 * Fails: KB_E_NOT_FOUND when a root is not there; KB_E_NOMEM; KB_E_IO.
 */
enum kb_status kb_walk(char *const *roots, size_t n, const char *index,
                       struct kb_report *report, struct kb_paths *out,
                       struct kb_error *err) KB_CHECKED;

void kb_paths_clear(struct kb_paths *paths);

#endif
