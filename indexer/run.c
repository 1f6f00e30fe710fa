/* SPDX-License-Identifier: GPL-2.0-or-later */
/* prctl is Linux: a worker must not outlive its run. */
#define _DEFAULT_SOURCE 1

#include "run.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/lock.h"
#include "base/mem.h"
#include "dictionary.h"
#include "index/publish.h"
#include "plan.h"
#include "report.h"
#include "schema/field.h"
#include "text/analyze.h"
#include "walk.h"
#include "worker.h"

enum {
    KEEP_BUILDS = 1, /* besides the one in service */
    DICTIONARY_MAX_BYTES =
        512 * 1024 /* bound of the buffer; zstd takes what it was told */
};

/* A worker as its run sees it. */
struct child {
    pid_t pid;
    int fd; /* of its messages, -1 = closed */
    bool done;
    struct kb_totals totals;
    struct kb_buf path; /* folder of the shard */
};

struct run {
    const struct kb_run_options *options;
    struct kb_report report;
    struct kb_paths paths;
    struct kb_plan plan;
    struct kb_buf dictionary;
    struct kb_buf build_dir;
    struct kb_manifest manifest;
    struct child children[KB_SHARDS_MAX];
    size_t n_children;
    struct kb_error *err;
};

static enum kb_status
fork_worker(struct run *r, struct child *child, size_t shard)
{
    int pipe_fds[2];
    struct kb_worker_job job = {&r->plan, shard, child->path.data,
                                kb_buf_span(&r->dictionary)};
    if (pipe(pipe_fds) != 0)
        return kb_error_os(r->err, errno, "cannot make a pipe");
    pid_t run = getpid();
    fflush(NULL);
    child->pid = fork();
    if (child->pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != run) /* it ended before it could be asked about */
            _exit(2);
        (void)signal(SIGPIPE, SIG_IGN);
        close(pipe_fds[0]);
        _exit(kb_worker_run(&job, pipe_fds[1]));
    }
    int reason = errno;
    close(pipe_fds[1]);
    child->fd = pipe_fds[0];
    if (child->pid < 0) {
        close(pipe_fds[0]);
        child->fd = -1;
        return kb_error_os(r->err, reason, "cannot start a worker");
    }
    return KB_OK;
}

static enum kb_status
start_workers(struct run *r)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < r->plan.n_shards && st == KB_OK; i++) {
        struct child *child = &r->children[r->n_children++];
        struct kb_manifest_shard *shard = &r->manifest.shards[i];
        *child =
            (struct child){.pid = -1, .fd = -1, .path = KB_BUF_INIT(KB_PATH_MAX_BYTES)};
        snprintf(shard->name, sizeof(shard->name), "shard-%zu", i);
        st = kb_buf_printf(&child->path, r->err, "%s/%s", r->build_dir.data,
                           shard->name);
        if (st == KB_OK)
            st = fork_worker(r, child, i);
    }
    return st;
}

/* A worker has closed its pipe without a last word. Killed (for want of memory, by a
 * limit, by hand) is no fault of the program. */
static enum kb_status
lost_worker(struct run *r, struct child *child)
{
    int how = 0;
    if (waitpid(child->pid, &how, 0) == child->pid)
        child->pid = -1;
    if (!WIFSIGNALED(how))
        return kb_error_set(r->err, KB_E_INTERNAL,
                            "the worker of '%s' ended before its shard was done",
                            child->path.data);
    int signal = WTERMSIG(how);
    bool killed = signal == SIGKILL || signal == SIGTERM || signal == SIGXFSZ ||
                  signal == SIGXCPU;
    return kb_error_set(r->err, killed ? KB_E_IO : KB_E_INTERNAL,
                        "the worker of '%s' was ended by signal %d: %s",
                        child->path.data, signal, strsignal(signal));
}

/* A shard in the making is its worker's alone: what the shim takes for the lock of
 * another process, for damage or for another version is a write that failed, as on a
 * full disk. */
static enum kb_status
ended_with(enum kb_status st)
{
    bool own =
        st == KB_E_BUSY || st == KB_E_STALE || st == KB_E_CORRUPT || st == KB_E_SCHEMA;
    return own ? KB_E_IO : st;
}

