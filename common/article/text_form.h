/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head of the text form (txt/NNN/QNNNNNN.TXT): the DOCUMENT line and the labelled
 * lines. Called by article/parse; calls article/{lines,fields,number} and base. */
#ifndef KB_ARTICLE_TEXT_FORM_H
#define KB_ARTICLE_TEXT_FORM_H

#include "article/lines.h"

/**
 * The article number of a "DOCUMENT:Q260695  11-NOV-2000  [exchange]" line.
 *
 *   number_end   first byte behind the number; untouched without one
 *
 * Returns as kb_number_read; 0 when there is none.
 */
uint32_t kb_text_form_line_number(struct kb_span line, const char **number_end);

/**
 * Read the lines up to and with the rule of '=' behind the labelled lines.
 *
 *   lines     at the start of the file; moved to the body
 *   article   its id is set; gets title, date and the header's fields
 *
 * Fails: KB_E_INVALID: cut short or without a title.
 */
enum kb_status kb_text_form_read_head(struct kb_lines *lines,
                                      struct kb_article *article,
                                      struct kb_error *err) KB_CHECKED;

#endif
