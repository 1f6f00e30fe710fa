/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and what they are shortened to, where a text says so itself: "Outlook Web
 * Access (OWA)", "SFU (Services for UNIX)". Looks at one text and judges nothing: that
 * is indexer/names. Called by indexer/lesson; calls base. */
#ifndef KB_INDEXER_ACRONYM_H
#define KB_INDEXER_ACRONYM_H

#include <stdbool.h>

#include "base/span.h"

enum {
    KB_ACRONYM_LETTERS_MAX = 8, /* of the short name (bytes) */
    KB_ACRONYM_WORDS_MAX = 8    /* of the long one, without "of" and its like (count) */
};

struct kb_acronym {
    char brief[KB_ACRONYM_LETTERS_MAX]; /* in small letters, without a plural's s */
    size_t n_brief;                     /* (bytes) */
    struct kb_span words[KB_ACRONYM_WORDS_MAX]; /* of the long name, as written;
                                                   borrowed from the text */
    size_t n_words;
};

/**
 * The next short name in brackets behind its long one, or the other way round: capitals
 * that are the initials of the words in order. A word has one at its begin and at each
 * inner capital ("FoxPro"), an x for "ex"; "of" and its like may have none.
 *
 *   text    UTF-8; names have ASCII letters and digits alone
 *   at      where to go on (bytes), 0 at first; moved on
 *
 * Returns false when there is none left.
 * Source: the idea of Schwartz & Hearst, PSB 2003, held to initials.
 */
bool kb_acronym_next(struct kb_span text, size_t *at, struct kb_acronym *out);

#endif
