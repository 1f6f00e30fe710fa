/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/render.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "render/escape.h"

enum {
    MIN_WIDTH = 20,
    MAX_WIDTH = 120 /* longer lines are hard to read */
};

/* Colours that are readable on light and dark: bold, bold red, dim. */
#define BOLD "\033[1m"
#define MARK "\033[1;31m"
#define DIM "\033[2m"
#define PLAIN "\033[0m"

/* A line being filled with words. */
struct setter {
    const struct kb_render_options *options;
    size_t width;
    size_t indent; /* cells before each line but the first */
    size_t used;   /* cells of the present line */
    struct kb_buf *out;
    struct kb_error *err;
    enum kb_status status; /* the first failure; later calls do nothing */
};

static void
put(struct setter *s, struct kb_span bytes)
{
    if (s->status == KB_OK)
        s->status = kb_buf_append(s->out, bytes, s->err);
}

static void
put_style(struct setter *s, const char *style)
{
    if (s->options->colour)
        put(s, kb_span_cstr(style));
}

static void
put_text(struct setter *s, struct kb_span text)
{
    if (s->status == KB_OK)
        s->status = kb_escape_terminal(text, s->out, s->err);
    s->used += kb_escape_width(text);
}

static void
end_line(struct setter *s)
{
    put(s, KB_SPAN_LITERAL("\n"));
    s->used = 0;
}

static void
put_indent(struct setter *s)
{
    for (size_t i = 0; i < s->indent; i++)
        put(s, KB_SPAN_LITERAL(" "));
    s->used = s->indent;
}

/* Make room for a word: a space before it, or a new line when it does not fit on this.
 */
static void
make_room(struct setter *s, size_t width, bool space_before)
{
    if (s->used + width + (space_before ? 1 : 0) > s->width && s->used > s->indent) {
        end_line(s);
        put_indent(s);
    } else if (space_before) {
        put_text(s, KB_SPAN_LITERAL(" "));
    }
}

/* `tail` is a mark in plain style that must not be parted from the word, or "". */
static void
put_word_and(struct setter *s, struct kb_span text, const char *style, const char *tail,
             bool space_before)
{
    make_room(s, kb_escape_width(text) + strlen(tail), space_before);
    put_style(s, style);
    put_text(s, text);
    put_style(s, style[0] == '\0' ? "" : PLAIN);
    put_text(s, kb_span_cstr(tail));
}

static void
put_word(struct setter *s, struct kb_span text, const char *style, bool space_before)
{
    put_word_and(s, text, style, "", space_before);
}

/* Call for each word of a text that is one line. */
static bool
next_word(struct kb_span text, size_t *at, size_t *begin, size_t *end)
{
    while (*at < text.n_bytes && text.data[*at] == ' ')
        (*at)++;
    *begin = *at;
    while (*at < text.n_bytes && text.data[*at] != ' ')
        (*at)++;
    *end = *at;
    return *end > *begin;
}

/* Set the pieces of one word of the passage, marked and not. */
static void
put_marked(struct setter *s, const struct kb_passage *passage, size_t begin, size_t end,
           size_t *mark)
{
    const char *text = passage->text.data;
    while (*mark < passage->n_marks && passage->marks[*mark].end <= begin)
        (*mark)++;
    while (begin < end) {
        const struct kb_mark *m =
            *mark < passage->n_marks ? &passage->marks[*mark] : NULL;
        bool inside = m != NULL && m->begin <= begin;
        size_t stop = end;
        if (inside && m->end < end)
            stop = m->end;
        else if (!inside && m != NULL && m->begin < end)
            stop = m->begin;
        if (inside)
            put_style(s, MARK);
        put_text(s, kb_span_at(text + begin, stop - begin));
        if (inside)
            put_style(s, PLAIN);
        if (inside && m->end <= stop)
            (*mark)++;
        begin = stop;
    }
}

static void
put_passage(struct setter *s, const struct kb_passage *passage)
{
    struct kb_span text = kb_buf_span(&passage->text);
    size_t mark = 0;
    size_t at = 0;
    size_t begin;
    size_t end;
    bool space = passage->section[0] != '\0';
    if (text.n_bytes == 0)
        return;
    put_indent(s);
    if (space)
        put_word_and(s, kb_span_cstr(passage->section), DIM, ":", false);
    if (passage->is_cut_before)
        put_word(s, KB_SPAN_LITERAL("..."), "", space);
    space = space || passage->is_cut_before;
    while (next_word(text, &at, &begin, &end)) {
        make_room(s, kb_escape_width(kb_span_at(text.data + begin, end - begin)),
                  space);
        put_marked(s, passage, begin, end, &mark);
        space = true;
    }
    if (passage->is_cut_after)
        put_word(s, KB_SPAN_LITERAL("..."), "", true);
    end_line(s);
}

/* " 1. Q260695  XADM: Third-Party ..." and below it product and date. */
static void
put_head(struct setter *s, const struct kb_result *result)
{
    char number[32];
    char modified[KB_DATE_TEXT_BYTES];
    size_t at = 0;
    size_t begin;
    size_t end;
    bool space = false;
    snprintf(number, sizeof(number), "%2u. ", result->rank);
    put_text(s, kb_span_cstr(number));
    snprintf(number, sizeof(number), "Q%u", result->id);
    put_style(s, BOLD);
    put_text(s, kb_span_cstr(number));
    put_text(s, KB_SPAN_LITERAL(" "));
    while (next_word(result->title, &at, &begin, &end))
        put_word(s, kb_span_at(result->title.data + begin, end - begin), "", true);
    put_style(s, PLAIN);
    end_line(s);
    kb_date_format(result->modified, modified);
    put_indent(s);
    put_style(s, DIM);
    at = 0;
    while (next_word(result->product, &at, &begin, &end)) {
        bool is_last = end == result->product.n_bytes;
        put_word_and(s, kb_span_at(result->product.data + begin, end - begin), "",
                     is_last && modified[0] != '\0' ? "," : "", space);
        space = true;
    }
    if (modified[0] != '\0')
        put_word(s, kb_span_cstr(modified), "", space);
    put_style(s, PLAIN);
    end_line(s);
}

enum kb_status
kb_render_text(const struct kb_results *results,
               const struct kb_render_options *options, struct kb_buf *out,
               struct kb_error *err)
{
    struct setter s = {.options = options, .indent = 4, .out = out, .err = err};
    s.width = options->width < MIN_WIDTH ? MIN_WIDTH : options->width;
    if (s.width > MAX_WIDTH)
        s.width = MAX_WIDTH;
    for (size_t i = 0; i < results->n; i++) {
        put_head(&s, &results->items[i]);
        put_passage(&s, &results->items[i].passage);
        end_line(&s);
    }
    if (s.status != KB_OK)
        return s.status;
    if (results->n == 0)
        return kb_buf_printf(out, err, "nothing found\n");
    return kb_buf_printf(out, err, "%zu of %s%u article%s\n", results->n,
                         results->total_is_exact ? "" : "about ", results->total,
                         results->total == 1 ? "" : "s");
}
