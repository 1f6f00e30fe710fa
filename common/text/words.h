/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text -> segments: where its words begin and end, by UAX #29.
 * ASCII is cut by a scanner of its own that gives what ICU gives (tests/archive proves
 * it over the whole archive); runs that are not ASCII go through ICU. Does not fold,
 * stem or join (text/analyze does). Calls ICU and base. */
#ifndef KB_TEXT_WORDS_H
#define KB_TEXT_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/span.h"

/* One word: at least one letter or digit. Byte offsets into the text. */
struct kb_segment {
    uint32_t begin;
    uint32_t end;
};

struct kb_segments {
    struct kb_segment *items; /* owned array */
    size_t n;
    size_t capacity;
};

struct kb_words;

/**
 * A splitter; one per thread. ICU is opened at the first text that needs it.
 *
 *   icu_only    true sends ASCII through ICU as well (for the proof and for tests)
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_words_new(bool icu_only, struct kb_words **out,
                            struct kb_error *err) KB_CHECKED;

/**
 * Free a splitter; NULL is allowed.
 */
void kb_words_free(struct kb_words *words);

/**
 * Append the segments of a text, in order, none overlapping.
 *
 *   text    valid UTF-8, below 2 GB
 *   out     appended to; owned by the caller, kb_segments_clear
 *
 * Fails: KB_E_NOMEM; KB_E_INTERNAL when ICU has no word rules.
 * Source: Unicode Standard Annex #29, word boundaries, as ICU's root locale cuts them;
 * ':' and '@' always cut, since versions of ICU differ on them.
 */
enum kb_status kb_words_split(struct kb_words *words, struct kb_span text,
                              struct kb_segments *out, struct kb_error *err) KB_CHECKED;

/**
 * Free the array; the list can be used again.
 */
void kb_segments_clear(struct kb_segments *segments);

#endif
