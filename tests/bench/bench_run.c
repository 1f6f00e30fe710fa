/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_run FILE PROGRAM [ARG...]: run a program once and write to FILE one line of
 *
 *   wall (s)  processor time (s)  largest process (MB)  all processes (MB)  exit status
 *
 * Processor time is that of the program and all it waited for, the largest process that
 * of the greatest resident set. "All processes" is the peak of the sum of the tree's
 * proportional set sizes (pages that several processes share count once), looked at ten
 * times a second: a shorter peak is not seen, and a program that ends sooner than the
 * first look has its largest process there. Exit: 0, or 2 when the program cannot be
 * run. */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PROCESSES_MAX = 65536,
    LOOK_EVERY_NS = 100 * 1000 * 1000,
    FIRST_LOOK_NS = 10 * 1000 * 1000,
    LINE_BYTES = 1024
};

static struct process {
    long pid, parent;
    int in_tree;
} processes[PROCESSES_MAX];

static void
die(const char *what)
{
    fprintf(stderr, "bench_run: %s: %s\n", what, strerror(errno));
    exit(2);
}

/* The parent in /proc/PID/stat stands behind the name, which may hold anything. */
static int
read_parent(const char *pid, long *parent)
{
    char path[64];
    char line[LINE_BYTES];
    snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
    FILE *in = fopen(path, "r");
    if (in == NULL)
        return 0;
    size_t n = fread(line, 1, sizeof(line) - 1, in);
    fclose(in);
    line[n] = '\0';
    const char *end = strrchr(line, ')');
    return end != NULL && sscanf(end + 1, " %*c %ld", parent) == 1;
}

/* The number behind a label of a file of /proc, in KB; -1 when it is not there. */
static long
read_kb(long pid, const char *name, const char *label)
{
    char path[64];
    char line[LINE_BYTES];
    long kb = -1;
    snprintf(path, sizeof(path), "/proc/%ld/%s", pid, name);
    FILE *in = fopen(path, "r");
    if (in == NULL)
        return -1;
    while (kb < 0 && fgets(line, sizeof(line), in) != NULL) {
        if (strncmp(line, label, strlen(label)) == 0)
            kb = strtol(line + strlen(label), NULL, 10);
    }
    fclose(in);
    return kb;
}

static size_t
list_processes(void)
{
    size_t n = 0;
    DIR *dir = opendir("/proc");
    if (dir == NULL)
        die("/proc");
    const struct dirent *entry;
    while (n < PROCESSES_MAX && (entry = readdir(dir)) != NULL) {
        struct process p = {strtol(entry->d_name, NULL, 10), 0, 0};
        if (p.pid > 0 && read_parent(entry->d_name, &p.parent))
            processes[n++] = p;
    }
    closedir(dir);
    return n;
}

static long
tree_kb(long root)
{
    size_t n = list_processes();
    long kb = 0;
    int more = 1;
    while (more) {
        more = 0;
        for (size_t i = 0; i < n; i++) {
            struct process *p = &processes[i];
            int child = p->pid == root;
            for (size_t j = 0; j < n && !child; j++)
                child = processes[j].in_tree && processes[j].pid == p->parent;
            if (p->in_tree || !child)
                continue;
            p->in_tree = more = 1;
            long own = read_kb(p->pid, "smaps_rollup", "Pss:");
            if (own < 0)
                own = read_kb(p->pid, "status", "VmRSS:");
            kb += own > 0 ? own : 0;
        }
    }
    return kb;
}

static double
seconds(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        die("clock");
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Wait for the child, looking at the tree's memory meanwhile. */
static int
watch(pid_t pid, const sigset_t *child_ends, long *peak_kb)
{
    struct timespec pause = {0, FIRST_LOOK_NS};
    int status;
    for (;;) {
        pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid)
            return status;
        if (ended < 0)
            die("wait");
        if (sigtimedwait(child_ends, NULL, &pause) < 0 && errno == EAGAIN) {
            long kb = tree_kb(pid);
            *peak_kb = kb > *peak_kb ? kb : *peak_kb;
            pause.tv_nsec = LOOK_EVERY_NS;
        }
    }
}

static double
time_of(const struct timeval *t)
{
    return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: bench_run FILE PROGRAM [ARG...]\n");
        return 2;
    }
    sigset_t child_ends;
    sigset_t before;
    sigemptyset(&child_ends);
    sigaddset(&child_ends, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &child_ends, &before) != 0)
        die("signals");
    double start = seconds();
    pid_t pid = fork();
    if (pid == 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        execvp(argv[2], argv + 2);
        fprintf(stderr, "bench_run: '%s': %s\n", argv[2], strerror(errno));
        _exit(127);
    }
    if (pid < 0)
        die("fork");
    long peak_kb = 0;
    int status = watch(pid, &child_ends, &peak_kb);
    double wall = seconds() - start;
    struct rusage used;
    if (getrusage(RUSAGE_CHILDREN, &used) != 0)
        die("times");
    if (peak_kb == 0)
        peak_kb = used.ru_maxrss;
    FILE *out = fopen(argv[1], "w");
    if (out == NULL)
        die(argv[1]);
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    fprintf(out, "%.3f %.3f %.1f %.1f %d\n", wall,
            time_of(&used.ru_utime) + time_of(&used.ru_stime),
            (double)used.ru_maxrss / 1024, (double)peak_kb / 1024, code);
    if (fclose(out) != 0)
        die(argv[1]);
    return code == 127 ? 2 : 0;
}
