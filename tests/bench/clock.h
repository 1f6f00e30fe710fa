/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time by which the bench's programs measure. Called by tests/bench. */
#ifndef TESTS_BENCH_CLOCK_H
#define TESTS_BENCH_CLOCK_H

#include <stdlib.h>
#include <time.h>

/* Microseconds since some time; ends the program with 2 where there is no clock. */
static inline double
now_us(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        exit(2);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

#endif