static enum kb_status
take_message(struct run *r, struct child *child)
{
    struct kb_message message;
    ssize_t n = read(child->fd, &message, sizeof(message));
    if (n < 0 && errno == EINTR)
        return KB_OK;
    if (n != (ssize_t)sizeof(message)) {
        close(child->fd);
        child->fd = -1;
        return child->done ? KB_OK : lost_worker(r, child);
    }
    switch (message.kind) {
    case KB_MESSAGE_PROGRESS:
        child->totals = message.totals;
        return KB_OK;
    case KB_MESSAGE_SKIP:
        return kb_report_skip(&r->report, r->paths.items[message.path], message.status,
                              message.text, r->err);
    case KB_MESSAGE_DONE:
        child->totals = message.totals;
        child->done = true;
        return KB_OK;
    case KB_MESSAGE_FAILED:
        return kb_error_set(r->err, ended_with(message.status), "cannot build '%s': %s",
                            child->path.data, message.text);
    }
    return kb_error_set(r->err, KB_E_INTERNAL, "a worker sent message %d",
                        (int)message.kind);
}

static struct kb_totals
sum_totals(const struct run *r)
{
    struct kb_totals sum = {0};
    for (size_t i = 0; i < r->n_children; i++) {
        sum.n_articles += r->children[i].totals.n_articles;
        sum.n_bytes += r->children[i].totals.n_bytes;
        sum.digest_low += r->children[i].totals.digest_low;
        sum.digest_high += r->children[i].totals.digest_high;
    }
    return sum;
}

/* Listen until every worker has closed its pipe, or one has failed. */
static enum kb_status
hear_workers(struct run *r)
{
    for (;;) {
        struct pollfd polls[KB_SHARDS_MAX];
        struct child *open[KB_SHARDS_MAX];
        nfds_t n = 0;
        for (size_t i = 0; i < r->n_children; i++) {
            if (r->children[i].fd < 0)
                continue;
            open[n] = &r->children[i];
            polls[n++] = (struct pollfd){r->children[i].fd, POLLIN, 0};
        }
        if (n == 0)
            return KB_OK;
        if (poll(polls, n, -1) < 0 && errno != EINTR)
            return kb_error_os(r->err, errno, "cannot wait for workers");
        for (nfds_t i = 0; i < n; i++) {
            enum kb_status st =
                polls[i].revents == 0 ? KB_OK : take_message(r, open[i]);
            if (st != KB_OK)
                return st;
        }
        kb_report_progress(&r->report, sum_totals(r).n_articles, r->plan.n);
    }
}

