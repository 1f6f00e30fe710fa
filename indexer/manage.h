/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an operator asks about builds, and going back to the one before. Prints on
 * stdout. Called by indexer/main; calls indexer/{run,verify}, index and base. */
#ifndef KB_INDEXER_MANAGE_H
#define KB_INDEXER_MANAGE_H

#include <stdio.h>

#include "options.h"

/**
 * List the builds, newest first: time, articles, what changed, size, which is in
 * service.
 *
 * Fails: KB_E_NO_INDEX when there is none; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_manage_list(const struct kb_index_options *options, FILE *out,
                              struct kb_error *err) KB_CHECKED;

/**
 * Put the newest whole build before the one in service back in service, if it verifies.
 *
 * Fails: KB_E_BUSY; KB_E_NO_INDEX; KB_E_NOT_FOUND when there is none before; as
 * kb_verify.
 */
enum kb_status kb_manage_rollback(const struct kb_index_options *options, FILE *out,
                                  struct kb_error *err) KB_CHECKED;

/**
 * Check a build, see kb_verify, and say that it is whole.
 */
enum kb_status kb_manage_verify(const struct kb_index_options *options, FILE *out,
                                struct kb_error *err) KB_CHECKED;

#endif
