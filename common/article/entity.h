/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HTML character references: "&quot;" -> the character.
 * Does no other HTML. Called by article/page; calls text/encode. */
#ifndef KB_ARTICLE_ENTITY_H
#define KB_ARTICLE_ENTITY_H

#include "text/encode.h"

/**
 * Decode the reference at the start of a text.
 *
 *   text    begins with '&'
 *   out     the character in UTF-8, never more bytes than the reference has
 *   n_out   bytes in `out`; untouched when it is no reference
 *
 * Returns the bytes the reference takes with its ';', 0 when it is none: an unknown
 * name
 * ("&moo;"), no ';', or a number that is no printable character.
 * Source: HTML 4.01, section 24.2 (all of Latin-1) and the common part of 24.4.
 */
size_t kb_entity_decode(struct kb_span text, char out[KB_ENCODE_CHAR_MAX_BYTES],
                        size_t *n_out);

#endif
