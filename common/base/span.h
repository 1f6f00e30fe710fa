/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A view of bytes: pointer and length, not owned, not NUL-ended.
 * All text inside the library travels as spans.
 * Called by everything; calls nothing. */
#ifndef KB_BASE_SPAN_H
#define KB_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct kb_span {
    const char *data; /* borrowed; may be NULL when n_bytes is 0 */
    size_t n_bytes;
};

#define KB_SPAN_LITERAL(text) ((struct kb_span){(text), sizeof(text) - 1})

static inline struct kb_span
kb_span_at(const char *data, size_t n_bytes)
{
    struct kb_span s = {data, n_bytes};
    return s;
}

static inline struct kb_span
kb_span_cstr(const char *text)
{
    return kb_span_at(text, strlen(text));
}

static inline bool
kb_span_equal(struct kb_span a, struct kb_span b)
{
    return a.n_bytes == b.n_bytes &&
           (a.n_bytes == 0 || memcmp(a.data, b.data, a.n_bytes) == 0);
}

static inline bool
kb_span_starts(struct kb_span s, struct kb_span head)
{
    return s.n_bytes >= head.n_bytes &&
           (head.n_bytes == 0 || memcmp(s.data, head.data, head.n_bytes) == 0);
}

/* The span without its first `n` bytes; n <= n_bytes. */
static inline struct kb_span
kb_span_skip(struct kb_span s, size_t n)
{
    return kb_span_at(s.n_bytes == 0 ? s.data : s.data + n, s.n_bytes - n);
}

/* Cut off what stands before the next `end`, or all; `end` itself goes too. */
static inline struct kb_span
kb_span_cut(struct kb_span *rest, char end)
{
    const char *at = rest->n_bytes == 0
                         ? NULL
                         : (const char *)memchr(rest->data, end, rest->n_bytes);
    size_t n = at == NULL ? rest->n_bytes : (size_t)(at - rest->data);
    struct kb_span piece = kb_span_at(rest->data, n);
    *rest = kb_span_skip(*rest, at == NULL ? n : n + 1);
    return piece;
}

/* The span without spaces, tabs and line ends at both ends. */
static inline struct kb_span
kb_span_trim(struct kb_span s)
{
    while (s.n_bytes > 0 && strchr(" \t\r\n", s.data[s.n_bytes - 1]) != NULL &&
           s.data[s.n_bytes - 1] != '\0')
        s.n_bytes--;
    while (s.n_bytes > 0 && s.data[0] != '\0' && strchr(" \t\r\n", s.data[0]) != NULL)
        s = kb_span_skip(s, 1);
    return s;
}

/* Byte order of two spans: < 0, 0, > 0; a prefix comes first. */
static inline int
kb_span_compare(struct kb_span a, struct kb_span b)
{
    size_t n = a.n_bytes < b.n_bytes ? a.n_bytes : b.n_bytes;
    int c = n == 0 ? 0 : memcmp(a.data, b.data, n);
    return c != 0 ? c : (a.n_bytes > b.n_bytes) - (a.n_bytes < b.n_bytes);
}

/* printf("%.*s", KB_SPAN_ARG(s)) */
#define KB_SPAN_ARG(s) (int)(s).n_bytes, ((s).data == NULL ? "" : (s).data)

#endif
