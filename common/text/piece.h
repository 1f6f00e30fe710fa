/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pieces of words that mean something by themselves, told by their bytes alone: version
 * numbers, service packs, what stands behind an apostrophe. Called by text/analyze;
 * calls base. */
#ifndef KB_TEXT_PIECE_H
#define KB_TEXT_PIECE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

/**
 * A version number as short names have it: "4.0" and "4.00" -> "4", "3.51" as it is;
 * empty when the word is none.
 */
struct kb_span kb_piece_version(struct kb_span word);

/**
 * Cut "5.0sp4" into "5.0" and "sp4"; false when the word is not written so.
 *
 *   word    folded
 */
bool kb_piece_service_pack(struct kb_span word, struct kb_span *version,
                           struct kb_span *pack);

/**
 * Bytes of one letter and an apostrophe, plain or typographic, at the start of a word
 * that is longer: "l'" of "l'accent"; 0 when there are none.
 */
size_t kb_piece_elision(struct kb_span word);

/**
 * Remove possessive 's and every apostrophe, plain or typographic; and the commas of
 * 1,000.
 */
void kb_piece_drop_apostrophes(struct kb_buf *word);

#endif
