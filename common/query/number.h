/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Article numbers as people write them when they ask for one: "Q260695", "kb260695",
 * "260695", "mskb;en-us;Q115389", an address of the support pages with the number.
 * Knows no index: whether there is such an article is not its part. Called by
 * query/parse; calls base. */
#ifndef KB_QUERY_NUMBER_H
#define KB_QUERY_NUMBER_H

#include <stdint.h>

#include "base/span.h"

/**
 * The number of a text that is "Q260695", "KB260695" or digits, in any case; 0 if it is
 * none or over KB_ARTICLE_MAX_ID.
 */
uint32_t kb_number_of_word(struct kb_span text);

/**
 * The article a whole query asks for; 0 if it does not ask for one by its number.
 * Digits alone must be five to seven: shorter ones are counts and codes.
 */
uint32_t kb_number_of_query(struct kb_span query);

#endif
