/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Workers build the shards of one build: starts them, listens to them, gathers what
 * they say; has words learned as soon as all articles are noted down. Called by
 * indexer/run; calls indexer/{crew,lore,worker,report} and base. */
#ifndef KB_INDEXER_BUILD_H
#define KB_INDEXER_BUILD_H

#include "report.h"
#include "worker.h"

struct kb_build_job {
    struct kb_inputs *inputs; /* what a worker could not read is noted here */
    const struct kb_changes *changes;
    struct kb_report *report;
    const char *dir;      /* folder of the build */
    const char *base_dir; /* of the one it is made from; NULL = from nothing */
    const struct kb_manifest *base; /* of that */
    struct kb_span dictionary;
    size_t n_jobs;         /* processes at most */
    bool learn;            /* words, from what workers note down; from nothing */
    const char *thesaurus; /* for kb_learn */
};

/**
 * Build all shards; learn words beside, while the workers join and check them.
 *
 *   manifest    its shards are set, their numbers of articles get right; gets the files
 *
 * Fails: KB_E_CORRUPT when the build it is made from is damaged; KB_E_IO; KB_E_NOMEM;
 * KB_E_INTERNAL; as kb_lore_make. Files are left behind.
 */
enum kb_status kb_build_shards(const struct kb_build_job *job,
                               struct kb_manifest *manifest,
                               struct kb_error *err) KB_CHECKED;

#endif
