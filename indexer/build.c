/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "build.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crew.h"
#include "lore.h"

/* A worker as its run sees it. */
struct child {
    pid_t pid;
    int fd; /* of its messages, -1 = closed */
    bool done;
    uint64_t n_done;
};

struct gang {
    const struct kb_build_job *job;
    struct kb_manifest *manifest;
    struct child children[KB_SHARDS_MAX];
    size_t n;
    size_t n_taught; /* shards whose articles are all noted down */
    struct kb_crew_mate learner;
    struct kb_error *err;
};

static enum kb_status
start_worker(struct gang *g, size_t step)
{
    int pipe_fds[2];
    size_t first = g->n;
    struct kb_worker_job job = {.inputs = g->job->inputs,
                                .changes = g->job->changes,
                                .dir = g->job->dir,
                                .base_dir = g->job->base_dir,
                                .base = g->job->base,
                                .n_shards = g->manifest->n_shards,
                                .first_shard = first,
                                .step = step,
                                .dictionary = g->job->dictionary,
                                .teach = g->job->learn};
    struct child *child = &g->children[g->n++];
    *child = (struct child){.pid = -1, .fd = -1};
    if (pipe(pipe_fds) != 0)
        return kb_error_os(g->err, errno, "cannot make a pipe");
    child->pid = kb_crew_fork();
    if (child->pid == 0) {
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
        return kb_error_os(g->err, reason, "cannot start a worker");
    }
    return KB_OK;
}

/* A worker has closed its pipe without a last word. Killed (for want of memory, by a
 * limit, by hand) is no fault of the program. */
static enum kb_status
lost_worker(struct gang *g, struct child *child)
{
    int how = 0;
    if (waitpid(child->pid, &how, 0) == child->pid)
        child->pid = -1;
    if (!WIFSIGNALED(how))
        return kb_error_set(g->err, KB_E_INTERNAL,
                            "a worker of '%s' ended before its shard was done",
                            g->job->dir);
    int signal = WTERMSIG(how);
    bool killed = signal == SIGKILL || signal == SIGTERM || signal == SIGXFSZ ||
                  signal == SIGXCPU;
    return kb_error_set(g->err, killed ? KB_E_IO : KB_E_INTERNAL,
                        "a worker of '%s' was ended by signal %d: %s", g->job->dir,
                        signal, strsignal(signal));
}

/* A shard in the making is its worker's alone: what the shim takes for the lock of
 * another process, for damage or for another version is a write that failed, as on a
 * full disk. A copy may be damaged. */
static enum kb_status
ended_with(const struct gang *g, enum kb_status st)
{
    bool is_copy = g->job->base_dir != NULL;
    bool own = st == KB_E_BUSY || st == KB_E_STALE ||
               (!is_copy && (st == KB_E_CORRUPT || st == KB_E_SCHEMA));
    return own ? KB_E_IO : st;
}

static enum kb_status
note_skip(struct gang *g, const struct kb_message *message)
{
    struct kb_input *input = &g->job->inputs->items[message->path];
    struct kb_buf text = KB_BUF_INIT(KB_PATH_MAX_BYTES);
    enum kb_status st = kb_report_reason(message->text, input->path, &text, g->err);
    if (st == KB_OK)
        st = kb_inputs_keep(g->job->inputs, kb_buf_span(&text), &input->reason, g->err);
    kb_buf_clear(&text);
    input->state = KB_INPUT_SKIPPED;
    input->status = (uint8_t)message->status;
    input->hash_low = 0;
    input->hash_high = 0;
    input->again = true;
    return st == KB_OK ? kb_report_skip(g->job->report, input->path, message->status,
                                        message->text, g->err)
                       : st;
}

static enum kb_status
note_file(struct gang *g, const struct kb_build_file *file)
{
    struct kb_build_files *files = &g->manifest->files;
    if (files->n == KB_FILES_MAX)
        return kb_error_set(g->err, KB_E_LIMIT, "more than %d files in a build",
                            KB_FILES_MAX);
    files->items[files->n++] = *file;
    return KB_OK;
}

static enum kb_status
learn(void *context, size_t part, struct kb_buf *out, struct kb_error *err)
{
    const struct gang *g = context;
    (void)part;
    (void)out;
    return kb_lore_make(g->job->dir, g->manifest, g->job->thesaurus, err);
}

/* From here on there is less to do than there are processors: shards are joined, each
 * by one process. */
static enum kb_status
begin_to_learn(struct gang *g)
{
    kb_report_phase(g->job->report, "learning words");
    return kb_crew_start(learn, g, 0, 0, &g->learner, g->err);
}

