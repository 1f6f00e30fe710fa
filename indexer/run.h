/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run: lock, walk, scan, build what changed by workers, verify, publish, tell.
 * Called by indexer/main; calls the indexer's other modules, index and base. */
#ifndef KB_INDEXER_RUN_H
#define KB_INDEXER_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "plan.h"

struct kb_run_options {
    const char *index;       /* folder to build in */
    char *const *corpus;     /* folders and files */
    size_t n_corpus;         /* of them, > 0 */
    const char *report_path; /* NULL = no report file */
    size_t n_jobs;           /* worker processes at most, 1 to KB_SHARDS_MAX */
    size_t n_keep;           /* builds to keep besides the one in service (count) */
    unsigned shrink_percent; /* of the articles may go, without being asked for */
    unsigned loss_percent;   /* by which the selftest's MRR may fall */
    bool full;               /* build from nothing */
    enum kb_relearn relearn;
    const char *thesaurus; /* file to learn from as well; NULL = none */
    bool dry_run;          /* say what would be done */
    bool selftest;         /* find known articles before publishing */
    bool force;            /* publish in spite of the selftest */
    bool quiet;
    bool as_json; /* the summary */
};

/**
 * Make the index what the corpus is now, and put it in service. A build is made from
 * the one in service where that can be done, else from nothing; when nothing changed
 * none is made. Whatever fails, the build before stays in service and nothing of the
 * new one is left.
 *
 *   n_skipped    inputs that are not in the index (count)
 *
 * Fails: KB_E_BUSY when another run is at work; KB_E_NOT_FOUND; KB_E_INVALID when the
 * corpus holds no article, when too many are gone, or when the selftest fails; KB_E_IO,
 * also when a shard does not verify; KB_E_NOMEM.
 */
enum kb_status kb_run(const struct kb_run_options *options, size_t *n_skipped,
                      struct kb_error *err) KB_CHECKED;

/**
 * Take the lock of an index; held until it is cleared. Fails: KB_E_BUSY; KB_E_IO.
 */
struct kb_lock;
enum kb_status kb_run_lock(const char *index, struct kb_lock *lock,
                           struct kb_error *err) KB_CHECKED;

#endif
