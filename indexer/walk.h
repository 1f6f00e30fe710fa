/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Corpus folders and files -> the sorted list of files that may be articles, with size
 * and times of each. Reads no file. Called by indexer/run; calls indexer/{crew,report},
 * index/inputs and base. */
#ifndef KB_INDEXER_WALK_H
#define KB_INDEXER_WALK_H

#include "base/error.h"
#include "index/inputs.h"
#include "report.h"

struct kb_walk_options {
    char *const *roots; /* operands of the command line */
    size_t n_roots;
    const char *index; /* the index folder, which may stand inside of the corpus and is
                          passed over; need not exist */
    size_t n_jobs;     /* processes at most, 1 to KB_SHARDS_MAX */
};

/**
 * Find every file below the given folders, and the given files themselves. Links are
 * followed to their real path; a folder is walked once, so loops end. Names that begin
 * with a dot are passed over.
 *
 *   report    gets folders that cannot be read
 *   out       KB_INPUTS_INIT; gets the files, KB_INPUT_UNKNOWN, and the time
 *
 * Fails: KB_E_NOT_FOUND when a root is not there; KB_E_NOMEM; KB_E_IO.
 */
enum kb_status kb_walk(const struct kb_walk_options *options, struct kb_report *report,
                       struct kb_inputs *out, struct kb_error *err) KB_CHECKED;

#endif
