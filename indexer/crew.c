/* SPDX-License-Identifier: GPL-2.0-or-later */
/* memfd_create and prctl are Linux. */
#define _GNU_SOURCE 1

#include "crew.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"

/* One process; what it gives back stands in memory that both can reach. */
struct part {
    pid_t pid; /* -1 = not started */
    int fd;    /* of the memory, -1 = none */
};

pid_t
kb_crew_fork(void)
{
    pid_t parent = getpid();
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) /* it ended before it could be asked about */
            _exit(2);
    }
    return pid;
}

static bool
write_all(int fd, const void *bytes, size_t n)
{
    const char *at = bytes;
    while (n > 0) {
        ssize_t done = write(fd, at, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        n -= (size_t)done;
    }
    return true;
}

static int
work(int fd, kb_crew_fn fn, void *context, size_t i, size_t max_bytes)
{
    struct kb_error err = KB_ERROR_INIT;
    struct kb_buf out = KB_BUF_INIT(max_bytes);
    if (fn(context, i, &out, &err) != KB_OK)
        kb_buf_reset(&out);
    bool told = write_all(fd, &err, sizeof(err)) &&
                write_all(fd, kb_buf_cstr(&out), out.n_bytes);
    kb_buf_clear(&out);
    return told ? 0 : 2;
}

static enum kb_status
start(struct part *part, kb_crew_fn fn, void *context, size_t i, size_t max_bytes,
      struct kb_error *err)
{
    part->fd = memfd_create("part", MFD_CLOEXEC);
    if (part->fd < 0)
        return kb_error_os(err, errno, "cannot share memory with a process");
    part->pid = kb_crew_fork();
    if (part->pid == 0)
        _exit(work(part->fd, fn, context, i, max_bytes));
    if (part->pid < 0)
        return kb_error_os(err, errno, "cannot start a process");
    return KB_OK;
}

static enum kb_status
take(struct part *part, struct kb_buf *out, struct kb_error *err)
{
    struct kb_error said;
    struct stat info;
    int how = 0;
    while (waitpid(part->pid, &how, 0) < 0 && errno == EINTR)
        continue;
    part->pid = -1;
    if (WIFSIGNALED(how))
        return kb_error_set(err, KB_E_IO, "a process was ended by signal %d: %s",
                            WTERMSIG(how), strsignal(WTERMSIG(how)));
    if (WEXITSTATUS(how) != 0 || fstat(part->fd, &info) != 0 ||
        pread(part->fd, &said, sizeof(said), 0) != (ssize_t)sizeof(said))
        return kb_error_set(err, KB_E_NOMEM, "no memory for what a process found");
    if (said.code != KB_OK) {
        if (err != NULL)
            *err = said;
        return said.code;
    }
    size_t n = (size_t)info.st_size - sizeof(said);
    enum kb_status st = kb_buf_reserve(out, n, err);
    for (size_t done = 0; done < n && st == KB_OK;) {
        ssize_t got = pread(part->fd, out->data + out->n_bytes, n - done,
                            (off_t)(sizeof(said) + done));
        if (got <= 0)
            return kb_error_os(err, errno, "cannot read what a process found");
        done += (size_t)got;
        out->n_bytes += (size_t)got;
    }
    if (st == KB_OK)
        out->data[out->n_bytes] = '\0';
    return st;
}

enum kb_status
kb_crew_run(size_t n, kb_crew_fn fn, void *context, struct kb_buf *outs,
            struct kb_error *err)
{
    struct part parts[KB_SHARDS_MAX];
    enum kb_status st = KB_OK;
    if (n == 1)
        return fn(context, 0, &outs[0], err);
    for (size_t i = 0; i < n && i < KB_SHARDS_MAX; i++)
        parts[i] = (struct part){-1, -1};
    if (n > KB_SHARDS_MAX)
        return kb_error_set(err, KB_E_INTERNAL, "%zu processes, at most %d", n,
                            KB_SHARDS_MAX);
    for (size_t i = 0; i < n && st == KB_OK; i++)
        st = start(&parts[i], fn, context, i, outs[i].max_bytes - outs[i].n_bytes, err);
    for (size_t i = 0; i < n; i++) {
        if (parts[i].pid > 0 && st != KB_OK)
            (void)kill(parts[i].pid, SIGKILL);
        if (parts[i].pid > 0) {
            enum kb_status ended = take(&parts[i], &outs[i], st == KB_OK ? err : NULL);
            st = st == KB_OK ? ended : st;
        }
        if (parts[i].fd >= 0)
            close(parts[i].fd);
    }
    return st;
}
