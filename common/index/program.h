/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the programs say alike: which versions they are made of, and how they ended.
 * Prints nothing: main does. Called by the programs; calls everything below for
 * versions. */
#ifndef KB_INDEX_PROGRAM_H
#define KB_INDEX_PROGRAM_H

#include "base/buf.h"
#include "base/error.h"

#define KB_VERSION "0.1.0"

/**
 * Append the lines of --version. Fails: KB_E_NOMEM; KB_E_LIMIT of `out`.
 */
enum kb_status kb_program_version(const char *program, struct kb_buf *out,
                                  struct kb_error *err) KB_CHECKED;

/**
 * Append what is told of a failure: one line "program: message", and one with a hint
 * where there is one. Best effort: without memory it appends less.
 */
void kb_program_failure(const char *program, const struct kb_error *err,
                        struct kb_buf *out);

#endif
