/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The paragraphs "Additional query words: ..." of an article's body: where they stand
 * and what they hold. Called by article/body; calls base. */
#ifndef KB_ARTICLE_QUERY_WORDS_H
#define KB_ARTICLE_QUERY_WORDS_H

#include "article/lines.h"

struct kb_query_place {
    const char *start;     /* first byte of "Additional"; NULL: there is no place */
    struct kb_lines words; /* what follows the colon, to the end of the paragraph */
};

/**
 * The first place at or behind lines.at. Editors wrote the phrase in four ways and, in
 * six articles of the archive, at the end of a line of text.
 */
struct kb_query_place kb_query_words_find(struct kb_lines lines);

/**
 * Fill article->query_words from all places of the body, joined by a space. Nothing
 * else may have been put into the text since `lines` was at its start.
 */
void kb_query_words_read(struct kb_lines body, struct kb_article *article);

#endif
