/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run tells: progress on stderr, skipped inputs, the summary on stdout, the
 * report file. Decides nothing. Called by the indexer's other modules; calls jansson,
 * indexer/journal, index/manifest and base. */
#ifndef KB_INDEXER_REPORT_H
#define KB_INDEXER_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/error.h"
#include "index/manifest.h"

/* One input that is in no shard, and why. */
struct kb_skip {
    char *path; /* owned */
    enum kb_status status;
    char *reason; /* owned */
};

enum {
    KB_PHASES_MAX = 8
};

/* How long a part of the run took. */
struct kb_phase {
    const char *name; /* static */
    double seconds;
};

struct kb_report {
    bool quiet;
    bool graded;      /* stderr is the journal: lines begin with their grade */
    bool on_terminal; /* progress may rewrite its line */
    double start_s;   /* monotonic clock, of the run and of the present phase */
    double phase_s;
    double last_shown_s;
    struct kb_phase phases[KB_PHASES_MAX];
    size_t n_phases;
    bool line_open;        /* a progress line stands without its line end */
    struct kb_skip *skips; /* owned array */
    size_t n_skips;
    size_t skips_capacity;
};

/* What a finished run has to say. */
struct kb_summary {
    const char *index;
    const char *build;    /* in service now */
    const char *why_full; /* it was made from nothing; NULL = from the one before */
    bool nothing;         /* nothing changed and no build was made */
    bool dry_run;         /* nothing was done: what would be */
    uint64_t n_articles;
    uint64_t n_input_bytes;
    uint64_t n_index_bytes;
    uint64_t n_read; /* files that were read to find out what changed */
    uint32_t n_added;
    uint32_t n_changed;
    uint32_t n_removed;
    uint32_t n_moved;
    size_t n_shards;
    bool learns;                          /* words anew, else as they were */
    bool has_thesaurus;                   /* where they are learned anew */
    struct kb_manifest_learned learned;   /* of what; its build is "" in a dry run */
    struct kb_manifest_selftest selftest; /* no items = it was not run */
    struct kb_manifest_selftest selftest_before; /* of the build that was in service */
};

/**
 * Start the clock. Progress goes to stderr, rewritten in place if that is a terminal.
 */
void kb_report_init(struct kb_report *report, bool quiet);

void kb_report_clear(struct kb_report *report);

/**
 * Say on stderr what is done now: "reading the corpus". Its time ends with the next
 * phase or with the summary.
 *
 *   what    static
 */
void kb_report_phase(struct kb_report *report, const char *what);

/**
 * Say something on stderr that somebody should look at, even when the run is quiet.
 */
void kb_report_warn(struct kb_report *report, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Say how far the articles are, at most a few times a second.
 */
void kb_report_progress(struct kb_report *report, uint64_t n_done, uint64_t n_all);

/**
 * Append a reason without the path that stands in it: "cannot open 'a': Permission
 * denied" becomes "cannot open: Permission denied". Fails: KB_E_NOMEM; KB_E_LIMIT.
 */
enum kb_status kb_report_reason(const char *reason, const char *path,
                                struct kb_buf *out, struct kb_error *err) KB_CHECKED;

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
 * Print the summary of a run that did not fail: as text, or as one JSON object.
 *
 * Fails: KB_E_IO when `out` cannot be written; KB_E_NOMEM.
 */
enum kb_status kb_report_summary(struct kb_report *report,
                                 const struct kb_summary *summary, bool as_json,
                                 FILE *out, struct kb_error *err) KB_CHECKED;

/**
 * Write all skipped inputs as JSON:
 * {"version":1,"skipped":[{"path","status","reason","line"}]}, sorted by path; the line
 * is that of the file, null where none is to blame. A path that is not valid UTF-8 is
 * decoded as articles are.
 *
 * Fails: KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_report_write(const struct kb_report *report, const char *path,
                               struct kb_error *err) KB_CHECKED;

#endif
