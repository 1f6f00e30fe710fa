/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TIOCGWINSZ is not POSIX. */
#define _DEFAULT_SOURCE 1

#include "terminal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    DEFAULT_WIDTH = 80,
    NO_COMMAND = 127 /* the shell's exit status */
};

unsigned
kb_terminal_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col > 0)
        return size.ws_col;
    long n = columns == NULL ? 0 : strtol(columns, NULL, 10);
    return n > 0 && n < 1000 ? (unsigned)n : DEFAULT_WIDTH;
}

bool
kb_terminal_styles(enum kb_colour when)
{
    const char *no_colour = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    if (when != KB_COLOUR_AUTO)
        return when == KB_COLOUR_ALWAYS;
    return isatty(STDOUT_FILENO) == 1 && (no_colour == NULL || no_colour[0] == '\0') &&
           term != NULL && strcmp(term, "dumb") != 0;
}

enum kb_status
kb_terminal_print(const struct kb_buf *text, struct kb_error *err)
{
    if (fwrite(kb_buf_cstr(text), 1, text->n_bytes, stdout) != text->n_bytes ||
        fflush(stdout) != 0)
        return kb_error_os(err, errno, "cannot write to standard output");
    return KB_OK;
}

/* The pager, NULL = none. */
static const char *
pager(void)
{
    const char *named = getenv("PAGER");
    if (isatty(STDOUT_FILENO) != 1)
        return NULL;
    if (named == NULL)
        return "less";
    return named[0] == '\0' || strcmp(named, "cat") == 0 ? NULL : named;
}

static _Noreturn void
become_pager(const char *command, const int fds[2])
{
    (void)signal(SIGPIPE, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGQUIT, SIG_DFL);
    /* F: short texts are shown and that is it, R: styles, X: the text stays. */
    if (setenv("LESS", "FRX", 0) == 0 && dup2(fds[0], STDIN_FILENO) >= 0) {
        close(fds[0]);
        close(fds[1]);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    }
    _exit(NO_COMMAND);
}

/* A pager that was left early takes no more: no failure. */
static void
feed(int fd, const struct kb_buf *text)
{
    size_t done = 0;
    while (done < text->n_bytes) {
        ssize_t n = write(fd, text->data + done, text->n_bytes - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += (size_t)n;
    }
}

/* Exit status of the pager; 0 where a signal ended it, -1 where it did not start. */
static int
run_pager(const char *command, const struct kb_buf *text)
{
    int fds[2];
    int how = 0;
    if (pipe(fds) != 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0)
        become_pager(command, fds);
    close(fds[0]);
    if (pid > 0) {
        /* Its keys are the pager's: ^C must not leave the terminal to two programs. */
        void (*old_pipe)(int) = signal(SIGPIPE, SIG_IGN);
        void (*old_int)(int) = signal(SIGINT, SIG_IGN);
        void (*old_quit)(int) = signal(SIGQUIT, SIG_IGN);
        feed(fds[1], text);
        close(fds[1]);
        while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
            continue;
        (void)signal(SIGPIPE, old_pipe);
        (void)signal(SIGINT, old_int);
        (void)signal(SIGQUIT, old_quit);
    } else {
        close(fds[1]);
        return -1;
    }
    return WIFEXITED(how) ? WEXITSTATUS(how) : 0;
}

enum kb_status
kb_terminal_page(const struct kb_buf *text, struct kb_error *err)
{
    const char *command = pager();
    if (command == NULL)
        return kb_terminal_print(text, err);
    int status = run_pager(command, text);
    if (status == 0)
        return KB_OK;
    /* Nobody who has no less asked for it. */
    if (getenv("PAGER") != NULL)
        fprintf(stderr, "kbsearch: the pager '%s' failed (status %d)\n", command,
                status);
    return kb_terminal_print(text, err);
}
