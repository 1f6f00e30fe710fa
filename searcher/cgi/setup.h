/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the administrator told kbsearch.cgi, by environment variables of the process: a
 * request cannot set them, since what comes from a request is named HTTP_... or by
 * CGI's own names. Never reads argv: a server may put the query string there. Called
 * by searcher/cgi; calls searcher/settings and base. */
#ifndef KB_SEARCHER_CGI_SETUP_H
#define KB_SEARCHER_CGI_SETUP_H

#include "settings.h"

enum kb_sandbox_mode {
    KB_SANDBOX_ON,  /* as much of it as the kernel has */
    KB_SANDBOX_OFF, /* none */
    KB_SANDBOX_MUST /* all of it, or no request is answered */
};

struct kb_setup {
    struct kb_settings settings; /* index and boosts, as kbsearch has them */
    const char *log;             /* file of the query log; NULL = none */
    const char *socket;          /* where to listen; NULL = what the server gave */
    const char *origin;          /* "https://example.org"; NULL = as the request says */
    unsigned workers;            /* FastCGI: processes that answer (count) */
    unsigned requests;           /* FastCGI: a worker ends after so many (count) */
    unsigned seconds;            /* longest time of a request */
    bool has_cache;              /* answers are kept for those who ask the same */
    enum kb_sandbox_mode sandbox;
    bool is_check; /* report and end, answer nothing */
};

#define KB_SETUP_INIT                                                                  \
    {                                                                                  \
        .settings = KB_SETTINGS_INIT                                                   \
    }

/**
 * Gather it. kbsearch.cgi(8) lists the variables.
 *
 *   out    KB_SETUP_INIT; kb_setup_clear
 *
 * Fails: as kb_settings_read; KB_E_INVALID for a value that is none.
 */
enum kb_status kb_setup_read(struct kb_setup *out, struct kb_error *err) KB_CHECKED;

void kb_setup_clear(struct kb_setup *setup);

#endif
