/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands behind an article's text: the footer with its labelled lines and the text
 * form's legal notice. Called by article/parse; calls article/{lines,fields} and base.
 */
#ifndef KB_ARTICLE_TAIL_H
#define KB_ARTICLE_TAIL_H

#include "article/lines.h"

/**
 * Read the footer.
 *
 *   lines     from behind the head to the end of the file; its end is moved to the end
 * of the text article   gets the footer's fields, and keywords and versions where its
 * header has none
 */
void kb_tail_read(struct kb_lines *lines, struct kb_article *article);

#endif
