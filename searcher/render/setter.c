/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/setter.h"

#include <stdio.h>

#include "render/escape.h"

enum {
    MIN_WIDTH = 20, /* narrower terminals break the lines themselves */
    NUMBER_BYTES = 16,
    TITLE_CELLS = 12 /* where the titles of a list begin */
};

/* Hyperlinks: OSC 8. Source: "Hyperlinks in terminal emulators", 2017, and xterm's
 * control sequences; a terminal that does not know them shows the text alone. */
#define LINK_BEGIN "\033]8;;"
#define LINK_END "\033\\"

struct kb_setter
kb_setter_at(const struct kb_render_options *options, size_t max_width,
             struct kb_buf *out, struct kb_error *err)
{
    struct kb_setter s = {.options = options, .out = out, .err = err};
    s.width = options->width < MIN_WIDTH ? MIN_WIDTH : options->width;
    if (s.width > max_width)
        s.width = max_width;
    return s;
}

void
kb_set_raw(struct kb_setter *s, struct kb_span bytes)
{
    if (s->status == KB_OK)
        s->status = kb_buf_append(s->out, bytes, s->err);
}

void
kb_set_style(struct kb_setter *s, const char *style)
{
    if (s->options->colour)
        kb_set_raw(s, kb_span_cstr(style));
}

void
kb_set_text(struct kb_setter *s, struct kb_span text)
{
    if (s->status == KB_OK)
        s->status = kb_escape_terminal(text, s->out, s->err);
    s->used += kb_escape_width(text);
}

void
kb_set_end_line(struct kb_setter *s)
{
    kb_set_raw(s, KB_SPAN_LITERAL("\n"));
    s->used = 0;
}

void
kb_set_indent(struct kb_setter *s)
{
    for (size_t i = 0; i < s->indent; i++)
        kb_set_raw(s, KB_SPAN_LITERAL(" "));
    s->used = s->indent;
}

void
kb_set_room(struct kb_setter *s, size_t width, bool space_before)
{
    if (s->used + width + (space_before ? 1 : 0) > s->width && s->used > s->indent) {
        kb_set_end_line(s);
        kb_set_indent(s);
    } else if (space_before) {
        kb_set_text(s, KB_SPAN_LITERAL(" "));
    }
}

void
kb_set_word(struct kb_setter *s, struct kb_span text, const char *style,
            const char *tail, bool space_before)
{
    kb_set_room(s, kb_escape_width(text) + strlen(tail), space_before);
    kb_set_style(s, style);
    kb_set_text(s, text);
    kb_set_style(s, style[0] == '\0' ? "" : KB_STYLE_PLAIN);
    kb_set_text(s, kb_span_cstr(tail));
}

void
kb_set_words(struct kb_setter *s, struct kb_span text, bool space_before)
{
    size_t at = 0;
    size_t begin;
    size_t end;
    for (; kb_next_word(text, &at, &begin, &end); space_before = true)
        kb_set_word(s, kb_span_at(text.data + begin, end - begin), "", "",
                    space_before);
}

bool
kb_next_word(struct kb_span text, size_t *at, size_t *begin, size_t *end)
{
    while (*at < text.n_bytes && text.data[*at] == ' ')
        (*at)++;
    *begin = *at;
    while (*at < text.n_bytes && text.data[*at] != ' ')
        (*at)++;
    *end = *at;
    return *end > *begin;
}

/* The template's "{id}" is the number; only printable ASCII gets into a link. */
static void
set_target(struct kb_setter *s, const char *number)
{
    const char *from = s->options->link;
    while (*from != '\0') {
        if (strncmp(from, "{id}", 4) == 0) {
            kb_set_raw(s, kb_span_cstr(number));
            from += 4;
        } else {
            if (*from > ' ' && *from < 0x7f)
                kb_set_raw(s, kb_span_at(from, 1));
            from++;
        }
    }
}

void
kb_set_number(struct kb_setter *s, uint32_t id, const char *style)
{
    char number[NUMBER_BYTES];
    bool linked = s->options->link != NULL && s->options->colour;
    snprintf(number, sizeof(number), "Q%u", id);
    if (linked) {
        kb_set_raw(s, KB_SPAN_LITERAL(LINK_BEGIN));
        set_target(s, number);
        kb_set_raw(s, KB_SPAN_LITERAL(LINK_END));
    }
    kb_set_style(s, style);
    kb_set_text(s, kb_span_cstr(number));
    kb_set_style(s, style[0] == '\0' ? "" : KB_STYLE_PLAIN);
    if (linked)
        kb_set_raw(s, KB_SPAN_LITERAL(LINK_BEGIN LINK_END));
}

static void
set_link(struct kb_setter *s, const struct kb_link *link)
{
    char number[NUMBER_BYTES];
    snprintf(number, sizeof(number), "Q%u", link->id);
    s->indent = 0;
    kb_set_text(s, KB_SPAN_LITERAL("   "));
    if (link->is_here)
        kb_set_number(s, link->id, KB_STYLE_UNDERLINE);
    else
        kb_set_text(s, kb_span_cstr(number));
    s->indent = TITLE_CELLS;
    while (s->used < TITLE_CELLS - 1)
        kb_set_text(s, KB_SPAN_LITERAL(" "));
    kb_set_words(s,
                 link->is_here ? link->title : KB_SPAN_LITERAL("(not in this archive)"),
                 true);
    kb_set_end_line(s);
}

void
kb_set_links(struct kb_setter *s, const struct kb_links *links)
{
    char more[64];
    for (size_t i = 0; i < links->n; i++)
        set_link(s, &links->items[i]);
    if (links->n == links->total)
        return;
    snprintf(more, sizeof(more), "   and %zu more", links->total - links->n);
    kb_set_text(s, kb_span_cstr(more));
    kb_set_end_line(s);
}
