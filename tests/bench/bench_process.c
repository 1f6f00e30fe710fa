/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_process N PROGRAM [ARG...]: start a program N times, one after the other, its
 * output thrown away, and print the smallest, the median and the largest time in
 * microseconds, from before fork to after wait. Fails when the program does. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    RUNS_MAX = 10000
};

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

static long
now_us(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        exit(2);
    return (long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
compare(const void *a, const void *b)
{
    long x = *(const long *)a;
    long y = *(const long *)b;
    return (x > y) - (x < y);
}

int
main(int argc, char **argv)
{
    static long times[RUNS_MAX];
    long n = argc > 2 ? strtol(argv[1], NULL, 10) : 0;
    if (n < 1 || n > RUNS_MAX) {
        fprintf(stderr, "usage: bench_process N PROGRAM [ARG...]\n");
        return 2;
    }
    for (long i = 0; i < n; i++) {
        long start = now_us();
        int status = run(argv + 2);
        times[i] = now_us() - start;
        if (status != 0) {
            fprintf(stderr, "bench_process: '%s' ended with %d\n", argv[2], status);
            return 2;
        }
    }
    qsort(times, (size_t)n, sizeof(times[0]), compare);
    printf("%ld %ld %ld\n", times[0], times[n / 2], times[n - 1]);
    return 0;
}
