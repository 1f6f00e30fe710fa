/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which file holds which article, and which shard gets it. Reads only the heads of
 * files. Called by indexer/run and indexer/worker; calls article/parse and base. */
#ifndef KB_INDEXER_PLAN_H
#define KB_INDEXER_PLAN_H

#include "article/article.h"
#include "base/error.h"
#include "report.h"
#include "walk.h"

/* One file that says it holds an article. Files with the same number stand together. */
struct kb_task {
    uint32_t id;
    uint32_t path; /* index into the paths */
};

struct kb_plan {
    const struct kb_paths *paths; /* borrowed */
    struct kb_task *tasks;        /* owned; by article number, then by path */
    size_t n;
    size_t capacity;
    size_t n_shards;
};

/**
 * Look at the head of every file.
 *
 *   paths       borrowed as long as the plan lives
 *   max_shards  1 to KB_SHARDS_MAX; a small corpus gets fewer
 *   report      gets files that are no article or cannot be read
 *   out         cleared with kb_plan_clear
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_plan_make(const struct kb_paths *paths, size_t max_shards,
                            struct kb_report *report, struct kb_plan *out,
                            struct kb_error *err) KB_CHECKED;

void kb_plan_clear(struct kb_plan *plan);

/**
 * The shard of an article: the same for every run with as many shards.
 */
size_t kb_plan_shard(const struct kb_plan *plan, uint32_t id);

#endif
