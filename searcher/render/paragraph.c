/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/paragraph.h"

#include "article/number.h"
#include "base/limits.h"
#include "render/escape.h"

enum {
    TAB_CELLS = 8,
    GAP_CELLS = 3,   /* so many spaces inside of a line mean a table */
    FULL_CELLS = 64, /* a line that the next word would have made longer than this was
                        broken by its width: the archive's have 72 to 80 */
    LIST_MARK_MAX = 4
};

/* Lines that are one paragraph so far. */
struct paragraph {
    struct kb_setter *setter;
    const struct kb_links *cites;
    size_t base;        /* indent of the text */
    size_t indent;      /* of the first line, cells */
    size_t hang;        /* of the others */
    size_t next;        /* indent that a line must have to go on */
    bool is_item;       /* one line so far, which begins with a list's mark */
    size_t last;        /* cells of the last line */
    struct kb_buf text; /* words with a space between */
    struct kb_buf line; /* the present one, tabs expanded */
};

static bool
is_cited_here(const struct paragraph *p, uint32_t number)
{
    for (size_t i = 0; i < p->cites->n; i++) {
        if (p->cites->items[i].id == number)
            return p->cites->items[i].is_here;
    }
    return false;
}

/* Text with the numbers of articles in it as links. */
static void
put_rich(struct paragraph *p, struct kb_span text)
{
    struct kb_number_place place = {0, 0, 0};
    size_t done = 0;
    while (kb_number_next(text, &place)) {
        if (!is_cited_here(p, place.number))
            continue;
        kb_set_text(p->setter, kb_span_at(text.data + done, place.begin - done));
        kb_set_number(p->setter, place.number, KB_STYLE_UNDERLINE);
        done = place.end;
    }
    kb_set_text(p->setter, kb_span_skip(text, done));
}

static void
put_spaces(struct kb_setter *s, size_t n)
{
    while (s->used < n)
        kb_set_text(s, KB_SPAN_LITERAL(" "));
}

static void
put_words(struct paragraph *p, struct kb_span text)
{
    struct kb_setter *s = p->setter;
    size_t at = 0;
    size_t begin;
    size_t end;
    size_t room = s->width / 2; /* deep indents must leave some */
    size_t first = p->base + p->indent < room ? p->base + p->indent : room;
    s->indent = p->base + p->hang < room ? p->base + p->hang : room;
    put_spaces(s, first);
    for (bool space = false; kb_next_word(text, &at, &begin, &end); space = true) {
        struct kb_span word = kb_span_at(text.data + begin, end - begin);
        kb_set_room(s, kb_escape_width(word), space);
        put_rich(p, word);
    }
    kb_set_end_line(s);
}

static void
flush(struct paragraph *p)
{
    if (p->text.n_bytes > 0)
        put_words(p, kb_buf_span(&p->text));
    kb_buf_reset(&p->text);
}

/* Bytes of a list's mark with the spaces behind it: "- ", "1. ", "a) "; 0 = none. */
static size_t
list_mark(struct kb_span text)
{
    size_t n = 0;
    while (n < text.n_bytes && n < LIST_MARK_MAX && text.data[n] != ' ')
        n++;
    bool bullet = n == 1 && strchr("-*o", text.data[0]) != NULL;
    bool counted = n > 1 && (text.data[n - 1] == '.' || text.data[n - 1] == ')');
    if (n == text.n_bytes || text.data[n] != ' ' || (!bullet && !counted))
        return 0;
    while (n < text.n_bytes && text.data[n] == ' ')
        n++;
    return n;
}

static bool
has_gap(struct kb_span text)
{
    size_t run = 0;
    for (size_t i = list_mark(text); i < text.n_bytes; i++) {
        run = text.data[i] == ' ' ? run + 1 : 0;
        if (run == GAP_CELLS)
            return true;
    }
    return false;
}

static size_t
first_word_width(struct kb_span text)
{
    size_t at = 0;
    size_t begin;
    size_t end;
    return kb_next_word(text, &at, &begin, &end)
               ? kb_escape_width(kb_span_at(text.data + begin, end - begin))
               : 0;
}

