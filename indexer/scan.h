/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has become of the files since the build before: reads those whose size or times
 * changed, by several processes, and says of each what it holds. Called by indexer/run;
 * calls indexer/crew, article/parse, index/inputs and base. */
#ifndef KB_INDEXER_SCAN_H
#define KB_INDEXER_SCAN_H

#include "index/inputs.h"

struct kb_scan_counts {
    size_t n_read;     /* files that were read */
    size_t n_same;     /* of them: their bytes are as before */
    bool is_as_before; /* no path, size, time or byte differs from the table before */
};

/**
 * Fill in what each file holds. State is then KB_INPUT_ARTICLE for each readable
 * article, KB_INPUT_SKIPPED for the rest; which of several with the same number is
 * taken is not looked at.
 *
 *   before    table of the build before; empty = every file is read; must live as
 *             long as `now`, which points into it
 *   n_jobs    processes at most, 1 to KB_SHARDS_MAX
 *   now       as kb_walk found it
 *
 * A file whose times are younger than two seconds before `before` was begun may have
 * been changed once more within one tick of the clock: it is read again.
 *
 * Fails: KB_E_NOMEM; KB_E_IO when a process was killed.
 */
enum kb_status kb_scan(const struct kb_inputs *before, size_t n_jobs,
                       struct kb_inputs *now, struct kb_scan_counts *counts,
                       struct kb_error *err) KB_CHECKED;

/**
 * Hash of a file's bytes, as it stands in the table.
 */
void kb_scan_hash(struct kb_span bytes, struct kb_input *out);

#endif
