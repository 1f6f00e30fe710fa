/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/deadline.h"

#include <assert.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum {
    ANSWER_MAX_BYTES = 4096
};

/* What the signal's handler may touch. */
static volatile sig_atomic_t answer_fd = -1; /* -1 = answer nobody */
static volatile sig_atomic_t answer_n;
static char answer_bytes[ANSWER_MAX_BYTES];

static void
time_is_over(int signal_number)
{
    (void)signal_number;
    if (answer_fd >= 0) {
        ssize_t n = write(answer_fd, answer_bytes, (size_t)answer_n);
        (void)n; /* nobody is left to be told */
    }
    _exit(KB_DEADLINE_EXIT);
}

void
kb_deadline_install(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = time_is_over;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGALRM, &action, NULL);
}

void
kb_deadline_start(unsigned seconds)
{
    answer_fd = -1;
    (void)alarm(seconds);
}

void
kb_deadline_answer(int fd, struct kb_span bytes)
{
    assert(bytes.n_bytes <= ANSWER_MAX_BYTES);
    memcpy(answer_bytes, bytes.data, bytes.n_bytes);
    answer_n = (sig_atomic_t)bytes.n_bytes;
    answer_fd = fd;
}

void
kb_deadline_sending(void)
{
    answer_fd = -1;
}

void
kb_deadline_stop(void)
{
    answer_fd = -1;
    (void)alarm(0);
}
