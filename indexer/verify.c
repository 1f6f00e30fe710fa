/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verify.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "crew.h"
#include "index/inputs.h"

/* What the processes share: each takes every n-th shard and file. */
struct job {
    const struct kb_manifest *manifest;
    const char *dir;
    size_t n_jobs;
};

/* Xapian's check wants to write. Where it may not, on a file system that is read-only
 * or as a user who may only read, the digests speak: Xapian checked these very bytes
 * before they were published. */
static enum kb_status
check_tables(const char *path, uint32_t *n_docs, struct kb_error *err)
{
    struct kb_reader *reader = NULL;
    char *table = kb_file_join(path, "postlist.glass");
    if (table == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a path");
    bool may_write = access(table, W_OK) == 0 || (errno != EROFS && errno != EACCES);
    kb_mem_free(table);
    if (may_write)
        return kb_shard_verify(path, n_docs, err);
    enum kb_status st = kb_reader_open(&path, 1, &reader, err);
    if (st == KB_OK)
        st = kb_reader_count(reader, n_docs, err);
    kb_reader_free(reader);
    return st;
}

static enum kb_status
check_shard(const struct job *job, size_t i, struct kb_error *err)
{
    const struct kb_manifest_shard *shard = &job->manifest->shards[i];
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    uint32_t n_docs = 0;
    enum kb_status st = kb_buf_printf(&path, err, "%s/%s", job->dir, shard->name);
    if (st == KB_OK) {
        st = check_tables(path.data, &n_docs, err);
        if (st != KB_OK)
            kb_error_context(err, "'%s'", path.data);
    }
    if (st == KB_OK && n_docs != shard->n_articles)
        st = kb_error_set(err, KB_E_CORRUPT,
                          "'%s' has %u articles, the manifest says %u", path.data,
                          n_docs, shard->n_articles);
    kb_buf_clear(&path);
    return st;
}

static enum kb_status
check_part(void *context, size_t part, struct kb_buf *out, struct kb_error *err)
{
    const struct job *job = context;
    const struct kb_build_files *files = &job->manifest->files;
    enum kb_status st = KB_OK;
    (void)out;
    for (size_t i = part; i < files->n && st == KB_OK; i += job->n_jobs)
        st = kb_files_check(&files->items[i], job->dir, err);
    for (size_t i = part; i < job->manifest->n_shards && st == KB_OK; i += job->n_jobs)
        st = check_shard(job, i, err);
    return st;
}

/* The manifest's numbers among each other and with the table of inputs. */
static enum kb_status
check_numbers(const struct kb_manifest *m, const char *dir, struct kb_error *err)
{
    struct kb_inputs inputs = KB_INPUTS_INIT;
    uint32_t n_in_shards = 0;
    uint32_t n_in_table = 0;
    if (!m->is_intact)
        return kb_error_set(err, KB_E_CORRUPT, "the manifest of '%s' was edited", dir);
    for (size_t i = 0; i < m->n_shards; i++)
        n_in_shards += m->shards[i].n_articles;
    enum kb_status st = kb_inputs_read(dir, &inputs, err);
    for (size_t i = 0; i < inputs.n; i++)
        n_in_table += inputs.items[i].state == KB_INPUT_ARTICLE;
    kb_inputs_clear(&inputs);
    if (st == KB_OK && (m->n_articles != n_in_shards || m->n_articles != n_in_table))
        st = kb_error_set(
            err, KB_E_CORRUPT,
            "'%s' has %u articles in its shards, %u in its table of inputs "
            "and %u in its manifest",
            dir, n_in_shards, n_in_table, m->n_articles);
    return st;
}

/* What is missing is damage. */
static enum kb_status
as_damage(enum kb_status st, struct kb_error *err)
{
    if (st != KB_E_NOT_FOUND)
        return st;
    if (err != NULL)
        err->code = KB_E_CORRUPT;
    return KB_E_CORRUPT;
}

static enum kb_status
check_build(const char *dir, size_t n_jobs, const struct kb_manifest *m,
            struct kb_error *err)
{
    struct job job = {m, dir, n_jobs};
    struct kb_buf outs[KB_SHARDS_MAX];
    for (size_t i = 0; i < n_jobs; i++)
        outs[i] = (struct kb_buf)KB_BUF_INIT(0);
    enum kb_status st = kb_crew_run(n_jobs, check_part, &job, outs, err);
    for (size_t i = 0; i < n_jobs; i++)
        kb_buf_clear(&outs[i]);
    if (st == KB_OK)
        st = check_numbers(m, dir, err);
    return as_damage(st, err);
}

static enum kb_status
find_build(const char *index, const char *wanted, char build[KB_BUILD_ID_BYTES],
           struct kb_error *err)
{
    struct kb_builds builds = {NULL, 0, 0};
    if (wanted == NULL)
        return kb_index_current(index, build, err);
    enum kb_status st = kb_builds_list(index, &builds, err);
    bool found = false;
    for (size_t i = 0; i < builds.n; i++)
        found = found || strcmp(builds.items[i].id, wanted) == 0;
    kb_builds_clear(&builds);
    if (st == KB_OK && !found)
        st = kb_error_set(err, KB_E_NOT_FOUND,
                          "index '%s' has no build '%s' (see --list)", index, wanted);
    if (st == KB_OK)
        snprintf(build, KB_BUILD_ID_BYTES, "%s", wanted);
    return st;
}

enum kb_status
kb_verify(const char *index, const char *build, size_t n_jobs, struct kb_manifest *out,
          struct kb_error *err)
{
    char id[KB_BUILD_ID_BYTES];
    struct kb_buf dir = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = find_build(index, build, id, err);
    if (st == KB_OK)
        st = kb_buf_printf(&dir, err, "%s/builds/%s", index, id);
    if (st == KB_OK)
        st = kb_index_manifest(index, id, out, err);
    if (st == KB_OK)
        st = check_build(dir.data, n_jobs, out, err);
    kb_buf_clear(&dir);
    return st;
}