static enum kb_status
end_to_learn(struct gang *g)
{
    struct kb_buf nothing = KB_BUF_INIT(0);
    enum kb_status st = kb_crew_take(&g->learner, &nothing, g->err);
    kb_buf_clear(&nothing);
    return st;
}

static enum kb_status
hear(struct gang *g, struct child *child, const struct kb_message *message)
{
    struct kb_input *input;
    switch (message->kind) {
    case KB_MESSAGE_PROGRESS:
        child->n_done = message->n_done;
        return KB_OK;
    case KB_MESSAGE_SKIP:
        return note_skip(g, message);
    case KB_MESSAGE_OTHER:
        input = &g->job->inputs->items[message->path];
        input->hash_low = message->hash_low;
        input->hash_high = message->hash_high;
        input->again = true;
        return KB_OK;
    case KB_MESSAGE_TAUGHT:
        return ++g->n_taught == g->manifest->n_shards ? begin_to_learn(g) : KB_OK;
    case KB_MESSAGE_FILE:
        return note_file(g, &message->file);
    case KB_MESSAGE_SHARD:
        g->manifest->shards[message->shard].n_articles = (uint32_t)message->n_done;
        return KB_OK;
    case KB_MESSAGE_DONE:
        child->n_done = message->n_done;
        child->done = true;
        return KB_OK;
    case KB_MESSAGE_FAILED:
        return kb_error_set(g->err, ended_with(g, message->status),
                            "cannot build '%s': %s", g->job->dir, message->text);
    }
    return kb_error_set(g->err, KB_E_INTERNAL, "a worker sent message %d",
                        (int)message->kind);
}

static enum kb_status
take_message(struct gang *g, struct child *child)
{
    struct kb_message message;
    ssize_t n = read(child->fd, &message, sizeof(message));
    if (n < 0 && errno == EINTR)
        return KB_OK;
    if (n == (ssize_t)sizeof(message))
        return hear(g, child, &message);
    close(child->fd);
    child->fd = -1;
    return child->done ? KB_OK : lost_worker(g, child);
}

static void
show_progress(const struct gang *g)
{
    uint64_t n_done = 0;
    if (g->learner.pid > 0)
        return;
    for (size_t i = 0; i < g->n; i++)
        n_done += g->children[i].n_done;
    kb_report_progress(g->job->report, n_done, g->job->changes->n);
}

/* Listen until every worker has closed its pipe, or one has failed. */
static enum kb_status
hear_all(struct gang *g)
{
    for (;;) {
        struct pollfd polls[KB_SHARDS_MAX];
        struct child *open[KB_SHARDS_MAX];
        nfds_t n = 0;
        for (size_t i = 0; i < g->n; i++) {
            if (g->children[i].fd < 0)
                continue;
            open[n] = &g->children[i];
            polls[n++] = (struct pollfd){g->children[i].fd, POLLIN, 0};
        }
        if (n == 0)
            return KB_OK;
        if (poll(polls, n, -1) < 0 && errno != EINTR)
            return kb_error_os(g->err, errno, "cannot wait for workers");
        for (nfds_t i = 0; i < n; i++) {
            enum kb_status st =
                polls[i].revents == 0 ? KB_OK : take_message(g, open[i]);
            if (st != KB_OK)
                return st;
        }
        show_progress(g);
    }
}

static void
end_workers(struct gang *g, bool kill_them)
{
    for (size_t i = 0; i < g->n; i++) {
        struct child *child = &g->children[i];
        if (child->pid > 0 && kill_them)
            (void)kill(child->pid, SIGKILL);
        while (child->pid > 0 && waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
        if (child->fd >= 0)
            close(child->fd);
    }
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(((const struct kb_build_file *)a)->name,
                  ((const struct kb_build_file *)b)->name);
}

enum kb_status
kb_build_shards(const struct kb_build_job *job, struct kb_manifest *manifest,
                struct kb_error *err)
{
    struct gang g = {
        .job = job, .manifest = manifest, .learner = KB_CREW_MATE_INIT, .err = err};
    enum kb_status st = KB_OK;
    size_t n = job->n_jobs < manifest->n_shards ? job->n_jobs : manifest->n_shards;
    manifest->files.n = 0;
    for (size_t i = 0; i < n && st == KB_OK; i++)
        st = start_worker(&g, n);
    if (st == KB_OK)
        st = hear_all(&g);
    end_workers(&g, st != KB_OK);
    if (st == KB_OK && job->learn)
        st = end_to_learn(&g);
    kb_crew_end(&g.learner);
    /* the same files, the same manifest, whoever was first */
    if (manifest->files.n > 0)
        qsort(manifest->files.items, manifest->files.n,
              sizeof(manifest->files.items[0]), by_name);
    return st;
}
