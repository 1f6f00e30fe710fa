/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_process N PROGRAM [ARG...] [-- PROGRAM [ARG...]]...: start programs N times in
 * turn, one after the other, their output thrown away, and print for each the smallest,
 * the median and the largest time in microseconds, from before fork to after wait.
 * Fails when a program does. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

enum {
    RUNS_MAX = 10000,
    PROGRAMS_MAX = 16
};

static struct program {
    char **argv;
    long times[RUNS_MAX];
} programs[PROGRAMS_MAX];

static int
run(char **argv)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open("/dev/null", O_WRONLY);
        if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
            _exit(126);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
compare(const void *a, const void *b)
{
    long x = *(const long *)a;
    long y = *(const long *)b;
    return (x > y) - (x < y);
}

/* The programs of the command line; 0 when it is wrong. */
static size_t
read_programs(char **argv)
{
    size_t n = 0;
    while (*argv != NULL) {
        if (n == PROGRAMS_MAX || strcmp(*argv, "--") == 0)
            return 0;
        programs[n++].argv = argv;
        while (*argv != NULL && strcmp(*argv, "--") != 0)
            argv++;
        if (*argv != NULL) {
            *argv++ = NULL;
            if (*argv == NULL)
                return 0;
        }
    }
    return n;
}

int
main(int argc, char **argv)
{
    long n = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    size_t n_programs = argc > 2 ? read_programs(argv + 2) : 0;
    if (n < 1 || n > RUNS_MAX || n_programs == 0) {
        fprintf(stderr,
                "usage: bench_process N PROGRAM [ARG...] [-- PROGRAM [ARG...]]...\n");
        return 2;
    }
    for (long i = 0; i < n; i++) {
        for (size_t k = 0; k < n_programs; k++) {
            double start = now_us();
            int status = run(programs[k].argv);
            programs[k].times[i] = (long)(now_us() - start);
            if (status != 0) {
                fprintf(stderr, "bench_process: '%s' ended with %d\n",
                        programs[k].argv[0], status);
                return 2;
            }
        }
    }
    for (size_t k = 0; k < n_programs; k++) {
        long *times = programs[k].times;
        qsort(times, (size_t)n, sizeof(times[0]), compare);
        printf("%ld %ld %ld\n", times[0], times[n / 2], times[n - 1]);
    }
    return 0;
}
