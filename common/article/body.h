/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both forms have in common behind their heads: the list of products, the
 * sections, the query words, the footer. Called by article/parse; calls
 * article/{lines,fields,tail,query_words} and base. */
#ifndef KB_ARTICLE_BODY_H
#define KB_ARTICLE_BODY_H

#include "article/lines.h"

/**
 * Read the body.
 *
 *   lines     from behind the head to the end of the file
 *   article   gets applies_to, sections and query words; its text has room for all of
 * it
 *
 * Fails: KB_E_LIMIT over KB_ARTICLE_MAX_PARTS sections or products; KB_E_NOMEM.
 */
enum kb_status kb_body_read(struct kb_lines lines, struct kb_article *article,
                            struct kb_error *err) KB_CHECKED;

#endif
