/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The time limit of a request. A search cannot be stopped from within, so the process
 * ends: it first sends an answer that was prepared (503), unless it is already sending
 * one. One request at a time. Called by cgi/{main,fastcgi}; calls nothing. */
#ifndef KB_SEARCHER_CGI_DEADLINE_H
#define KB_SEARCHER_CGI_DEADLINE_H

#include "base/span.h"

/* Exit status of a process that ran out of time. */
enum {
    KB_DEADLINE_EXIT = 75
};

/* The answer of CGI, in full. */
#define KB_DEADLINE_BODY                                                               \
    "<!doctype html><html lang=\"en\"><title>Not available</title>"                    \
    "<p>The search took too long. Try fewer words, or try again in a few minutes.\n"
#define KB_DEADLINE_ANSWER                                                             \
    "Status: 503 Service Unavailable\r\n"                                              \
    "Content-Type: text/html; charset=utf-8\r\n"                                       \
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"          \
    "X-Content-Type-Options: nosniff\r\n"                                              \
    "Cache-Control: no-store\r\n"                                                      \
    "Retry-After: 5\r\n\r\n" KB_DEADLINE_BODY

/**
 * Prepare the process; call it once.
 */
void kb_deadline_install(void);

/**
 * The time runs from now on, and nobody can be answered yet.
 */
void kb_deadline_start(unsigned seconds);

/**
 * From now on this is what is sent when the time is over.
 *
 *   fd      where to
 *   bytes   at most 4 KB; copied
 */
void kb_deadline_answer(int fd, struct kb_span bytes);

/**
 * The real answer is being sent: when the time is over the process just ends.
 */
void kb_deadline_sending(void);

/**
 * The request is done in time.
 */
void kb_deadline_stop(void);

#endif
