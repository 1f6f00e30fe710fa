/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes -> valid UTF-8. Everything behind this door is valid UTF-8 without NULs.
 * Does not normalise (text/fold). Called by article/parse and the programs for queries;
 * calls ICU and base. */
#ifndef KB_TEXT_ENCODE_H
#define KB_TEXT_ENCODE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

enum {
    KB_ENCODE_CHAR_MAX_BYTES = 4 /* bytes of one character in UTF-8 */
};

/**
 * Whether the bytes are all ASCII without NULs, the case that needs no work.
 */
bool kb_encode_is_ascii(struct kb_span bytes);

/**
 * Whether the bytes are valid UTF-8 without NULs.
 */
bool kb_encode_is_utf8(struct kb_span bytes);

/**
 * Write one character as UTF-8.
 *
 *   code   U+0000 to U+10FFFF, no surrogate
 *
 * Returns the bytes written.
 */
size_t kb_encode_char(uint32_t code, char out[KB_ENCODE_CHAR_MAX_BYTES]);

/**
 * Append the bytes as valid UTF-8. Valid UTF-8 is taken as it is; anything else is read
 * as Windows-1252, or as code page 437 where it draws boxes (three equal line, shade or
 * block bytes in a row) or has a byte that Windows-1252 leaves open. No byte is lost:
 * NULs become U+FFFD; other control characters (0x7F) stay.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`; KB_E_INTERNAL without ICU's converters.
 * Source: mappings windows-1252 and ibm-437 of ICU's converter table.
 */
enum kb_status kb_encode_utf8(struct kb_span bytes, struct kb_buf *out,
                              struct kb_error *err) KB_CHECKED;

#endif
