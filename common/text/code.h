/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Error codes and other numbers of 32 bits: one normal form for all ways to write one.
 * Called by text/analyze; calls base. */
#ifndef KB_TEXT_CODE_H
#define KB_TEXT_CODE_H

#include <stdbool.h>

#include "base/span.h"

enum {
    KB_CODE_BYTES = 11 /* "0xffffffff" and its NUL */
};

/**
 * The normal form of a number that is written as a code: "0x" and hexadecimal digits
 * without leading zeros.
 *
 *   0x80004005, 80004005h, 80004005 (eight hexadecimal digits, the first 8 to f),
 *   -2147467259 (signed) and 2147500037 (unsigned) all give "0x80004005";
 *   21h gives "0x21", -1018 gives "0xfffffc06"
 *
 *   word      folded
 *   negative  a minus sign stands before the word
 *   out       NUL-ended; untouched when the word is no code
 *
 * Returns whether it is a code. Plain decimal numbers below 2^31 are not: they count
 * things.
 */
bool kb_code_normal(struct kb_span word, bool negative, char out[KB_CODE_BYTES]);

#endif
