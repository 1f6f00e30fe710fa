/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an article must have beyond terms: phrases, words near each other, words of a
 * section. Judged twice: on its words in order, whose codes are hashes, quickly and
 * never refusing wrongly; then, for the few that are shown, on its text, exactly.
 * Called by search; calls schema/words, text and base. */
#ifndef KB_SEARCH_NEED_H
#define KB_SEARCH_NEED_H

#include "schema/words.h"

enum {
    KB_NEED_NEAR_MAX = 64 /* parts of one KB_NEED_NEAR */
};

enum kb_need_kind {
    KB_NEED_ALL,    /* all parts; none = always */
    KB_NEED_ANY,    /* any part; none = never */
    KB_NEED_NOT,    /* not the one part */
    KB_NEED_TERM,   /* the word, in any form that shares its stem */
    KB_NEED_PHRASE, /* the words as they are, one behind the other */
    KB_NEED_PREFIX, /* a word that begins with `prefix`: one of the words; without words
                       it is told by the text alone */
    KB_NEED_NEAR, /* all parts, terms and phrases, begin within `distance` words of each
                     other, in any order */
    KB_NEED_IN    /* the one part, within one of `sections` */
};

struct kb_need {
    enum kb_need_kind kind;
    struct kb_need **parts; /* owned array of owned needs */
    size_t n_parts;
    size_t parts_capacity;
    const struct kb_word **words; /* owned array; a NULL in a phrase is any one word */
    size_t n_words;
    size_t words_capacity;
    struct kb_span prefix; /* folded; borrowed */
    uint32_t distance;     /* words from the first to the last, > 0 */
    uint32_t sections;     /* 1 << enum kb_section_kind, or-ed */
};

/**
 * A need without parts and words.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_need_new(enum kb_need_kind kind, struct kb_need **out,
                           struct kb_error *err) KB_CHECKED;

/**
 * Add a part; taken on KB_OK. Fails: KB_E_LIMIT over KB_NEED_NEAR_MAX; KB_E_NOMEM.
 */
enum kb_status kb_need_add(struct kb_need *need, struct kb_need *part,
                           struct kb_error *err) KB_CHECKED;

/**
 * Add a word, borrowed from the lexicon. Fails: KB_E_NOMEM.
 */
enum kb_status kb_need_add_word(struct kb_need *need, const struct kb_word *word,
                                struct kb_error *err) KB_CHECKED;

/**
 * Free a need with its parts; NULL is allowed.
 */
void kb_need_free(struct kb_need *need);

/* One word of an article, as both judgements see it. */
struct kb_spot {
    uint32_t position;   /* as in struct kb_place */
    uint32_t term;       /* equal for words with the same term */
    uint32_t word;       /* equal for equal words */
    struct kb_span text; /* folded, borrowed from the lexicon; empty by code */
    uint8_t section;     /* enum kb_section_kind */
    bool is_added;       /* stands at the place of the word before */
};

struct kb_spots {
    struct kb_spot *items; /* owned array, by position */
    size_t n;
    size_t capacity;
    bool by_code; /* terms and words are codes, else ids of the lexicon */
};

void kb_spots_clear(struct kb_spots *spots);

/**
 * The spots of an article's words in order; what was there is replaced.
 *
 *   record    see schema/words
 *
 * Fails: KB_E_CORRUPT; KB_E_NOMEM.
 */
enum kb_status kb_spots_of_record(struct kb_span record, struct kb_spots *out,
                                  struct kb_error *err) KB_CHECKED;

/**
 * Append the spots of one part of an article's text.
 *
 *   tokens   of the part, positions as in struct kb_place; by the analyzer whose words
 *            the need has
 *   out      emptied by the caller before the first part
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_spots_add_tokens(const struct kb_tokens *tokens,
                                   enum kb_section_kind section, struct kb_spots *out,
                                   struct kb_error *err) KB_CHECKED;

/**
 * Whether an article with these spots meets the need. By code the answer may be true
 * where the text says false, never the other way.
 */
bool kb_need_met(const struct kb_need *need, const struct kb_spots *spots);

#endif
