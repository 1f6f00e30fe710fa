/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every different word that was seen, once: its folded text, the term it is indexed
 * under and what the vocabulary says of it. Stemming a word costs more than finding it
 * again. Called by text/analyze; calls the shim (stemmer), text/{spelling,vocabulary}
 * and base. */
#ifndef KB_TEXT_LEXICON_H
#define KB_TEXT_LEXICON_H

#include <stdint.h>

#include "base/error.h"
#include "base/span.h"

struct kb_word {
    struct kb_span text; /* folded: "backups", "user.exe" */
    struct kb_span term; /* as indexed: "Zbackup" (stem), "user.exe" (exact) */
    uint32_t term_id;    /* counts up from 0; words with the same term share it */
    uint32_t flags;      /* enum kb_vocabulary_flags */
    uint32_t word_id;    /* counts up from 0; each word has its own */
    uint16_t code;       /* as the forward index has it, see below */
};

/* A word in two bytes. A stop word's code is its number. Any other has the upper bit
 * set, then 13 bits of its term's hash (XXH3), then 2 of its own: equal words have
 * equal codes, words of one term agree in all but the last two bits, others seldom do.
 */
enum {
    KB_CODE_HASHED = 0x8000,
    KB_CODE_TERM_BITS = 13,
    KB_CODE_WORD_BITS = 2
};

/* The part of a code that all words of one term share. */
static inline uint16_t
kb_code_of_term(uint16_t code)
{
    return (code & KB_CODE_HASHED) == 0
               ? code
               : (uint16_t)(code & ~((1u << KB_CODE_WORD_BITS) - 1));
}

/**
 * What the codes of all words of a term share, by the term alone: "Zbackup". No stop
 * word's.
 */
uint16_t kb_code_by_term(struct kb_span term);

struct kb_lexicon;

/**
 * An empty lexicon.
 *
 * Fails: KB_E_NOMEM; KB_E_INTERNAL without the English stemmer.
 */
enum kb_status kb_lexicon_new(struct kb_lexicon **out, struct kb_error *err) KB_CHECKED;

/**
 * Free a lexicon with all its words; NULL is allowed.
 */
void kb_lexicon_free(struct kb_lexicon *lexicon);

/**
 * The entry of a word. A word of letters alone is indexed by the stem of its American
 * spelling, with a Z in front as Xapian's tools expect; one with a digit or another
 * byte is never stemmed.
 *
 *   text    folded, 1 to KB_WORD_MAX_BYTES bytes
 *   out     borrowed, valid until the lexicon is freed or forgets
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_lexicon_find(struct kb_lexicon *lexicon, struct kb_span text,
                               const struct kb_word **out,
                               struct kb_error *err) KB_CHECKED;

enum {
    KB_LEXICON_AT_ONCE = 32
};

/**
 * The entries of several words, which takes less than one after the other: memory is
 * asked for all of them at once.
 *
 *   texts    as above, or empty
 *   n        at most KB_LEXICON_AT_ONCE
 *   out      one for each text, NULL for an empty one
 */
enum kb_status kb_lexicon_find_all(struct kb_lexicon *lexicon,
                                   const struct kb_span *texts, size_t n,
                                   const struct kb_word **out,
                                   struct kb_error *err) KB_CHECKED;

/**
 * Different terms so far: one more than the largest term_id (count).
 */
size_t kb_lexicon_n_terms(const struct kb_lexicon *lexicon);

/**
 * Forget all words: keeps a process that lives long from growing. Every kb_word handed
 * out becomes invalid.
 */
void kb_lexicon_forget(struct kb_lexicon *lexicon);

#endif
