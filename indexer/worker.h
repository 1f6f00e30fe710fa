/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One child process builds one shard: reads, parses, converts, writes, verifies. It
 * tells the run by messages over a pipe and never touches what others write. Called by
 * indexer/run; calls indexer/{plan,document}, article, the shim and base. */
#ifndef KB_INDEXER_WORKER_H
#define KB_INDEXER_WORKER_H

#include <stdint.h>

#include "base/error.h"
#include "base/span.h"
#include "plan.h"

enum kb_message_kind {
    KB_MESSAGE_PROGRESS, /* totals so far */
    KB_MESSAGE_SKIP,     /* the input `path` is not indexed: status, text */
    KB_MESSAGE_DONE,     /* totals; the shard is closed and verified */
    KB_MESSAGE_FAILED    /* the shard is lost: status, text */
};

/* Sums over the articles of a shard; sums of shards add up to those of the build. */
struct kb_totals {
    uint64_t n_articles;
    uint64_t n_bytes;    /* size of their files */
    uint64_t digest_low; /* 128 bits, added up: the order does not count */
    uint64_t digest_high;
};

/* Below PIPE_BUF, so that each write arrives whole. */
struct kb_message {
    enum kb_message_kind kind;
    enum kb_status status;
    uint32_t path; /* index into the plan's paths */
    struct kb_totals totals;
    char text[KB_ERROR_MAX_BYTES];
};

struct kb_worker_job {
    const struct kb_plan *plan;
    size_t shard;
    const char *path;          /* folder of the shard, to be made */
    struct kb_span dictionary; /* for the packed bodies */
};

/**
 * Build the shard in this process and tell by messages.
 *
 *   fd    where the messages go; a reader that has gone away ends the process
 *
 * Returns the exit code of the process.
 */
int kb_worker_run(const struct kb_worker_job *job, int fd);

#endif
