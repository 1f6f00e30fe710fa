/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"

#include <stdio.h>

#include "base/mem.h"

void
kb_buf_clear(struct kb_buf *buf)
{
    if (buf == NULL)
        return;
    kb_mem_free(buf->data);
    buf->data = NULL;
    buf->n_bytes = 0;
    buf->capacity = 0;
}

void
kb_buf_reset(struct kb_buf *buf)
{
    buf->n_bytes = 0;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

enum kb_status
kb_buf_reserve(struct kb_buf *buf, size_t n_more, struct kb_error *err)
{
    if (n_more > buf->max_bytes - buf->n_bytes)
        return kb_error_set(err, KB_E_LIMIT, "text of more than %zu bytes",
                            buf->max_bytes);
    size_t needed = buf->n_bytes + n_more + 1;
    if (needed <= buf->capacity)
        return KB_OK;
    size_t wanted = buf->capacity < 64 ? 64 : buf->capacity * 2;
    if (wanted < needed)
        wanted = needed;
    char *grown = kb_mem_resize(buf->data, wanted, 1);
    if (grown == NULL)
        return kb_error_set(err, KB_E_NOMEM, "no memory for %zu bytes of text", wanted);
    buf->data = grown;
    buf->capacity = wanted;
    buf->data[buf->n_bytes] = '\0';
    return KB_OK;
}

enum kb_status
kb_buf_append(struct kb_buf *buf, struct kb_span bytes, struct kb_error *err)
{
    enum kb_status st = kb_buf_reserve(buf, bytes.n_bytes, err);
    if (st != KB_OK)
        return st;
    if (bytes.n_bytes > 0)
        memcpy(buf->data + buf->n_bytes, bytes.data, bytes.n_bytes);
    buf->n_bytes += bytes.n_bytes;
    buf->data[buf->n_bytes] = '\0';
    return KB_OK;
}

enum kb_status
kb_buf_append_byte(struct kb_buf *buf, char byte, struct kb_error *err)
{
    return kb_buf_append(buf, kb_span_at(&byte, 1), err);
}

enum kb_status
kb_buf_printf(struct kb_buf *buf, struct kb_error *err, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n < 0)
        return kb_error_set(err, KB_E_INTERNAL, "cannot format '%s'", fmt);
    enum kb_status st = kb_buf_reserve(buf, (size_t)n, err);
    if (st != KB_OK)
        return st;
    va_start(args, fmt);
    vsnprintf(buf->data + buf->n_bytes, (size_t)n + 1, fmt, args);
    va_end(args);
    buf->n_bytes += (size_t)n;
    return KB_OK;
}

struct kb_span
kb_buf_span(const struct kb_buf *buf)
{
    return kb_span_at(buf->data, buf->n_bytes);
}

const char *
kb_buf_cstr(const struct kb_buf *buf)
{
    return buf->data == NULL ? "" : buf->data;
}