/* A line of a table or listing: as it is, if it fits. */
static void
put_kept(struct paragraph *p, size_t indent, struct kb_span text)
{
    struct kb_setter *s = p->setter;
    size_t width = indent + kb_escape_width(text);
    if (width > s->width) {
        p->indent = indent;
        p->hang = indent;
        put_words(p, text);
        return;
    }
    put_spaces(s, width + p->base <= s->width ? p->base + indent : indent);
    put_rich(p, text);
    kb_set_end_line(s);
}

static enum kb_status
add_line(struct paragraph *p, size_t indent, struct kb_span text)
{
    size_t width = indent + kb_escape_width(text);
    if (has_gap(text)) {
        flush(p);
        put_kept(p, indent, text);
        return KB_OK;
    }
    size_t mark = list_mark(text);
    bool goes_on = p->text.n_bytes > 0 && mark == 0 &&
                   p->last + 1 + first_word_width(text) > FULL_CELLS;
    /* The second line of an item stands below its mark or below its text. */
    goes_on = goes_on && (p->is_item ? indent >= p->indent && indent <= p->hang
                                     : indent == p->next);
    if (!goes_on) {
        flush(p);
        p->indent = indent;
        p->hang = indent + mark;
    }
    p->is_item = !goes_on && mark > 0;
    p->next = indent;
    p->last = width;
    enum kb_status st =
        goes_on ? kb_buf_append_byte(&p->text, ' ', p->setter->err) : KB_OK;
    return st == KB_OK ? kb_buf_append(&p->text, text, p->setter->err) : st;
}

/* The line without its indent, tabs expanded. */
static enum kb_status
expand(struct paragraph *p, struct kb_span line, size_t *indent, struct kb_span *text)
{
    enum kb_status st = KB_OK;
    size_t cells = 0;
    kb_buf_reset(&p->line);
    for (size_t i = 0; i < line.n_bytes && st == KB_OK; i++) {
        size_t n = line.data[i] == '\t' ? TAB_CELLS - cells % TAB_CELLS : 1;
        char byte = line.data[i] == '\t' ? ' ' : line.data[i];
        cells += n;
        for (; n > 0 && st == KB_OK; n--)
            st = kb_buf_append_byte(&p->line, byte, p->setter->err);
    }
    struct kb_span whole = kb_buf_span(&p->line);
    *text = kb_span_trim(whole);
    *indent = text->n_bytes == 0 ? 0 : (size_t)(text->data - whole.data);
    return st;
}

static enum kb_status
set_lines(struct paragraph *p, struct kb_span rest)
{
    enum kb_status st = KB_OK;
    bool blank = false;
    while (rest.n_bytes > 0 && st == KB_OK) {
        const char *end = memchr(rest.data, '\n', rest.n_bytes);
        size_t n = end == NULL ? rest.n_bytes : (size_t)(end - rest.data);
        size_t indent;
        struct kb_span text;
        st = expand(p, kb_span_at(rest.data, n), &indent, &text);
        rest = kb_span_skip(rest, end == NULL ? n : n + 1);
        if (st != KB_OK)
            break;
        if (text.n_bytes == 0) {
            flush(p);
            if (!blank)
                kb_set_end_line(p->setter);
        } else {
            st = add_line(p, indent, text);
        }
        blank = text.n_bytes == 0;
        if (p->setter->status != KB_OK)
            st = p->setter->status;
    }
    if (st == KB_OK)
        flush(p);
    return st == KB_OK ? p->setter->status : st;
}

enum kb_status
kb_set_paragraphs(struct kb_setter *setter, struct kb_span text,
                  const struct kb_links *cites)
{
    struct paragraph p = {.setter = setter,
                          .cites = cites,
                          .base = setter->indent,
                          .text = KB_BUF_INIT(KB_STORED_MAX_BYTES),
                          .line = KB_BUF_INIT(TAB_CELLS * KB_STORED_MAX_BYTES)};
    enum kb_status st = set_lines(&p, text);
    kb_buf_clear(&p.text);
    kb_buf_clear(&p.line);
    return st;
}
