/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One child process builds some of the shards: from nothing, or from a copy of the
 * shard of the build before, in which it puts, replaces and removes articles. What is
 * done is verified and synced to the disk. It tells the run by messages over a pipe and
 * never touches what others write. Called by indexer/run; calls indexer/{change,
 * document,store,part}, article, the shim and base. */
#ifndef KB_INDEXER_WORKER_H
#define KB_INDEXER_WORKER_H

#include <stdint.h>

#include "base/error.h"
#include "base/span.h"
#include "change.h"
#include "index/manifest.h"

enum kb_message_kind {
    KB_MESSAGE_PROGRESS, /* n_done */
    KB_MESSAGE_SKIP,     /* the input `path` is not indexed: status, text */
    KB_MESSAGE_OTHER,    /* the input `path` has other bytes than when it was scanned */
    KB_MESSAGE_TAUGHT,   /* all articles of a shard are put and noted down */
    KB_MESSAGE_FILE,     /* a file of a shard that is done */
    KB_MESSAGE_SHARD,    /* the shard is closed and verified: n_done articles in it */
    KB_MESSAGE_DONE,     /* so are all */
    KB_MESSAGE_FAILED    /* a shard is lost: status, text */
};

/* Below PIPE_BUF, so that each write arrives whole. */
struct kb_message {
    enum kb_message_kind kind;
    enum kb_status status;
    uint32_t path; /* index into the table of inputs */
    uint32_t shard;
    uint64_t n_done;
    uint64_t hash_low;
    uint64_t hash_high;
    struct kb_build_file file;
    char text[KB_ERROR_MAX_BYTES];
};

struct kb_worker_job {
    const struct kb_inputs *inputs;
    const struct kb_changes *changes;
    const char *dir;      /* folder of the build */
    const char *base_dir; /* of the build it is made from; NULL = from nothing */
    const struct kb_manifest *base; /* of that; its shards are kept */
    size_t n_shards;
    size_t first_shard; /* this process builds this one and every `step`-th after it */
    size_t step;
    struct kb_span dictionary; /* for the packed bodies */
    bool teach;                /* note down what the articles teach; from nothing */
};

/**
 * Build the shards in this process and tell by messages.
 *
 *   fd    where the messages go; a reader that has gone away ends the process
 *
 * Returns the exit code of the process.
 */
int kb_worker_run(const struct kb_worker_job *job, int fd);

#endif
