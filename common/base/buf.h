/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Growable bytes with a maximum that is given when the buffer is made.
 * Knows nothing of encodings. A NUL always stands after the last byte.
 * Called by everything that builds text; calls base/mem. */
#ifndef KB_BASE_BUF_H
#define KB_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "base/error.h"
#include "base/span.h"

struct kb_buf {
    char *data; /* owned; NULL while nothing was put in */
    size_t n_bytes;
    size_t capacity;
    size_t max_bytes;
};

#define KB_BUF_INIT(max)                                                               \
    {                                                                                  \
        NULL, 0, 0, (max)                                                              \
    }

/**
 * Free the bytes; the buffer can be used again with the same maximum.
 */
void kb_buf_clear(struct kb_buf *buf);

/**
 * Forget the bytes but keep the memory for the next use.
 */
void kb_buf_reset(struct kb_buf *buf);

/**
 * Append bytes.
 *
 * Fails: KB_E_LIMIT over the maximum; KB_E_NOMEM. The buffer is then as it was.
 */
enum kb_status kb_buf_append(struct kb_buf *buf, struct kb_span bytes,
                             struct kb_error *err) KB_CHECKED;

/**
 * Append one byte; fails as kb_buf_append.
 */
enum kb_status kb_buf_append_byte(struct kb_buf *buf, char byte,
                                  struct kb_error *err) KB_CHECKED;

/**
 * Append printf output; fails as kb_buf_append.
 */
enum kb_status kb_buf_printf(struct kb_buf *buf, struct kb_error *err, const char *fmt,
                             ...) KB_CHECKED __attribute__((format(printf, 3, 4)));

/**
 * Make room for `n_more` bytes after the last, for a caller that fills them itself and
 * then adds to n_bytes. Fails as kb_buf_append.
 */
enum kb_status kb_buf_reserve(struct kb_buf *buf, size_t n_more,
                              struct kb_error *err) KB_CHECKED;

/**
 * The bytes as a span, borrowed until the buffer changes.
 */
struct kb_span kb_buf_span(const struct kb_buf *buf);

/**
 * The bytes as a NUL-ended string, borrowed until the buffer changes; "" when empty.
 */
const char *kb_buf_cstr(const struct kb_buf *buf);

#endif
