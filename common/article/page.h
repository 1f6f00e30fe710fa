/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head of the page form (kb/NNN/QNNNNNN/README.md): front matter, heading, labelled
 * lines. Called by article/parse; calls article/{lines,fields,number,entity} and base.
 */
#ifndef KB_ARTICLE_PAGE_H
#define KB_ARTICLE_PAGE_H

#include "article/lines.h"

/**
 * The article number in one line of a page's head: title, permalink, heading or
 * "Article:".
 *
 *   number_end   first byte behind the number; untouched without one
 *
 * Returns as kb_number_read; 0 when there is none.
 */
uint32_t kb_page_line_number(struct kb_span line, const char **number_end);

/**
 * Read the lines up to the blank line behind the labelled lines.
 *
 *   lines     at the start of the page; moved to the body
 *   article   its id is set; gets title, date and the header's fields
 *
 * Fails: KB_E_INVALID: cut short, without a title, or with two different numbers.
 */
enum kb_status kb_page_read_head(struct kb_lines *lines, struct kb_article *article,
                                 struct kb_error *err) KB_CHECKED;

/**
 * Where the page's text ends: in front of its last "{% endraw %}", or at its end.
 */
const char *kb_page_end(struct kb_lines lines);

#endif
