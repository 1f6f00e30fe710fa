/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kbsearch.cgi as a FastCGI server: a keeper that holds the socket and replaces
 * workers, and workers that answer one request at a time. Called by cgi/main; calls
 * libfcgi and the rest of searcher/cgi. */
#ifndef KB_SEARCHER_CGI_FASTCGI_H
#define KB_SEARCHER_CGI_FASTCGI_H

#include "cgi/setup.h"

/**
 * Whether the process was started as a FastCGI server: its standard input is a socket
 * that listens, or the setup names one.
 */
bool kb_fastcgi_is_wanted(const struct kb_setup *setup);

/**
 * Serve until SIGTERM or SIGINT. Workers that end, for whatever reason, are replaced; a
 * second apart when they do so at once.
 *
 * Fails: KB_E_IO when the socket cannot be made.
 */
enum kb_status kb_fastcgi_serve(const struct kb_setup *setup,
                                struct kb_error *err) KB_CHECKED;

#endif
