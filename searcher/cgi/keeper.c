/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/keeper.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

enum {
    SHORT_LIFE_S = 1,   /* a worker that lived no longer has not worked */
    SHORT_LIVES_MAX = 8 /* so many in a row, and the next waits a second */
};

struct worker {
    pid_t pid; /* 0 = none */
    time_t born;
};

struct keeper {
    struct worker *workers;
    unsigned n;
    unsigned n_short_lives; /* in a row */
    kb_worker_fn work;
    void *context;
    sigset_t handled;
    sigset_t before;
};

static time_t
now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

static void
be_worker(struct keeper *keeper, pid_t parent)
{
    /* Ends with the keeper, even if that is killed. */
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    if (getppid() != parent)
        _exit(0);
    (void)sigprocmask(SIG_SETMASK, &keeper->before, NULL);
    exit(keeper->work(keeper->context));
}

static enum kb_status
fork_worker(struct keeper *keeper, struct worker *worker, struct kb_error *err)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid == 0)
        be_worker(keeper, parent);
    if (pid < 0)
        return kb_error_os(err, errno, "cannot fork a worker");
    worker->pid = pid;
    worker->born = now_s();
    return KB_OK;
}

static void
wait_a_second(void)
{
    struct timespec second = {1, 0};
    (void)nanosleep(&second, NULL);
}

/* Note those that ended. */
static void
collect(struct keeper *keeper)
{
    pid_t pid;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {
        for (unsigned i = 0; i < keeper->n; i++) {
            struct worker *worker = &keeper->workers[i];
            if (worker->pid != pid)
                continue;
            worker->pid = 0;
            if (now_s() - worker->born <= SHORT_LIFE_S)
                keeper->n_short_lives++;
            else
                keeper->n_short_lives = 0;
        }
    }
}

/* A fork that fails is tried again with the next signal or after a second. */
static bool
replace(struct keeper *keeper)
{
    bool whole = true;
    for (unsigned i = 0; i < keeper->n; i++) {
        if (keeper->workers[i].pid != 0)
            continue;
        if (keeper->n_short_lives >= SHORT_LIVES_MAX)
            wait_a_second();
        whole = fork_worker(keeper, &keeper->workers[i], NULL) == KB_OK && whole;
    }
    return whole;
}

static void
end_all(struct keeper *keeper)
{
    for (unsigned i = 0; i < keeper->n; i++) {
        if (keeper->workers[i].pid > 0)
            (void)kill(keeper->workers[i].pid, SIGTERM);
    }
    for (unsigned i = 0; i < keeper->n; i++) {
        if (keeper->workers[i].pid > 0)
            (void)waitpid(keeper->workers[i].pid, NULL, 0);
    }
}

static void
keep(struct keeper *keeper)
{
    struct timespec second = {1, 0};
    bool whole = true;
    for (;;) {
        int signal_number = whole ? sigwaitinfo(&keeper->handled, NULL)
                                  : sigtimedwait(&keeper->handled, NULL, &second);
        if (signal_number == SIGTERM || signal_number == SIGINT)
            return;
        collect(keeper);
        whole = replace(keeper);
    }
}

enum kb_status
kb_keeper_run(unsigned n, kb_worker_fn work, void *context, struct kb_error *err)
{
    struct keeper keeper = {.n = n, .work = work, .context = context};
    enum kb_status st = KB_OK;
    keeper.workers = kb_mem_array(n, sizeof(*keeper.workers));
    if (keeper.workers == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %u workers", n);
    (void)sigemptyset(&keeper.handled);
    (void)sigaddset(&keeper.handled, SIGCHLD);
    (void)sigaddset(&keeper.handled, SIGTERM);
    (void)sigaddset(&keeper.handled, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &keeper.handled, &keeper.before);
    for (unsigned i = 0; i < n && st == KB_OK; i++)
        st = fork_worker(&keeper, &keeper.workers[i], err);
    if (st == KB_OK)
        keep(&keeper);
    end_all(&keeper);
    (void)sigprocmask(SIG_SETMASK, &keeper.before, NULL);
    kb_mem_free(keeper.workers);
    return st;
}
