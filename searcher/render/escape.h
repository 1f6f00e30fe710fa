/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One function per place where text can land. Articles and queries are other people's
 * words: nothing in them may act on what shows them.
 * Called by searcher/render; calls ICU and base. */
#ifndef KB_SEARCHER_RENDER_ESCAPE_H
#define KB_SEARCHER_RENDER_ESCAPE_H

#include "base/buf.h"
#include "base/span.h"

/**
 * Append text for a terminal or a pipe: control characters (C0, DEL, C1) and those that
 * turn the direction of writing become '?', so that no text can move the cursor, colour
 * or hide anything.
 *
 *   text    valid UTF-8, one line
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_escape_terminal(struct kb_span text, struct kb_buf *out,
                                  struct kb_error *err) KB_CHECKED;

/**
 * Cells that text takes on a terminal once it is escaped: 2 for wide East Asian
 * letters, 0 for marks.
 */
size_t kb_escape_width(struct kb_span text);

#endif
