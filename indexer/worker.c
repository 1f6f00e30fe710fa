/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "worker.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>
#include <xxhash.h>

#include "article/parse.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "document.h"
#include "schema/stored.h"
#include "shim/kb_shim.h"

enum {
    /* Articles of one part. A part is written once and never grows: growing tables are
     * rewritten again and again. The archive in one process: 4,000 a part 29.9 s CPU
     * and 175 MB, 2,000 23.6 s and 180 MB, 1,000 21.4 s and 186 MB, 500 19.7 s and 195
     * MB; without parts, a commit every 3,000: 23.8 s and 246 MB. */
    PART_ARTICLES = 1000,
    PROGRESS_EVERY = 250
};

/* A file that was read and parsed. */
struct candidate {
    struct kb_article article;
    struct kb_buf bytes;
    uint32_t path;
    bool is_set;
};

struct worker {
    const struct kb_worker_job *job;
    int fd;
    struct kb_writer *writer; /* of the present part, NULL = none is open */
    char **parts;             /* owned; folders of the parts */
    size_t n_parts;
    size_t parts_capacity;
    struct kb_maker *maker;
    struct candidate best; /* of the files with one number */
    struct candidate next;
    struct kb_totals totals;
    struct kb_error *err;
};

static enum kb_status
tell(struct worker *w, const struct kb_message *message)
{
    ssize_t n;
    do
        n = write(w->fd, message, sizeof(*message));
    while (n < 0 && errno == EINTR);
    if (n != (ssize_t)sizeof(*message))
        return kb_error_os(w->err, errno, "cannot tell the run");
    return KB_OK;
}

static enum kb_status
tell_skip(struct worker *w, uint32_t path, const struct kb_error *why)
{
    struct kb_message message = {
        .kind = KB_MESSAGE_SKIP, .status = why->code, .path = path};
    memcpy(message.text, why->msg, sizeof(message.text));
    return tell(w, &message);
}

/* Messages name the path themselves; the report has it already. */
static enum kb_status
load(struct worker *w, uint32_t path, struct candidate *out, struct kb_error *why)
{
    const char *name = w->job->plan->paths->items[path];
    kb_buf_reset(&out->bytes);
    enum kb_status st = kb_file_read(name, &out->bytes, why);
    if (st == KB_OK)
        st = kb_article_parse(kb_buf_span(&out->bytes), &out->article, why);
    out->path = path;
    out->is_set = st == KB_OK;
    return st;
}

/* Of files with the same number the one modified last wins, then the page form, then
 * the first path. Files come in the order of their paths. */
static bool
is_better(const struct kb_article *next, const struct kb_article *best)
{
    if (next->modified != best->modified)
        return next->modified > best->modified;
    return next->form == KB_FORM_PAGE && best->form != KB_FORM_PAGE;
}

static enum kb_status
tell_same_number(struct worker *w, const struct candidate *loser,
                 const struct candidate *winner)
{
    struct kb_error why = KB_ERROR_INIT;
    (void)kb_error_set(&why, KB_E_INVALID, "Q%u is taken from '%s'", winner->article.id,
                       w->job->plan->paths->items[winner->path]);
    return tell_skip(w, loser->path, &why);
}

static enum kb_status
consider(struct worker *w, const struct kb_task *task)
{
    struct kb_error why = KB_ERROR_INIT;
    enum kb_status st = load(w, task->path, &w->next, &why);
    if (st == KB_E_NOMEM)
        return kb_error_set(w->err, st, "%s", why.msg);
    if (st != KB_OK)
        return tell_skip(w, task->path, &why);
    if (w->next.article.id != task->id) {
        (void)kb_error_set(&why, KB_E_INVALID,
                           "it changed from Q%u to Q%u while it was read", task->id,
                           w->next.article.id);
        return tell_skip(w, task->path, &why);
    }
    if (w->best.is_set && !is_better(&w->next.article, &w->best.article))
        return tell_same_number(w, &w->next, &w->best);
    struct candidate old = w->best;
    w->best = w->next;
    w->next = old;
    return old.is_set ? tell_same_number(w, &w->next, &w->best) : KB_OK;
}

static void
add_totals(struct kb_totals *totals, const struct candidate *c)
{
    XXH128_hash_t hash =
        XXH3_128bits_withSeed(c->bytes.data, c->bytes.n_bytes, c->article.id);
    totals->n_articles++;
    totals->n_bytes += c->bytes.n_bytes;
    totals->digest_low += hash.low64;
    totals->digest_high += hash.high64;
}

/* Parts stand beside the shard, which is made of them in the end. */
static enum kb_status
open_part(struct worker *w)
{
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st =
        kb_mem_grow(&w->parts, w->n_parts, &w->parts_capacity, sizeof(*w->parts));
    if (st != KB_OK)
        return kb_error_set(w->err, st, "no memory for %zu parts", w->n_parts);
    st = kb_buf_printf(&path, w->err, "%s.part-%zu", w->job->path, w->n_parts);
    if (st == KB_OK)
        st = kb_writer_open(path.data, &w->writer, w->err);
    if (st != KB_OK) {
        kb_buf_clear(&path);
        return st;
    }
    w->parts[w->n_parts++] = path.data; /* taken */
    if (w->n_parts > 1 || w->job->dictionary.n_bytes == 0)
        return KB_OK;
    return kb_writer_set_meta(w->writer, KB_SPAN_LITERAL(KB_STORED_DICTIONARY_KEY),
                              w->job->dictionary, w->err);
}

