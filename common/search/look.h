/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the words of a query stand in an article, by its words in order. Codes are
 * hashes: about one word in 8,000 is taken for another, so that what is seen here
 * serves to rank and to choose, not to claim. Called by search/{rank,snippet,search};
 * calls search/asked, schema/words and base. */
#ifndef KB_SEARCH_LOOK_H
#define KB_SEARCH_LOOK_H

#include "base/limits.h"
#include "schema/words.h"
#include "search/asked.h"
#include "text/vocabulary.h"

struct kb_match {
    uint32_t term;     /* index into the asked terms */
    uint32_t position; /* see struct kb_place */
    uint32_t part;     /* index into the parts of the words */
};

/* Where an article has one asked term. */
enum kb_look_place {
    KB_LOOK_ANYWHERE = 1 << 0,
    KB_LOOK_PRODUCT = 1 << 1, /* among the products it applies to */
    KB_LOOK_EXACT = 1 << 2    /* the very word, not another one of its term; its code
                                 takes one of four for it that is not */
};

#define KB_LOOK_UNKNOWN UINT64_MAX

struct kb_look_term {
    unsigned places; /* enum kb_look_place */
};

enum {
    KB_LOOK_SLOTS = 1 << KB_CODE_TERM_BITS
};

struct kb_look {
    const struct kb_asked *asked;            /* borrowed */
    uint8_t by_code[KB_LOOK_SLOTS];          /* index of the asked term + 1; 0 = none */
    uint8_t by_stop[KB_STOP_WORDS_MAX + 1];  /* " by the number of a stop word */
    uint16_t standin_by_code[KB_LOOK_SLOTS]; /* index of the stand-in + 1; 0 = none */
    unsigned unseen;                         /* bits of enum kb_section_kind: parts that
                                                count for nothing */
    struct kb_look_term terms[KB_QUERY_MAX_TERMS]; /* as asked; of words for one thing
                                                      the first has it all */
    uint8_t firsts[KB_QUERY_MAX_TERMS];            /* index of that first */
    struct {
        size_t n;          /* words of it that stand side by side so far (count) */
        uint32_t position; /* of the last */
    } names[KB_ASKED_NAMES_MAX];             /* as asked */
    uint64_t standins[KB_STANDINS_MAX / 64]; /* bits of the asked stand-ins whose codes
                                                the article has: it may have them */
    uint32_t n_words;                        /* of the article (count) */
    struct kb_words_part *parts;             /* owned array, of the last article */
    size_t n_parts;
    size_t parts_capacity;
    struct kb_span anchors;   /* borrowed from the record */
    struct kb_match *matches; /* owned array, by position */
    size_t n;
    size_t capacity;
};

/**
 * Begin a query.
 *
 *   look    zeroed before its first use; kb_look_clear
 *   asked   borrowed until the next kb_look_begin
 *   unseen  bits of enum kb_section_kind: parts in which nothing is found
 */
void kb_look_begin(struct kb_look *look, const struct kb_asked *asked, unsigned unseen);

void kb_look_clear(struct kb_look *look);

/**
 * Look at an article: its parts, and where the asked terms stand.
 *
 *   record   of its words in order; borrowed as long as its anchors are needed
 *   has      bits of asked terms the article may have: another is none of its words,
 *            whatever its code; KB_LOOK_UNKNOWN = ask the codes alone
 *
 * Fails: KB_E_CORRUPT; KB_E_NOMEM.
 */
enum kb_status kb_look_at(struct kb_look *look, struct kb_span record, uint64_t has,
                          struct kb_error *err) KB_CHECKED;

#endif
