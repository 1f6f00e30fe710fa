/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan.h"

#include <stdlib.h>

#include "article/parse.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"

enum {
    /* articles for which another process pays off */
    SHARD_MIN_ARTICLES = 1000
};

static enum kb_status
add_task(struct kb_plan *plan, uint32_t id, size_t path, struct kb_error *err)
{
    if (kb_mem_grow(&plan->tasks, plan->n, &plan->capacity, sizeof(*plan->tasks)) !=
        KB_OK)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu articles", plan->n);
    plan->tasks[plan->n++] = (struct kb_task){id, (uint32_t)path};
    return KB_OK;
}

static enum kb_status
look_at(struct kb_plan *plan, size_t i, struct kb_buf *head, struct kb_report *report,
        struct kb_error *err)
{
    const char *path = plan->paths->items[i];
    uint32_t id;
    enum kb_article_form form;
    struct kb_error why = KB_ERROR_INIT;
    kb_buf_reset(head);
    enum kb_status st = kb_file_read_head(path, KB_ARTICLE_HEAD_BYTES, head, &why);
    if (st == KB_OK)
        st = kb_article_peek(kb_buf_span(head), &id, &form, &why);
    if (st == KB_OK)
        return add_task(plan, id, i, err);
    return kb_report_skip(report, path, st, why.msg, err);
}

static int
by_id_and_path(const void *a, const void *b)
{
    const struct kb_task *x = a;
    const struct kb_task *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->path < y->path ? -1 : x->path > y->path;
}

enum kb_status
kb_plan_make(const struct kb_paths *paths, size_t max_shards, struct kb_report *report,
             struct kb_plan *out, struct kb_error *err)
{
    struct kb_plan plan = {.paths = paths};
    struct kb_buf head = KB_BUF_INIT(KB_ARTICLE_HEAD_BYTES);
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < paths->n && st == KB_OK; i++)
        st = look_at(&plan, i, &head, report, err);
    kb_buf_clear(&head);
    if (st != KB_OK) {
        kb_plan_clear(&plan);
        return st;
    }
    if (plan.n > 0)
        qsort(plan.tasks, plan.n, sizeof(plan.tasks[0]), by_id_and_path);
    plan.n_shards = plan.n / SHARD_MIN_ARTICLES + 1;
    if (plan.n_shards > max_shards)
        plan.n_shards = max_shards;
    *out = plan;
    return KB_OK;
}

void
kb_plan_clear(struct kb_plan *plan)
{
    kb_mem_free(plan->tasks);
    plan->tasks = NULL;
    plan->n = 0;
    plan->capacity = 0;
}

size_t
kb_plan_shard(const struct kb_plan *plan, uint32_t id)
{
    return id % plan->n_shards;
}
