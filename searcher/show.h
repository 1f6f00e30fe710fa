/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What kbsearch does with one article: --show, --open, --related; and --suggest.
 * Called by searcher/cli; calls search, searcher/{render,terminal}. */
#ifndef KB_SEARCHER_SHOW_H
#define KB_SEARCHER_SHOW_H

#include "options.h"
#include "settings.h"

/**
 * Do what the options' action says, and print.
 *
 *   exit_code    0; 1 where there is nothing to show
 *
 * Fails: KB_E_INVALID for what is no article's number; KB_E_CORRUPT; KB_E_IO;
 * KB_E_NOMEM.
 */
enum kb_status kb_show_run(struct kb_engine *engine,
                           const struct kb_search_options *options,
                           const struct kb_settings *settings, int *exit_code,
                           struct kb_error *err) KB_CHECKED;

#endif
