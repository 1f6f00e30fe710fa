/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What someone who has typed the begin of a query may want: frequent words, titles of
 * articles, article numbers. Called by the programs; calls search/wordlist, text,
 * schema, the shim. */
#ifndef KB_SEARCH_SUGGEST_H
#define KB_SEARCH_SUGGEST_H

#include "search/search.h"

enum kb_suggestion_kind {
    KB_SUGGEST_WORD,   /* the query with its last word completed */
    KB_SUGGEST_TITLE,  /* the title of an article */
    KB_SUGGEST_ARTICLE /* the number of an article */
};

struct kb_suggestion {
    enum kb_suggestion_kind kind;
    struct kb_buf text;  /* what to put in place of all that was typed */
    struct kb_buf title; /* of the article; empty for words */
    uint32_t id;         /* of the article, 0 for words */
    uint32_t count;      /* how often the word occurs; 0 for articles */
};

struct kb_suggestions {
    struct kb_suggestion *items; /* owned array */
    size_t n;
    size_t capacity;
};

/**
 * The kind's name: "word", "title", "article"; static.
 */
const char *kb_suggestion_kind_name(enum kb_suggestion_kind kind);

/**
 * Suggest.
 *
 *   typed    valid UTF-8, at most KB_QUERY_MAX_BYTES; its last word may be cut
 *   max      suggestions wanted at most: words are half of them when there are titles
 *   out      zeroed; kb_suggestions_clear
 *
 * Fails: KB_E_LIMIT; KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_suggest(struct kb_engine *engine, struct kb_span typed, size_t max,
                          struct kb_suggestions *out, struct kb_error *err) KB_CHECKED;

void kb_suggestions_clear(struct kb_suggestions *suggestions);

#endif
