/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes of one article file -> struct kb_article. Both forms of the archive are
 * described in corpus/README.md; tests/unit/test_article_parse.c holds a case for every
 * variant. Reads no files and keeps nothing. Called by the indexer; calls text/encode
 * and base. */
#ifndef KB_ARTICLE_PARSE_H
#define KB_ARTICLE_PARSE_H

#include "article/article.h"

/**
 * The number of the article that a file holds, from the file's first bytes.
 *
 *   head    the file's first KB_ARTICLE_HEAD_BYTES, or the whole file
 *   id      article number, 260695 for Q260695; untouched on failure
 *   form    which of the two forms it is; untouched on failure
 *
 * Fails: KB_E_INVALID when the bytes are not the start of an article.
 */
enum kb_status kb_article_peek(struct kb_span head, uint32_t *id,
                               enum kb_article_form *form,
                               struct kb_error *err) KB_CHECKED;

/**
 * Parse a whole file.
 *
 *   bytes   the file; any bytes; borrowed for the call
 *   out     initialised; its former content is forgotten, its memory used again; empty
 *           (kb_article_reset) after a failure
 *   err     optional; its message names the line ("line 12: ...") where there is one
 *
 * Fails: KB_E_INVALID when it is no article, is cut short inside its front matter or
 * header, or has no title; KB_E_LIMIT over a limit of base/limits.h; KB_E_NOMEM.
 */
enum kb_status kb_article_parse(struct kb_span bytes, struct kb_article *out,
                                struct kb_error *err) KB_CHECKED;

#endif
