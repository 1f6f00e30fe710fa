/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "worker.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "article/parse.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mem.h"
#include "crew.h"
#include "lesson.h"
#include "part.h"
#include "scan.h"
#include "store.h"
#include "tally.h"

enum {
    PROGRESS_EVERY = 250,
    AHEAD = 32 /* files that are asked for before they are read (count) */
};

struct worker {
    const struct kb_worker_job *job;
    int fd;
    struct kb_maker *maker;
    struct kb_article article;
    struct kb_buf bytes;
    uint64_t n_done; /* changes, over all shards */
    struct kb_error *err;
};

/* The shard that is made now. */
struct shard {
    size_t number;
    char name[KB_SHARD_NAME_BYTES];
    struct kb_buf path;
    struct kb_parts parts;    /* of one that is built from nothing */
    struct kb_writer *writer; /* of one that is changed */
    struct kb_tally tally;    /* its words */
    uint32_t n_articles;      /* that it must have in the end */
};

/* ---- messages ---- */

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

/* ---- one article ---- */

/* Read a file that the scan took for an article. It may have changed since. */
static enum kb_status
load(struct worker *w, const struct kb_change *change, struct kb_input *hash,
     struct kb_error *why)
{
    kb_buf_reset(&w->bytes);
    enum kb_status st =
        kb_file_read(w->job->inputs->items[change->input].path, &w->bytes, why);
    if (st == KB_OK)
        st = kb_article_parse(kb_buf_span(&w->bytes), &w->article, why);
    if (st == KB_OK && w->article.id != change->id)
        st = kb_error_set(why, KB_E_INVALID,
                          "it changed from Q%u to Q%u while it was read", change->id,
                          w->article.id);
    if (st == KB_OK)
        kb_scan_hash(kb_buf_span(&w->bytes), hash);
    return st;
}

static enum kb_status
tell_other(struct worker *w, uint32_t path, const struct kb_input *hash)
{
    if (kb_input_same_bytes(hash, &w->job->inputs->items[path]))
        return KB_OK;
    return tell(w, &(struct kb_message){.kind = KB_MESSAGE_OTHER,
                                        .path = path,
                                        .hash_low = hash->hash_low,
                                        .hash_high = hash->hash_high});
}

static enum kb_status
take_out(struct worker *w, struct shard *shard, uint32_t id)
{
    enum kb_status st = kb_tally_remove(&shard->tally, id, w->err);
    return st == KB_OK ? kb_store_remove(shard->writer, id, w->err) : st;
}

/* An article that cannot be had after all: what the index has of it goes. */
static enum kb_status
give_up(struct worker *w, struct shard *shard, const struct kb_change *change,
        const struct kb_error *why)
{
    enum kb_status st = KB_OK;
    shard->n_articles--;
    if (change->kind == KB_CHANGE_REPLACE)
        st = take_out(w, shard, change->id);
    return st == KB_OK ? tell_skip(w, change->input, why) : st;
}

static enum kb_status
put(struct worker *w, struct shard *shard, const struct kb_change *change)
{
    struct kb_made made;
    struct kb_input hash = {0};
    struct kb_error why = KB_ERROR_INIT;
    enum kb_status st = load(w, change, &hash, &why);
    if (st == KB_OK)
        st = kb_maker_make(w->maker, &w->article, &made, &why);
    if (st == KB_E_NOMEM || st == KB_E_INTERNAL)
        return kb_error_set(w->err, st, "Q%u: %s", change->id, why.msg);
    if (st != KB_OK)
        return give_up(w, shard, change, &why);
    if (change->kind == KB_CHANGE_REPLACE)
        st = kb_tally_remove(&shard->tally, change->id, w->err);
    if (st == KB_OK && shard->writer == NULL)
        st = kb_parts_put(&shard->parts, change->id, &made, w->err);
    else if (st == KB_OK)
        st = kb_store_put(shard->writer, change->id, &made, w->err);
    return st == KB_OK ? tell_other(w, change->input, &hash) : st;
}

static enum kb_status
apply(struct worker *w, struct shard *shard, const struct kb_change *change)
{
    enum kb_status st = change->kind == KB_CHANGE_REMOVE
                            ? take_out(w, shard, change->id)
                            : put(w, shard, change);
    if (st == KB_OK && ++w->n_done % PROGRESS_EVERY == 0)
        st = tell(
            w, &(struct kb_message){.kind = KB_MESSAGE_PROGRESS, .n_done = w->n_done});
    return st;
}

static bool
is_change_of(const struct worker *w, size_t i, const struct shard *shard)
{
    return w->job->changes->items[i].id % w->job->n_shards == shard->number;
}

static void
expect(const struct worker *w, size_t i)
{
    const struct kb_change *change = &w->job->changes->items[i];
    if (change->kind != KB_CHANGE_REMOVE)
        kb_file_expect(w->job->inputs->items[change->input].path);
}

