/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text -> tokens. The one analysis: documents, queries and passages all go through it,
 * so what a query asks for is what the index holds. tests/unit/test_text_analyze.c is
 * the table of what comes out for which text. Knows no fields and no index. Calls
 * text/{words,fold,lexicon,compound,name,piece} and base. */
#ifndef KB_TEXT_ANALYZE_H
#define KB_TEXT_ANALYZE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"
#include "text/lexicon.h"

enum kb_token_kind {
    KB_TOKEN_WORD,  /* a word as it stands; each takes one position */
    KB_TOKEN_PART,  /* a piece of the word at that position: "ntfs" of "ntfs.sys" */
    KB_TOKEN_WHOLE, /* words that punctuation holds together: "tcp/ip", "c++", ".net" */
    KB_TOKEN_JOINED, /* words that are also written as one: "back up" -> "backup" */
    KB_TOKEN_NAME,   /* a product name in short: "Service Pack 4" -> "sp4" */
    KB_TOKEN_CODE    /* a number in its normal form: "-2147467259" -> "0x80004005" */
};

struct kb_token {
    const struct kb_word *word; /* borrowed from the analyzer's lexicon */
    uint32_t position; /* of the (first) word, counted over all texts in one list */
    uint32_t begin;    /* bytes of the text that the token stands for */
    uint32_t end;
    enum kb_token_kind kind;
};

struct kb_tokens {
    struct kb_token *items; /* owned array, by position, the word before what it adds */
    size_t n;
    size_t capacity;
    uint32_t next_position;
};

struct kb_analyzer;

/**
 * An analyzer; one per thread.
 *
 *   icu_only    true: ASCII takes the slow path as well (for the proof and for tests)
 *
 * Fails: KB_E_NOMEM; KB_E_INTERNAL without the English stemmer.
 */
enum kb_status kb_analyzer_new(bool icu_only, struct kb_analyzer **out,
                               struct kb_error *err) KB_CHECKED;

/**
 * Free an analyzer and its lexicon; NULL is allowed.
 */
void kb_analyzer_free(struct kb_analyzer *analyzer);

/**
 * Append the tokens of one text.
 *
 *   text    valid UTF-8, at most KB_ARTICLE_MAX_BYTES
 *   out     appended to; positions go on at next_position, which the caller may raise
 * to keep two texts apart
 *
 * Words over KB_WORD_MAX_BYTES take a position but give no token.
 * Fails: KB_E_NOMEM; KB_E_LIMIT for a longer text; KB_E_INTERNAL of ICU.
 */
enum kb_status kb_analyze(struct kb_analyzer *analyzer, struct kb_span text,
                          struct kb_tokens *out, struct kb_error *err) KB_CHECKED;

/**
 * The words of this analyzer.
 */
struct kb_lexicon *kb_analyzer_lexicon_borrow(struct kb_analyzer *analyzer);

/**
 * One line that changes whenever the same text could give other terms: versions of
 * rules, ICU and stemmer, digest of all word tables. Stored with an index and compared
 * on opening.
 */
enum kb_status kb_analyzer_fingerprint(struct kb_buf *out,
                                       struct kb_error *err) KB_CHECKED;

/**
 * Free the array; the list can be used again.
 */
void kb_tokens_clear(struct kb_tokens *tokens);

/**
 * Forget the tokens but keep the memory for the next text.
 */
void kb_tokens_reset(struct kb_tokens *tokens);

#endif