/* No worker is left behind, whatever happened. */
static void
end_workers(struct run *r, bool failed)
{
    for (size_t i = 0; i < r->n_children; i++) {
        struct child *child = &r->children[i];
        if (child->fd >= 0)
            close(child->fd);
        if (child->pid > 0 && failed)
            (void)kill(child->pid, SIGKILL);
        while (child->pid > 0 && waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
        kb_buf_clear(&child->path);
    }
}

static enum kb_status
fill_manifest(struct run *r)
{
    struct kb_manifest *m = &r->manifest;
    struct kb_totals sum = sum_totals(r);
    struct kb_buf analyzer = KB_BUF_INIT(KB_FINGERPRINT_BYTES - 1);
    m->schema = KB_SCHEMA_VERSION;
    m->n_shards = r->n_children;
    m->n_articles = (uint32_t)sum.n_articles;
    m->n_skipped = (uint32_t)r->report.n_skips;
    m->n_input_bytes = sum.n_bytes;
    for (size_t i = 0; i < r->n_children; i++)
        m->shards[i].n_articles = (uint32_t)r->children[i].totals.n_articles;
    snprintf(m->digest, sizeof(m->digest), "%016llx%016llx",
             (unsigned long long)sum.digest_high, (unsigned long long)sum.digest_low);
    enum kb_status st = kb_analyzer_fingerprint(&analyzer, r->err);
    if (st == KB_OK)
        memcpy(m->analyzer, analyzer.data, analyzer.n_bytes + 1);
    kb_buf_clear(&analyzer);
    return st;
}

static enum kb_status
read_corpus(struct run *r)
{
    const struct kb_run_options *o = r->options;
    kb_report_phase(&r->report, "reading the corpus");
    enum kb_status st =
        kb_walk(o->corpus, o->n_corpus, o->index, &r->report, &r->paths, r->err);
    if (st == KB_OK)
        st = kb_plan_make(&r->paths, o->n_jobs, &r->report, &r->plan, r->err);
    if (st == KB_OK && r->plan.n == 0)
        st = kb_error_set(
            r->err, KB_E_INVALID,
            "no article in '%s'%s (files there: %zu): nothing is published",
            o->corpus[0], o->n_corpus > 1 ? " and the others" : "", r->paths.n);
    if (st == KB_OK)
        st = kb_dictionary_train(&r->plan, &r->dictionary, r->err);
    return st;
}

static enum kb_status
build(struct run *r)
{
    kb_report_phase(&r->report, "building");
    enum kb_status st =
        kb_build_begin(r->options->index, r->manifest.build, &r->build_dir, r->err);
    if (st == KB_OK)
        st = start_workers(r);
    if (st == KB_OK)
        st = hear_workers(r);
    end_workers(r, st != KB_OK);
    if (st == KB_OK)
        st = fill_manifest(r);
    if (st == KB_OK && r->manifest.n_articles == 0)
        st = kb_error_set(r->err, KB_E_INVALID,
                          "no article could be read (files with one: %zu): nothing "
                          "is published",
                          r->plan.n);
    return st;
}

static enum kb_status
publish(struct run *r)
{
    struct kb_summary summary = {.index = r->options->index,
                                 .build = r->manifest.build,
                                 .n_articles = r->manifest.n_articles,
                                 .n_input_bytes = r->manifest.n_input_bytes,
                                 .n_shards = r->manifest.n_shards};
    kb_report_phase(&r->report, "publishing");
    enum kb_status st = kb_build_publish(r->options->index, &r->manifest,
                                         &summary.n_index_bytes, r->err);
    if (st != KB_OK)
        return st;
    /* From here on the build is in service. */
    kb_buf_reset(&r->build_dir);
    st = kb_build_prune(r->options->index, KEEP_BUILDS, r->err);
    kb_report_skips(&r->report);
    if (st == KB_OK)
        st = kb_report_summary(&r->report, &summary, stdout, r->err);
    if (st != KB_OK)
        kb_error_context(r->err, "published, then failed");
    return st;
}

static enum kb_status
run_locked(struct run *r)
{
    enum kb_status st = read_corpus(r);
    if (st == KB_OK)
        st = build(r);
    if (st == KB_OK)
        st = publish(r);
    else
        kb_report_skips(&r->report);
    /* What was not published goes; a failure to remove it must not hide the first one.
     */
    if (st != KB_OK && r->build_dir.n_bytes > 0)
        (void)!kb_build_drop(r->options->index, r->manifest.build, NULL);
    if (r->options->report_path != NULL) {
        struct kb_error *err = st == KB_OK ? r->err : NULL;
        enum kb_status written =
            kb_report_write(&r->report, r->options->report_path, err);
        if (written != KB_OK)
            kb_error_context(err, "published, then failed");
        st = st == KB_OK ? written : st;
    }
    return st;
}

static enum kb_status
lock_index(const char *index, struct kb_lock *lock, struct kb_error *err)
{
    char *path = kb_file_join(index, "lock");
    enum kb_status st = path == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for a path")
                            : kb_file_make_dir(index, err);
    if (st == KB_OK)
        st = kb_lock_take(path, lock, err);
    kb_mem_free(path);
    return st;
}

enum kb_status
kb_run(const struct kb_run_options *options, size_t *n_skipped, struct kb_error *err)
{
    struct kb_lock lock = KB_LOCK_INIT;
    struct run *r = kb_mem_array(1, sizeof(*r));
    if (r == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for a run");
    r->options = options;
    r->err = err;
    r->dictionary.max_bytes = DICTIONARY_MAX_BYTES;
    r->build_dir.max_bytes = KB_PATH_MAX_BYTES;
    kb_report_init(&r->report, options->quiet);
    enum kb_status st = lock_index(options->index, &lock, err);
    if (st == KB_OK)
        st = run_locked(r);
    *n_skipped = r->report.n_skips;
    kb_lock_clear(&lock);
    kb_report_clear(&r->report);
    kb_plan_clear(&r->plan);
    kb_paths_clear(&r->paths);
    kb_buf_clear(&r->dictionary);
    kb_buf_clear(&r->build_dir);
    kb_mem_free(r);
    return st;
}