static enum kb_status
apply_all(struct worker *w, struct shard *shard)
{
    const struct kb_changes *changes = w->job->changes;
    size_t n_ahead = 0;
    size_t next = 0; /* behind the last that is expected */
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < changes->n && st == KB_OK; i++) {
        if (!is_change_of(w, i, shard))
            continue;
        for (; next < changes->n && n_ahead < AHEAD; next++) {
            if (!is_change_of(w, next, shard))
                continue;
            expect(w, next);
            n_ahead++;
        }
        st = apply(w, shard, &changes->items[i]);
        n_ahead--;
    }
    return st;
}

/* ---- one shard ---- */

/* Changes of this shard: how many there are, and by how many articles it grows. */
static size_t
count_changes(const struct worker *w, const struct shard *shard, int32_t *growth)
{
    const struct kb_changes *changes = w->job->changes;
    size_t n = 0;
    *growth = 0;
    for (size_t i = 0; i < changes->n; i++) {
        if (!is_change_of(w, i, shard))
            continue;
        n++;
        *growth += (changes->items[i].kind == KB_CHANGE_ADD) -
                   (changes->items[i].kind == KB_CHANGE_REMOVE);
    }
    return n;
}

static bool
is_of_shard(const struct kb_build_file *file, const struct shard *shard)
{
    size_t n = strlen(shard->name);
    return strncmp(file->name, shard->name, n) == 0 && file->name[n] == '/';
}

static enum kb_status
tell_file(struct worker *w, const struct kb_build_file *file)
{
    return tell(w, &(struct kb_message){.kind = KB_MESSAGE_FILE, .file = *file});
}

/* The files of the shard as they were, compared with their digests: damage must not be
 * handed on from build to build. */
static enum kb_status
copy_base(struct worker *w, struct shard *shard, bool may_link)
{
    const struct kb_build_files *files = &w->job->base->files;
    enum kb_status st = kb_file_make_dir(shard->path.data, w->err);
    for (size_t i = 0; i < files->n && st == KB_OK; i++) {
        if (is_of_shard(&files->items[i], shard))
            st = kb_files_copy(&files->items[i], w->job->base_dir, w->job->dir,
                               may_link, w->err);
        if (st == KB_OK && may_link && is_of_shard(&files->items[i], shard))
            st = tell_file(w, &files->items[i]);
    }
    if (st == KB_OK && may_link)
        st = kb_file_sync(shard->path.data, w->err);
    return st;
}

/* What checks a shard that is closed: Xapian's check beside sync and digests. */
struct check {
    const struct worker *worker;
    const struct shard *shard;
};

static enum kb_status
check_part(void *context, size_t part, struct kb_buf *out, struct kb_error *err)
{
    const struct check *check = context;
    const char *path = check->shard->path.data;
    struct kb_build_files files = {.n = 0};
    uint32_t n_docs = 0;
    char bytes[sizeof(struct kb_build_file)];
    enum kb_status st;
    if (part == 0) {
        st = kb_shard_verify(path, &n_docs, err);
        memcpy(bytes, &n_docs, sizeof(n_docs));
        return st == KB_OK ? kb_buf_append(out, kb_span_at(bytes, sizeof(n_docs)), err)
                           : st;
    }
    st = kb_file_sync_tree(path, NULL, err);
    if (st == KB_OK)
        st = kb_files_add_dir(&files, check->worker->job->dir, check->shard->name, err);
    for (size_t i = 0; i < files.n && st == KB_OK; i++) {
        memcpy(bytes, &files.items[i], sizeof(bytes));
        st = kb_buf_append(out, kb_span_at(bytes, sizeof(bytes)), err);
    }
    return st;
}

static enum kb_status
finish_shard(struct worker *w, struct shard *shard)
{
    struct check check = {w, shard};
    struct kb_buf outs[2] = {KB_BUF_INIT(sizeof(uint32_t)),
                             KB_BUF_INIT(sizeof(struct kb_build_files))};
    uint32_t n_docs = 0;
    enum kb_status st = kb_crew_run(2, check_part, &check, outs, w->err);
    if (st == KB_OK)
        memcpy(&n_docs, outs[0].data, sizeof(n_docs));
    if (st == KB_OK && n_docs != shard->n_articles)
        st = kb_error_set(w->err, KB_E_CORRUPT,
                          "shard '%s' has %u documents, it must have %u",
                          shard->path.data, n_docs, shard->n_articles);
    for (size_t at = 0; at < outs[1].n_bytes && st == KB_OK;) {
        struct kb_build_file file;
        memcpy(&file, outs[1].data + at, sizeof(file));
        st = tell_file(w, &file);
        at += sizeof(file);
    }
    kb_buf_clear(&outs[0]);
    kb_buf_clear(&outs[1]);
    return st;
}

static enum kb_status
change_shard(struct worker *w, struct shard *shard)
{
    struct kb_buf before = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = copy_base(w, shard, false);
    if (st == KB_OK)
        st = kb_buf_printf(&before, w->err, "%s/%s", w->job->base_dir, shard->name);
    if (st == KB_OK)
        st = kb_tally_open(w->maker, before.data, &shard->tally, w->err);
    kb_buf_clear(&before);
    if (st == KB_OK)
        st = kb_writer_open_existing(shard->path.data, &shard->writer, w->err);
    if (st == KB_OK)
        st = apply_all(w, shard);
    if (st == KB_OK)
        st = kb_tally_write(&shard->tally, shard->writer, w->err);
    if (st == KB_OK)
        st = kb_writer_close(shard->writer, w->err);
    kb_writer_free(shard->writer);
    shard->writer = NULL;
    /* an article that the table names and the shard does not have */
    if (st == KB_E_NOT_FOUND)
        st = kb_error_set(w->err, KB_E_CORRUPT, "shard '%s' is not as its table says",
                          shard->path.data);
    return st;
}

