/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Article numbers as they stand in text: "Q260695", and the list of those that an
 * article names. Knows no file format. Called by article/, search/ and the outputs;
 * calls base. */
#ifndef KB_ARTICLE_NUMBER_H
#define KB_ARTICLE_NUMBER_H

#include <stdbool.h>

#include "article/article.h"

/**
 * Read a number at the start of a text.
 *
 *   text     "Q260695: Third-Party ..."
 *   number   260695; KB_ARTICLE_MAX_ID + 1 for every larger one; untouched when none
 * stands there
 *
 * Returns the bytes it takes, 0 when none stands there or it is part of a longer word.
 */
size_t kb_number_read(struct kb_span text, uint32_t *number);

/* A number in running text. */
struct kb_number_place {
    size_t begin; /* bytes of the text it takes, with its Q */
    size_t end;
    uint32_t number;
};

/**
 * Find the next article number in running text: 5 to 7 digits behind a Q, no part of a
 * longer word.
 *
 *   place    zeros for the first call; moves on
 *
 * Returns false when there is no more.
 */
bool kb_number_next(struct kb_span text, struct kb_number_place *place);

/**
 * Fill article->references from the text of its sections.
 *
 * Fails: KB_E_LIMIT over KB_ARTICLE_MAX_PARTS numbers; KB_E_NOMEM.
 */
enum kb_status kb_number_collect(struct kb_article *article,
                                 struct kb_error *err) KB_CHECKED;

#endif
