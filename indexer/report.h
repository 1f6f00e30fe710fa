/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run tells: progress on stderr, skipped inputs, the summary on stdout, the
 * report file. Decides nothing. Called by the indexer's other modules; calls jansson
 * and base. */
#ifndef KB_INDEXER_REPORT_H
#define KB_INDEXER_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

/* One input that is in no shard, and why. */
struct kb_skip {
    char *path; /* owned */
    enum kb_status status;
    char *reason; /* owned */
};

struct kb_report {
    bool quiet;
    bool on_terminal; /* progress may rewrite its line */
    double start_s;   /* monotonic clock, of the run and of the present phase */
    double phase_s;
    double last_shown_s;
    bool line_open;        /* a progress line stands without its line end */
    struct kb_skip *skips; /* owned array */
    size_t n_skips;
    size_t skips_capacity;
};

/* What a finished run has to say. */
struct kb_summary {
    const char *index;
    const char *build;
    uint64_t n_articles;
    uint64_t n_input_bytes;
    uint64_t n_index_bytes;
    size_t n_shards;
};

/**
 * Start the clock. Progress goes to stderr, rewritten in place if that is a terminal.
 */
void kb_report_init(struct kb_report *report, bool quiet);

void kb_report_clear(struct kb_report *report);

/**
 * Say on stderr what is done now: "reading the corpus".
 */
void kb_report_phase(struct kb_report *report, const char *what);

/**
 * Say how far the articles are, at most a few times a second.
 */
void kb_report_progress(struct kb_report *report, uint64_t n_done, uint64_t n_all);

/**
 * Note an input that will be in no shard. The reason is kept without the path, where it
 * begins with "'path' " or has " 'path'" in it.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_report_skip(struct kb_report *report, const char *path,
                              enum kb_status status, const char *reason,
                              struct kb_error *err) KB_CHECKED;

/**
 * Name the first skipped inputs on stderr and how many there are.
 */
void kb_report_skips(struct kb_report *report);

/**
 * Print the summary of a run that published.
 *
 * Fails: KB_E_IO when `out` cannot be written.
 */
enum kb_status kb_report_summary(struct kb_report *report,
                                 const struct kb_summary *summary, FILE *out,
                                 struct kb_error *err) KB_CHECKED;

/**
 * Write all skipped inputs as JSON:
 * {"version":1,"skipped":[{"path","status","reason"}]}, sorted by path. A path that is
 * not valid UTF-8 is decoded as articles are.
 *
 * Fails: KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_report_write(const struct kb_report *report, const char *path,
                               struct kb_error *err) KB_CHECKED;

#endif
