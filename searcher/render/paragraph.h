/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of a section for a terminal: paragraphs are filled to the width, lists and
 * listings keep their lines, numbers of articles stand out.
 * Called by searcher/render/view_text; calls render/setter, article/number. */
#ifndef KB_SEARCHER_RENDER_PARAGRAPH_H
#define KB_SEARCHER_RENDER_PARAGRAPH_H

#include "render/setter.h"

/**
 * Set a text of several lines. Lines are taken as broken by the width, and joined,
 * where the next word would not have fitted; lines with gaps inside are kept as they
 * are, and broken only when they are wider than the terminal.
 *
 *   setter    indent: cells before every line; taken back for a listing that would not
 *             fit otherwise
 *   cites     numbers of those that are in the archive become links
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM; the setter's status.
 */
enum kb_status kb_set_paragraphs(struct kb_setter *setter, struct kb_span text,
                                 const struct kb_links *cites) KB_CHECKED;

#endif
