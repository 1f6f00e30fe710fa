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

enum kb_status
kb_crew_start(kb_crew_fn fn, void *context, size_t part, size_t max_bytes,
              struct kb_crew_mate *out, struct kb_error *err)
{
    struct kb_crew_mate mate = {-1, memfd_create("part", MFD_CLOEXEC)};
    if (mate.fd < 0)
        return kb_error_os(err, errno, "cannot share memory with a process");
    mate.pid = kb_crew_fork();
    if (mate.pid == 0)
        _exit(work(mate.fd, fn, context, part, max_bytes));
    if (mate.pid < 0) {
        int reason = errno;
        kb_crew_end(&mate);
        return kb_error_os(err, reason, "cannot start a process");
    }
    *out = mate;
    return KB_OK;
}

static int
wait_for(struct kb_crew_mate *mate)
{
    int how = 0;
    while (waitpid(mate->pid, &how, 0) < 0 && errno == EINTR)
        continue;
    mate->pid = -1;
    return how;
}

void
kb_crew_end(struct kb_crew_mate *mate)
{
    if (mate->pid > 0) {
        (void)kill(mate->pid, SIGKILL);
        (void)wait_for(mate);
    }
    if (mate->fd >= 0)
        close(mate->fd);
    *mate = (struct kb_crew_mate)KB_CREW_MATE_INIT;
}

/* What stands in the memory of a process that has ended so. */
static enum kb_status
read_back(int fd, int how, struct kb_buf *out, struct kb_error *err)
{
    struct kb_error said;
    struct stat info;
    if (WIFSIGNALED(how))
        return kb_error_set(err, KB_E_IO, "a process was ended by signal %d: %s",
                            WTERMSIG(how), strsignal(WTERMSIG(how)));
    if (WEXITSTATUS(how) != 0 || fstat(fd, &info) != 0 ||
        pread(fd, &said, sizeof(said), 0) != (ssize_t)sizeof(said))
        return kb_error_set(err, KB_E_NOMEM, "no memory for what a process found");
    if (said.code != KB_OK) {
        if (err != NULL)
            *err = said;
        return said.code;
    }
    size_t n = (size_t)info.st_size - sizeof(said);
    enum kb_status st = kb_buf_reserve(out, n, err);
    for (size_t done = 0; done < n && st == KB_OK;) {
        ssize_t got =
            pread(fd, out->data + out->n_bytes, n - done, (off_t)(sizeof(said) + done));
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
kb_crew_take(struct kb_crew_mate *mate, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = read_back(mate->fd, wait_for(mate), out, err);
    kb_crew_end(mate);
    return st;
}

enum kb_status
kb_crew_run(size_t n, kb_crew_fn fn, void *context, struct kb_buf *outs,
            struct kb_error *err)
{
    struct kb_crew_mate mates[KB_SHARDS_MAX];
    enum kb_status st = KB_OK;
    if (n == 1)
        return fn(context, 0, &outs[0], err);
    if (n > KB_SHARDS_MAX)
        return kb_error_set(err, KB_E_INTERNAL, "%zu processes, at most %d", n,
                            KB_SHARDS_MAX);
    size_t n_started = 0;
    while (n_started < n && st == KB_OK) {
        struct kb_buf *out = &outs[n_started];
        st = kb_crew_start(fn, context, n_started, out->max_bytes - out->n_bytes,
                           &mates[n_started], err);
        n_started += st == KB_OK;
    }
    for (size_t i = 0; i < n_started; i++) {
        if (st == KB_OK)
            st = kb_crew_take(&mates[i], &outs[i], err);
        else
            kb_crew_end(&mates[i]);
    }
    return st;
}
