/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prefix + word -> a term that the index takes, as Xapian's tools expect it: "ZSbackup"
 * is the stem "backup" in the title, "XPmicrosoft exchange" a product. Called by the
 * indexer and the searcher; calls schema/field and base. */
#ifndef KB_SCHEMA_TERM_H
#define KB_SCHEMA_TERM_H

#include "base/buf.h"
#include "schema/field.h"

/**
 * Replace `out` by the term of an analysed word in one field.
 *
 *   word    kb_word.term: "Zbackup", "user.exe"
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_term_of_word(enum kb_field_id field, struct kb_span word,
                               struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Replace `out` by the term of a whole value: ASCII letters lowered, white space
 * between words made one space. A value too long for a term is cut and its hash
 * appended, so that it still equals only itself.
 *
 *   value   "Microsoft Exchange"; at most KB_ARTICLE_MAX_BYTES
 *
 * Fails: KB_E_INVALID when the value is empty; KB_E_NOMEM.
 */
enum kb_status kb_term_of_value(enum kb_field_id field, struct kb_span value,
                                struct kb_buf *out, struct kb_error *err) KB_CHECKED;

#endif