static enum kb_status
close_part(struct worker *w)
{
    enum kb_status st = w->writer == NULL ? KB_OK : kb_writer_close(w->writer, w->err);
    kb_writer_free(w->writer);
    w->writer = NULL;
    return st;
}

static enum kb_status
put(struct kb_writer *writer, uint32_t id, const struct kb_made *made,
    struct kb_error *err)
{
    char key[KB_STORED_KEY_BYTES];
    enum kb_status st = kb_writer_put(writer, id, made->doc, err);
    kb_stored_body_key(id, key);
    if (st == KB_OK)
        st = kb_writer_set_meta(writer, kb_span_cstr(key), made->body, err);
    kb_stored_words_key(id, key);
    if (st == KB_OK)
        st = kb_writer_set_meta(writer, kb_span_cstr(key), made->words, err);
    return st;
}

static enum kb_status
put_best(struct worker *w)
{
    struct kb_made made;
    struct kb_error why = KB_ERROR_INIT;
    enum kb_status st = kb_maker_make(w->maker, &w->best.article, &made, &why);
    if (st == KB_E_LIMIT)
        return tell_skip(w, w->best.path, &why);
    if (st != KB_OK)
        return kb_error_set(w->err, st, "Q%u: %s", w->best.article.id, why.msg);
    if (w->writer == NULL)
        st = open_part(w);
    if (st == KB_OK)
        st = put(w->writer, w->best.article.id, &made, w->err);
    if (st == KB_OK)
        add_totals(&w->totals, &w->best);
    if (st == KB_OK && w->totals.n_articles % PART_ARTICLES == 0)
        st = close_part(w);
    if (st == KB_OK && w->totals.n_articles % PROGRESS_EVERY == 0)
        st = tell(
            w, &(struct kb_message){.kind = KB_MESSAGE_PROGRESS, .totals = w->totals});
    return st;
}

static enum kb_status
put_articles(struct worker *w)
{
    const struct kb_plan *plan = w->job->plan;
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < plan->n && st == KB_OK; i++) {
        if (kb_plan_shard(plan, plan->tasks[i].id) != w->job->shard)
            continue;
        st = consider(w, &plan->tasks[i]);
        bool is_last = i + 1 == plan->n || plan->tasks[i + 1].id != plan->tasks[i].id;
        if (st == KB_OK && is_last && w->best.is_set)
            st = put_best(w);
        if (is_last)
            w->best.is_set = false;
    }
    return st;
}

static enum kb_status
verify(struct worker *w)
{
    uint32_t n_docs;
    enum kb_status st = kb_shard_verify(w->job->path, &n_docs, w->err);
    if (st == KB_OK && n_docs != w->totals.n_articles)
        st = kb_error_set(w->err, KB_E_CORRUPT,
                          "shard '%s' has %u documents, put in were %llu", w->job->path,
                          n_docs, (unsigned long long)w->totals.n_articles);
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

/* Make the shard of its parts and remove them. A shard without an article is an empty
 * part. */
static enum kb_status
join_parts(struct worker *w)
{
    enum kb_status st = KB_OK;
    allow_open_files();
    if (w->n_parts == 0)
        st = open_part(w);
    if (st == KB_OK)
        st = close_part(w);
    if (st == KB_OK)
        st = kb_shard_compact((const char *const *)w->parts, w->n_parts, w->job->path,
                              w->err);
    for (size_t i = 0; i < w->n_parts && st == KB_OK; i++)
        st = kb_file_remove_tree(w->parts[i], w->err);
    return st;
}

static enum kb_status
build(struct worker *w)
{
    enum kb_status st = kb_maker_new(w->job->dictionary, &w->maker, w->err);
    if (st == KB_OK)
        st = put_articles(w);
    if (st == KB_OK)
        st = join_parts(w);
    return st == KB_OK ? verify(w) : st;
}

static void
candidate_init(struct candidate *c)
{
    kb_article_init(&c->article);
    c->bytes = (struct kb_buf)KB_BUF_INIT(KB_ARTICLE_MAX_BYTES);
    c->is_set = false;
}

static void
candidate_clear(struct candidate *c)
{
    kb_article_clear(&c->article);
    kb_buf_clear(&c->bytes);
}

int
kb_worker_run(const struct kb_worker_job *job, int fd)
{
    struct kb_error err = KB_ERROR_INIT;
    struct worker w = {.job = job, .fd = fd, .err = &err};
    candidate_init(&w.best);
    candidate_init(&w.next);
    enum kb_status st = build(&w);
    struct kb_message last = {.kind = st == KB_OK ? KB_MESSAGE_DONE : KB_MESSAGE_FAILED,
                              .status = st,
                              .totals = w.totals};
    memcpy(last.text, err.msg, sizeof(last.text));
    bool told = tell(&w, &last) == KB_OK;
    kb_writer_free(w.writer);
    for (size_t i = 0; i < w.n_parts; i++)
        kb_mem_free(w.parts[i]);
    kb_mem_free(w.parts);
    kb_maker_free(w.maker);
    candidate_clear(&w.best);
    candidate_clear(&w.next);
    return st == KB_OK && told ? 0 : 2;
}
