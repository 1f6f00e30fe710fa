/* SPDX-License-Identifier: GPL-2.0-or-later */
/* KBSEARCH_CHECK=1: a report for the administrator instead of an answer. Called by
 * cgi/main; calls cgi/{sandbox,site}. */
#ifndef KB_SEARCHER_CGI_CHECK_H
#define KB_SEARCHER_CGI_CHECK_H

#include "cgi/setup.h"

/**
 * Print what the sandbox has on this kernel, and whether index and query log can be
 * used from within it.
 *
 *   exit_code    0, or the exit status of what failed
 *
 * Fails: KB_E_IO when standard output cannot be written.
 */
enum kb_status kb_check(const struct kb_setup *setup, int *exit_code,
                        struct kb_error *err) KB_CHECKED;

#endif
