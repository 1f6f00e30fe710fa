/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes any row of lexemes one that can be parsed: brackets in pairs and none too deep,
 * an operand on each side of an operator, a value behind each name. What does not fit
 * becomes a word or goes, with a note. Called by query/parse; calls query/lex. */
#ifndef KB_QUERY_TIDY_H
#define KB_QUERY_TIDY_H

#include "query/lex.h"

/**
 * Set lexemes right, in place. Afterwards
 *   - brackets come in pairs with something between, at most KB_QUERY_MAX_DEPTH deep;
 *     those that the query leaves open end with it;
 *   - KB_LEX_NOT is gone: what it was before has the sign '-';
 *   - KB_LEX_AND and _OR stand between operands, KB_LEX_NEAR between words or phrases;
 *   - behind a KB_LEX_NAME stands its value: a word, prefix, phrase or group; behind
 *     the value of KB_NAME_IN what is looked for, one of these.
 */
void kb_tidy(struct kb_span query, struct kb_lexemes *lexemes, struct kb_notes *notes);

#endif
