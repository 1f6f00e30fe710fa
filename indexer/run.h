/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The whole batch: lock, walk, plan, build by workers, verify, publish, tell.
 * Called by indexer/main; calls the indexer's other modules, index and base. */
#ifndef KB_INDEXER_RUN_H
#define KB_INDEXER_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct kb_run_options {
    const char *index;       /* folder to build in */
    char *const *corpus;     /* folders and files */
    size_t n_corpus;         /* of them, > 0 */
    const char *report_path; /* NULL = no report file */
    size_t n_jobs;           /* worker processes at most, 1 to KB_SHARDS_MAX */
    bool quiet;
};

/**
 * Build an index of the corpus and put it in service. Whatever fails, the build before
 * stays in service and nothing of the new one is left.
 *
 *   n_skipped    inputs that are not in the index (count)
 *
 * Fails: KB_E_BUSY when another run is at work; KB_E_NOT_FOUND; KB_E_INVALID when the
 * corpus holds no article; KB_E_IO, also when a shard does not
 * verify; KB_E_NOMEM.
 */
enum kb_status kb_run(const struct kb_run_options *options, size_t *n_skipped,
                      struct kb_error *err) KB_CHECKED;

#endif
