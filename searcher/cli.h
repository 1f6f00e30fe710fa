/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command: options -> engine -> output on stdout.
 * Called by searcher/main; calls searcher/{settings,search,render} and base. */
#ifndef KB_SEARCHER_CLI_H
#define KB_SEARCHER_CLI_H

#include "options.h"

/**
 * Run one query or a batch of them.
 *
 *   exit_code    0 found, 1 nothing found; set on KB_OK. Of a batch: 0 all were
 * answered, 2 some were not.
 *
 * Fails: as kb_settings_read, kb_engine_open and kb_engine_search; KB_E_IO when stdout
 * cannot be written; KB_E_NOT_FOUND for the batch file.
 */
enum kb_status kb_cli_run(const struct kb_search_options *options, int *exit_code,
                          struct kb_error *err) KB_CHECKED;

#endif
