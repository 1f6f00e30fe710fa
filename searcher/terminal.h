/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What standard output is: its width, whether styles may go there, and a pager before
 * it. Called by the actions of kbsearch; calls base. */
#ifndef KB_SEARCHER_TERMINAL_H
#define KB_SEARCHER_TERMINAL_H

#include "base/buf.h"
#include "options.h"

/**
 * Cells of a line: of the terminal, else of COLUMNS, else 80.
 */
unsigned kb_terminal_width(void);

/**
 * Whether styles are wanted: as told; by default on a terminal that is not dumb, unless
 * NO_COLOR is set and not empty.
 */
bool kb_terminal_styles(enum kb_colour when);

/**
 * Write to standard output.
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_terminal_print(const struct kb_buf *text,
                                 struct kb_error *err) KB_CHECKED;

/**
 * The same through $PAGER, else less, where standard output is a terminal; PAGER empty
 * or cat means none. A pager that fails is told of, and the text is printed.
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_terminal_page(const struct kb_buf *text,
                                struct kb_error *err) KB_CHECKED;

#endif
