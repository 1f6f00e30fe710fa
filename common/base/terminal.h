/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which characters act on a terminal instead of being shown: the one list behind
 * messages and results. Replaces nothing itself. Called by base/error and
 * searcher/render; calls base/span. */
#ifndef KB_BASE_TERMINAL_H
#define KB_BASE_TERMINAL_H

#include "base/span.h"

/**
 * Bytes of the character at the start of `text` (UTF-8, any bytes) if it acts on a
 * terminal: controls (C0, DEL, C1) and those that turn the direction of writing; 0 if
 * it does not or `text` is empty.
 */
static inline size_t
kb_terminal_control(struct kb_span text)
{
    const unsigned char *p = (const unsigned char *)text.data;
    size_t n = text.n_bytes;
    if (n == 0)
        return 0;
    if (p[0] < 0x20 || p[0] == 0x7f)
        return 1;
    if (n >= 2 && ((p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0) || /* C1 */
                   (p[0] == 0xd8 && p[1] == 0x9c)))                 /* U+061C */
        return 2;
    if (n < 3 || p[0] != 0xe2)
        return 0;
    bool turns = p[1] == 0x80
                     ? p[2] == 0x8e || p[2] == 0x8f ||    /* U+200E, 200F */
                           (p[2] >= 0xaa && p[2] <= 0xae) /* U+202A to 202E */
                     : p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9; /* U+2066 on */
    return turns ? 3 : 0;
}

#endif
