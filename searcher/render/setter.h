/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of a terminal being filled with words: wrapping, indent, styles. Escapes what
 * it sets. Called by the text outputs of searcher/render; calls render/escape and base.
 */
#ifndef KB_SEARCHER_RENDER_SETTER_H
#define KB_SEARCHER_RENDER_SETTER_H

#include "render/render.h"

/* Readable on light and on dark: no colour but red, which both show. */
#define KB_STYLE_BOLD "\033[1m"
#define KB_STYLE_MARK "\033[1;31m"
#define KB_STYLE_DIM "\033[2m"
#define KB_STYLE_UNDERLINE "\033[4m"
#define KB_STYLE_PLAIN "\033[0m"

struct kb_setter {
    const struct kb_render_options *options;
    size_t width;
    size_t indent; /* cells before each line but the first */
    size_t used;   /* cells of the present line */
    struct kb_buf *out;
    struct kb_error *err;
    enum kb_status status; /* the first failure; later calls do nothing */
};

/**
 * A setter that appends to `out`.
 *
 *   max_width    cells of a line at most, however wide the terminal is
 */
struct kb_setter kb_setter_at(const struct kb_render_options *options, size_t max_width,
                              struct kb_buf *out, struct kb_error *err);

/**
 * Append bytes as they are: styles and line ends.
 */
void kb_set_raw(struct kb_setter *setter, struct kb_span bytes);

/**
 * Append a style, if styles are wanted.
 */
void kb_set_style(struct kb_setter *setter, const char *style);

/**
 * Append text to the present line.
 */
void kb_set_text(struct kb_setter *setter, struct kb_span text);

void kb_set_end_line(struct kb_setter *setter);

/**
 * Begin a line with the indent.
 */
void kb_set_indent(struct kb_setter *setter);

/**
 * Make room for a word of so many cells: a space before it, or a new line when it does
 * not fit on this.
 */
void kb_set_room(struct kb_setter *setter, size_t width, bool space_before);

/**
 * Set a word. `tail` is a mark in plain style that is not parted from it, or "".
 */
void kb_set_word(struct kb_setter *setter, struct kb_span text, const char *style,
                 const char *tail, bool space_before);

/**
 * Set all words of a text of one line.
 */
void kb_set_words(struct kb_setter *setter, struct kb_span text, bool space_before);

/**
 * The next word of a text: bytes between spaces.
 *
 *   at    0 for the first call; moves on
 *
 * Returns false when there is no more.
 */
bool kb_next_word(struct kb_span text, size_t *at, size_t *begin, size_t *end);

/**
 * Set an article's number; where links are wanted, a link to it.
 */
void kb_set_number(struct kb_setter *setter, uint32_t id, const char *style);

/**
 * Set a list of articles, a line each, and how many more there are.
 */
void kb_set_links(struct kb_setter *setter, const struct kb_links *links);

#endif
