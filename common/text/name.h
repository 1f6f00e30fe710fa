/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Product names with their versions, in short as people write them: "Visual Basic
 * Enterprise Edition for Windows, versions 4.0, 5.0" -> "vb4", "vb5". The names are
 * those of text/vocabulary. Called by text/analyze; calls text/{pass,piece,vocabulary}
 * and base. */
#ifndef KB_TEXT_NAME_H
#define KB_TEXT_NAME_H

#include "text/pass.h"

/**
 * Append the short names of the product whose name begins at segment i, which is a word
 * with KB_VOCABULARY_NAME_HEAD; none when no version follows.
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT.
 */
enum kb_status kb_name_emit(struct kb_pass *p, size_t i) KB_CHECKED;

#endif
