/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "part.h"

#include <sys/resource.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "schema/stored.h"
#include "store.h"

enum {
    /* Articles of one part. A part is written once and never grows: growing tables are
     * rewritten again and again, and the fewer different words a part has, the sooner
     * each is found. The archive by two processes: 1,000 take 2 % more of the CPU time,
     * 700 take 2 % less. What a term has in each part is not made one when they are
     * joined: the index has 1.2 MB less by 1,000, 1.3 MB more by 700. */
    PART_ARTICLES = 850
};

/* Parts stand beside the shard, which is made of them in the end. */
static enum kb_status
open_part(struct kb_parts *parts, struct kb_error *err)
{
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st =
        kb_mem_grow(&parts->paths, parts->n, &parts->capacity, sizeof(*parts->paths));
    if (st != KB_OK)
        return kb_error_set(err, st, "no memory for %zu parts", parts->n);
    st = kb_buf_printf(&path, err, "%s.part-%zu", parts->path, parts->n);
    if (st == KB_OK)
        st = kb_writer_open(path.data, &parts->writer, err);
    if (st != KB_OK) {
        kb_buf_clear(&path);
        return st;
    }
    parts->paths[parts->n++] = path.data; /* taken */
    if (parts->n > 1 || parts->dictionary.n_bytes == 0)
        return KB_OK;
    return kb_writer_set_meta(parts->writer, KB_SPAN_LITERAL(KB_STORED_DICTIONARY_KEY),
                              parts->dictionary, err);
}

static enum kb_status
close_part(struct kb_parts *parts, struct kb_error *err)
{
    enum kb_status st =
        parts->writer == NULL ? KB_OK : kb_writer_close(parts->writer, err);
    kb_writer_free(parts->writer);
    parts->writer = NULL;
    return st;
}

/* Have a part open that is not full. */
static enum kb_status
reach_part(struct kb_parts *parts, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    if (parts->n_articles > 0 && parts->n_articles % PART_ARTICLES == 0)
        st = close_part(parts, err);
    return st == KB_OK && parts->writer == NULL ? open_part(parts, err) : st;
}

static enum kb_status
write_waiting(struct kb_parts *parts, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < parts->n_waiting && st == KB_OK; i++) {
        const struct kb_waiting *next = &parts->waiting[i];
        st = reach_part(parts, err);
        if (st == KB_OK)
            st = kb_store_put(parts->writer, next->id, &next->made, err);
        parts->n_articles++;
    }
    parts->n_waiting = 0;
    return st;
}

enum kb_status
kb_parts_put(struct kb_parts *parts, uint32_t id, const struct kb_made *made,
             struct kb_error *err)
{
    parts->waiting[parts->n_waiting++] = (struct kb_waiting){id, *made};
    return parts->n_waiting == KB_MADE_KEPT ? write_waiting(parts, err) : KB_OK;
}

enum kb_status
kb_parts_end(struct kb_parts *parts, struct kb_writer **out, struct kb_error *err)
{
    enum kb_status st = write_waiting(parts, err);
    if (st == KB_OK)
        st = reach_part(parts, err);
    if (st == KB_OK)
        *out = parts->writer;
    return st;
}

/* Joining opens the files of all parts at once, a few for each thousand articles. */
static void
allow_open_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    /* Where it is refused, joining says what is missing if it is. */
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

enum kb_status
kb_parts_join(struct kb_parts *parts, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    allow_open_files();
    if (parts->n == 0)
        st = open_part(parts, err);
    if (st == KB_OK)
        st = close_part(parts, err);
    if (st == KB_OK)
        st = kb_shard_compact((const char *const *)parts->paths, parts->n, parts->path,
                              err);
    for (size_t i = 0; i < parts->n && st == KB_OK; i++)
        st = kb_file_remove_tree(parts->paths[i], err);
    return st;
}

void
kb_parts_clear(struct kb_parts *parts)
{
    kb_writer_free(parts->writer);
    for (size_t i = 0; i < parts->n; i++)
        kb_mem_free(parts->paths[i]);
    kb_mem_free(parts->paths);
    *parts = (struct kb_parts){.path = NULL};
}
