/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query string -> lexemes: where its words, phrases, brackets, names and operators
 * stand. Looks at single lexemes only; which of them make sense together is
 * query/parse's part. Called by query/parse; calls query/{name,notes} and base. */
#ifndef KB_QUERY_LEX_H
#define KB_QUERY_LEX_H

#include "base/error.h"
#include "query/name.h"
#include "query/notes.h"

enum kb_lexeme_kind {
    KB_LEX_WORD,
    KB_LEX_PREFIX, /* a word with a star behind it, which is not in its text */
    KB_LEX_PHRASE, /* its text is what stands between the quotes */
    KB_LEX_OPEN,
    KB_LEX_CLOSE,
    KB_LEX_NAME, /* "title:"; its value is the next lexeme */
    KB_LEX_AND,
    KB_LEX_OR,
    KB_LEX_NOT,
    KB_LEX_NEAR
};

struct kb_lexeme {
    enum kb_lexeme_kind kind;
    char sign;            /* '+' or '-' in front of it, 0 = none */
    enum kb_name_id name; /* of KB_LEX_NAME */
    uint32_t number;      /* of KB_LEX_NEAR: words between, and one */
    uint32_t start;       /* bytes of the query, with sign and quotes */
    uint32_t stop;
    uint32_t begin; /* bytes of its text */
    uint32_t end;
};

struct kb_lexemes {
    struct kb_lexeme *items; /* owned array */
    size_t n;
    size_t capacity;
};

/**
 * Cut a query into lexemes. Words without a letter or digit are left out.
 *
 *   query   at most KB_QUERY_MAX_BYTES
 *   out     appended to; kb_lexemes_clear
 *   notes   gets what was not understood
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_lex(struct kb_span query, struct kb_lexemes *out,
                      struct kb_notes *notes, struct kb_error *err) KB_CHECKED;

void kb_lexemes_clear(struct kb_lexemes *lexemes);

#endif
