/* SPDX-License-Identifier: GPL-2.0-or-later */
/* British spellings as American ones: who asks for "colour" or "organised" means what
 * articles call "color" and "organized". Changing a table changes the index: its
 * fingerprint. Called by text/lexicon and text/analyze; calls text/vocabulary and base.
 */
#ifndef KB_TEXT_SPELLING_H
#define KB_TEXT_SPELLING_H

#include <stdint.h>

#include "base/limits.h"
#include "base/span.h"

/**
 * The American spelling of a word; the word itself where it has no other.
 *
 *   word    folded, of small letters alone, at most KB_WORD_MAX_BYTES
 *   out     what is returned may borrow from it
 */
struct kb_span kb_spelling_american(struct kb_span word, char out[KB_WORD_MAX_BYTES]);

/**
 * A digest with all tables.
 */
uint64_t kb_spelling_digest(uint64_t digest);

#endif
