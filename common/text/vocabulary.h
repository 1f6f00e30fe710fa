/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The word tables of the analysis: stop words, compounds written as one word or two,
 * and product names that people shorten. Changing one changes the index: its
 * fingerprint. Called by text/{lexicon,analyze,spelling}; calls base. */
#ifndef KB_TEXT_VOCABULARY_H
#define KB_TEXT_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum {
    KB_STOP_WORDS_MAX = 125 /* their numbers are codes of one byte, see schema/words */
};

/* What a folded word can be besides a word. */
enum kb_vocabulary_flags {
    KB_VOCABULARY_STOP = 1 << 0,      /* says nothing in a ranked query */
    KB_VOCABULARY_PAIR_HEAD = 1 << 1, /* first half of a compound: "back" */
    KB_VOCABULARY_NAME_HEAD = 1
                              << 2, /* first word of a name with a number: "service" */
    KB_VOCABULARY_NAME_INNER = 1
                               << 3, /* may stand between name and number: "version" */
};

/**
 * Which tables a word stands in: enum kb_vocabulary_flags.
 */
unsigned kb_vocabulary_flags(struct kb_span word);

/**
 * The number of a stop word, 1 to KB_STOP_WORDS_MAX; 0 for any other word.
 */
unsigned kb_vocabulary_stop_number(struct kb_span word);

/**
 * Whether two neighbouring words are one compound that is written both ways:
 * ("back", "up") is, since articles write "back up" and "backup".
 */
bool kb_vocabulary_is_pair(struct kb_span first, struct kb_span second);

/**
 * The short form that stands for a name before its number: "service" "pack" -> "sp".
 *
 *   first    the word
 *   second   the word behind it, empty when there is none
 *   n_words  words the name has (1 or 2); untouched when there is no name
 *
 * Returns NULL when they begin no such name; static.
 */
const char *kb_vocabulary_name(struct kb_span first, struct kb_span second,
                               size_t *n_words);

/**
 * A number that changes whenever one of the tables does.
 */
uint64_t kb_vocabulary_digest(void);

/**
 * A digest with one more text of a table.
 */
uint64_t kb_vocabulary_mix(uint64_t digest, const char *text);

#endif
