/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page form's "<A0>", "<B7>" ... -> the byte that the original had there.
 * Does not know what the byte means (text/encode). Called by article/parse; calls base.
 */
#ifndef KB_ARTICLE_UNESCAPE_H
#define KB_ARTICLE_UNESCAPE_H

#include "base/buf.h"

/**
 * Append the page with the bytes that it writes as "<A0>", "<B7>" ... put back, where
 * that is sure. `n_found` is the number of such places; nothing is appended when it is
 * 0.
 *
 * Fails: as kb_buf_append.
 */
enum kb_status kb_unescape(struct kb_span bytes, struct kb_buf *out, size_t *n_found,
                           struct kb_error *err) KB_CHECKED;

#endif
