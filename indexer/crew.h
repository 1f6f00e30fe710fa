/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Work shared among processes, each of which gives back bytes. Processes, not threads:
 * threads of one process wait for each other in every open and stat, so that two walk
 * no faster than one (measured), and Xapian's objects are for one thread. Called by
 * indexer's other modules; calls base. */
#ifndef KB_INDEXER_CREW_H
#define KB_INDEXER_CREW_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"

/* Does part `part` of the work; what it appends to `out` is handed back. */
typedef enum kb_status (*kb_crew_fn)(void *context, size_t part, struct kb_buf *out,
                                     struct kb_error *err);

/**
 * Do `n` parts at once, each in a process of its own; a single part is done in this
 * one.
 *
 *   fn       changes to memory are lost, only `out` comes back
 *   outs     n buffers with their maxima set; what came back is appended
 *
 * Fails: what a part failed with; KB_E_IO when a process was killed; KB_E_NOMEM.
 */
enum kb_status kb_crew_run(size_t n, kb_crew_fn fn, void *context, struct kb_buf *outs,
                           struct kb_error *err) KB_CHECKED;

/* A process at work beside this one. */
struct kb_crew_mate {
    pid_t pid; /* -1 = none */
    int fd;    /* of the memory in which it gives back, -1 = none */
};

#define KB_CREW_MATE_INIT                                                              \
    {                                                                                  \
        -1, -1                                                                         \
    }

/**
 * Begin part `part` in a process of its own and go on.
 *
 *   max_bytes    that it may give back
 *   out          kb_crew_take or kb_crew_end
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_crew_start(kb_crew_fn fn, void *context, size_t part,
                             size_t max_bytes, struct kb_crew_mate *out,
                             struct kb_error *err) KB_CHECKED;

/**
 * Wait for its end and append what it gives back. Fails as kb_crew_run.
 */
enum kb_status kb_crew_take(struct kb_crew_mate *mate, struct kb_buf *out,
                            struct kb_error *err) KB_CHECKED;

/**
 * Kill it if it is still at work, and wait for its end.
 */
void kb_crew_end(struct kb_crew_mate *mate);

/**
 * Fork a process that is killed when this one ends. Returns what fork returns.
 */
pid_t kb_crew_fork(void);

#endif
