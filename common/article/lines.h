/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A walk over the lines of an article, and the text that its parser builds from them.
 * Knows no format. Called by the files of article/ only; calls base. */
#ifndef KB_ARTICLE_LINES_H
#define KB_ARTICLE_LINES_H

#include <assert.h>

#include "article/article.h"

struct kb_lines {
    const char *at; /* start of the next line; borrowed */
    const char *end;
    size_t number; /* lines given out so far, for messages (count) */
    bool tabbed;   /* the page form: one tab before each line is not part of it */
};

/* Spaces, tabs and CR: what may stand at the end of a line without meaning. */
static inline bool
kb_line_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Give out the next line without the page form's tab and without spaces at its end;
 * false after the last. */
static inline bool
kb_lines_next(struct kb_lines *lines, struct kb_span *line)
{
    if (lines->at == lines->end)
        return false;
    const char *start = lines->at;
    const char *stop = memchr(start, '\n', (size_t)(lines->end - start));
    lines->at = stop == NULL ? lines->end : stop + 1;
    lines->number++;
    if (stop == NULL)
        stop = lines->end;
    if (lines->tabbed && start < stop && *start == '\t')
        start++;
    while (stop > start && kb_line_is_space(stop[-1]))
        stop--;
    *line = kb_span_at(start, (size_t)(stop - start));
    return true;
}

/* Whether the line is nothing but `c`, at least `min` times. */
static inline bool
kb_line_is_rule(struct kb_span line, char c, size_t min)
{
    if (line.n_bytes < min || line.n_bytes == 0)
        return false;
    for (size_t i = 0; i < line.n_bytes; i++) {
        if (line.data[i] != c)
            return false;
    }
    return true;
}

/* Append to the article's text. The parser reserves room for all of it at the start,
 * because spans point into it: it must never move. */
static inline void
kb_text_put(struct kb_article *article, struct kb_span bytes)
{
    struct kb_buf *text = &article->text;
    assert(bytes.n_bytes < text->capacity - text->n_bytes);
    if (bytes.n_bytes > 0)
        memcpy(text->data + text->n_bytes, bytes.data, bytes.n_bytes);
    text->n_bytes += bytes.n_bytes;
}

/* The text from `start` (an earlier text.n_bytes) to its end. */
static inline struct kb_span
kb_text_since(const struct kb_article *article, size_t start)
{
    return kb_span_at(article->text.data + start, article->text.n_bytes - start);
}

#endif
