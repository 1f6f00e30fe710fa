/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps so many worker processes at work: forks them, replaces those that end, ends
 * them with itself. Reads no request. Called by cgi/fastcgi; calls base. */
#ifndef KB_SEARCHER_CGI_KEEPER_H
#define KB_SEARCHER_CGI_KEEPER_H

#include "base/error.h"

/* What a worker does; the value it returns is its exit status. */
typedef int (*kb_worker_fn)(void *context);

/**
 * Keep `n` workers until SIGTERM or SIGINT, then end them and return.
 *
 *   n    1 to 256
 *
 * Fails: KB_E_IO when not even one can be forked at the start; KB_E_NOMEM.
 */
enum kb_status kb_keeper_run(unsigned n, kb_worker_fn work, void *context,
                             struct kb_error *err) KB_CHECKED;

#endif