/* Put all articles; where words are to be learned, note down what they teach. */
static enum kb_status
put_all(struct worker *w, struct shard *shard)
{
    struct kb_buf path = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    struct kb_lesson *lesson = NULL;
    enum kb_status st =
        kb_buf_printf(&path, w->err, "%s" KB_LESSON_SUFFIX, shard->path.data);
    if (st == KB_OK && w->job->teach)
        st = kb_lesson_open(path.data, w->job->changes->n, &lesson, w->err);
    kb_maker_teach(w->maker, lesson);
    if (st == KB_OK)
        st = apply_all(w, shard);
    kb_maker_teach(w->maker, NULL);
    enum kb_status closed = kb_lesson_close(lesson, st == KB_OK ? w->err : NULL);
    kb_buf_clear(&path);
    st = st == KB_OK ? closed : st;
    if (st == KB_OK && w->job->teach)
        st = tell(w, &(struct kb_message){.kind = KB_MESSAGE_TAUGHT});
    return st;
}

/* No article follows. What is known of words is half of the memory of a worker, and
 * words are learned beside what is left to do. */
static void
forget_words(struct worker *w, struct shard *shard)
{
    kb_tally_clear(&shard->tally);
    kb_maker_free(w->maker);
    w->maker = NULL;
}

static enum kb_status
build_shard(struct worker *w, struct shard *shard)
{
    struct kb_writer *writer = NULL;
    enum kb_status st = kb_tally_open(w->maker, NULL, &shard->tally, w->err);
    if (st == KB_OK)
        st = put_all(w, shard);
    if (st == KB_OK)
        st = kb_parts_end(&shard->parts, &writer, w->err);
    if (st == KB_OK)
        st = kb_tally_write(&shard->tally, writer, w->err);
    if (shard->number + w->job->step >= w->job->n_shards)
        forget_words(w, shard);
    return st == KB_OK ? kb_parts_join(&shard->parts, w->err) : st;
}

static enum kb_status
make_shard(struct worker *w, struct shard *shard)
{
    int32_t growth;
    size_t n_changes = count_changes(w, shard, &growth);
    uint32_t n_before =
        w->job->base_dir == NULL ? 0 : w->job->base->shards[shard->number].n_articles;
    shard->n_articles = (uint32_t)((int64_t)n_before + growth);
    enum kb_status st =
        kb_buf_printf(&shard->path, w->err, "%s/%s", w->job->dir, shard->name);
    if (st == KB_OK && w->job->base_dir != NULL && n_changes == 0)
        return copy_base(w, shard, true);
    shard->parts =
        (struct kb_parts){.path = shard->path.data, .dictionary = w->job->dictionary};
    if (st == KB_OK && w->job->base_dir != NULL)
        st = change_shard(w, shard);
    else if (st == KB_OK)
        st = build_shard(w, shard);
    return st == KB_OK ? finish_shard(w, shard) : st;
}

static enum kb_status
build(struct worker *w)
{
    enum kb_status st = kb_maker_new(w->job->dictionary, &w->maker, w->err);
    for (size_t i = w->job->first_shard; i < w->job->n_shards && st == KB_OK;
         i += w->job->step) {
        struct shard shard = {.number = i, .path = KB_BUF_INIT(KB_PATH_MAX_BYTES)};
        snprintf(shard.name, sizeof(shard.name), "shard-%zu", i);
        st = make_shard(w, &shard);
        if (st == KB_OK)
            st = tell(w, &(struct kb_message){.kind = KB_MESSAGE_SHARD,
                                              .shard = (uint32_t)i,
                                              .n_done = shard.n_articles});
        kb_writer_free(shard.writer);
        kb_tally_clear(&shard.tally);
        kb_parts_clear(&shard.parts);
        kb_buf_clear(&shard.path);
    }
    return st;
}

int
kb_worker_run(const struct kb_worker_job *job, int fd)
{
    struct kb_error err = KB_ERROR_INIT;
    struct worker w = {
        .job = job, .fd = fd, .bytes = KB_BUF_INIT(KB_ARTICLE_MAX_BYTES), .err = &err};
    kb_article_init(&w.article);
    enum kb_status st = build(&w);
    struct kb_message last = {.kind = st == KB_OK ? KB_MESSAGE_DONE : KB_MESSAGE_FAILED,
                              .status = st,
                              .n_done = w.n_done};
    memcpy(last.text, err.msg, sizeof(last.text));
    bool told = tell(&w, &last) == KB_OK;
    kb_maker_free(w.maker);
    kb_article_clear(&w.article);
    kb_buf_clear(&w.bytes);
    return st == KB_OK && told ? 0 : 2;
}
