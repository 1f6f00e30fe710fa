/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/rich.h"

#include "article/number.h"

enum {
    GAP_BYTES = 3,   /* so many spaces inside of a line mean a table */
    FULL_BYTES = 64, /* a line that the next word would have made longer than this was
                        broken by its width: the archive's have 72 to 80 */
    CODE_INDENT = 3, /* text that stands so far in is typed in, not read */
    LIST_MARK_MAX = 4,
    RULE_BYTES = 3
};

enum block_kind {
    BLOCK_NONE,
    BLOCK_TEXT,
    BLOCK_ITEM,
    BLOCK_LISTING
};

/* One line: bytes of the text. */
struct line {
    size_t begin; /* of the first that is no space */
    size_t end;   /* behind the last */
    size_t next;  /* where the next line begins */
    size_t indent;
};

struct setter {
    struct kb_html *html;
    struct kb_rich *rich;
    enum block_kind open;
    struct line last;
};

/* ---- one stretch of text ---- */

static void
put_marked(struct kb_html *html, struct kb_rich *rich, size_t begin, size_t end)
{
    const char *text = rich->text.data;
    while (rich->next_mark < rich->n_marks && begin < end) {
        const struct kb_mark *mark = &rich->marks[rich->next_mark];
        if (mark->begin >= end)
            break;
        if (mark->end <= begin) {
            rich->next_mark++;
            continue;
        }
        size_t from = mark->begin > begin ? mark->begin : begin;
        size_t to = mark->end < end ? mark->end : end;
        kb_html_text(html, kb_span_at(text + begin, from - begin));
        KB_HTML(html, "<mark>");
        kb_html_text(html, kb_span_at(text + from, to - from));
        KB_HTML(html, "</mark>");
        begin = to;
    }
    kb_html_text(html, kb_span_at(text + begin, end - begin));
}

static bool
is_here(const struct kb_rich *rich, uint32_t number)
{
    for (size_t i = 0; i < rich->cites->n; i++) {
        if (rich->cites->items[i].id == number)
            return rich->cites->items[i].is_here;
    }
    return false;
}

static void
put_stretch(struct kb_html *html, struct kb_rich *rich, size_t begin, size_t end)
{
    struct kb_span text = kb_span_at(rich->text.data + begin, end - begin);
    struct kb_number_place place = {0, 0, 0};
    size_t done = begin;
    while (kb_number_next(text, &place)) {
        if (!is_here(rich, place.number))
            continue;
        put_marked(html, rich, done, begin + place.begin);
        KB_HTML(html, "<a href=\"");
        kb_page_article_url(html, rich->page, place.number);
        KB_HTML(html, "\">");
        put_marked(html, rich, begin + place.begin, begin + place.end);
        KB_HTML(html, "</a>");
        done = begin + place.end;
    }
    put_marked(html, rich, done, end);
}

void
kb_rich_line(struct kb_html *html, struct kb_rich *rich)
{
    put_stretch(html, rich, 0, rich->text.n_bytes);
}

/* ---- blocks ---- */

static struct line
line_at(struct kb_span text, size_t at)
{
    const char *end = memchr(text.data + at, '\n', text.n_bytes - at);
    size_t stop = end == NULL ? text.n_bytes : (size_t)(end - text.data);
    struct kb_span whole = kb_span_at(text.data + at, stop - at);
    struct kb_span inner = kb_span_trim(whole);
    struct line line = {at, at, end == NULL ? text.n_bytes : stop + 1, 0};
    if (inner.n_bytes > 0) {
        line.begin = (size_t)(inner.data - text.data);
        line.end = line.begin + inner.n_bytes;
        line.indent = line.begin - at;
    }
    return line;
}

/* Bytes of a list's mark with the spaces behind it: "- ", "1. ", "a) "; 0 = none. */
static size_t
list_mark(struct kb_span text)
{
    size_t n = 0;
    while (n < text.n_bytes && n < LIST_MARK_MAX && text.data[n] != ' ')
        n++;
    if (n == 0 || n == text.n_bytes || text.data[n] != ' ')
        return 0;
    bool bullet = n == 1 && strchr("-*o", text.data[0]) != NULL;
    bool counted = n > 1 && (text.data[n - 1] == '.' || text.data[n - 1] == ')');
    if (!bullet && !counted)
        return 0;
    while (n < text.n_bytes && text.data[n] == ' ')
        n++;
    return n;
}

static struct kb_span
inner(const struct kb_rich *rich, const struct line *line)
{
    return kb_span_at(rich->text.data + line->begin, line->end - line->begin);
}

static bool
has_gap(struct kb_span text)
{
    size_t run = 0;
    for (size_t i = list_mark(text); i < text.n_bytes; i++) {
        run = text.data[i] == ' ' || text.data[i] == '\t' ? run + 1 : 0;
        if (run == GAP_BYTES || text.data[i] == '\t')
            return true;
    }
    return false;
}

/* "-----", which underlines the line before. */
static bool
is_rule(struct kb_span text)
{
    size_t n = 0;
    while (n < text.n_bytes && text.data[n] == text.data[0] &&
           strchr("-=*_~", text.data[0]) != NULL)
        n++;
    return n >= RULE_BYTES && n == text.n_bytes;
}

/* Whether the line before was broken because this one's first word did not fit. */
static bool
was_full(const struct kb_rich *rich, const struct line *before, const struct line *line)
{
    size_t word = 0;
    if (is_rule(inner(rich, before)) || is_rule(inner(rich, line)))
        return false;
    while (line->begin + word < line->end && rich->text.data[line->begin + word] != ' ')
        word++;
    return before->indent + (before->end - before->begin) + 1 + word > FULL_BYTES;
}

/* What the lines from here to the next empty one are. */
static enum block_kind
classify(const struct kb_rich *rich, size_t at)
{
    struct line first = line_at(rich->text, at);
    size_t mark = list_mark(inner(rich, &first));
    size_t n_lines = 0;
    for (struct line line = first; line.end > line.begin;
         line = line_at(rich->text, line.next)) {
        bool is_item = list_mark(inner(rich, &line)) > 0;
        bool hangs = mark > 0 && line.indent >= first.indent &&
                     line.indent <= first.indent + mark;
        if (has_gap(inner(rich, &line)))
            return BLOCK_LISTING;
        if (line.indent != first.indent && !hangs && !is_item)
            return BLOCK_LISTING;
        n_lines++;
        if (line.next >= rich->text.n_bytes)
            break;
    }
    if (mark > 0)
        return BLOCK_ITEM;
    /* A single line far in is a command; one that names an article is a reference. */
    bool is_reference = rich->text.data[first.begin] == 'Q';
    if (first.indent >= CODE_INDENT && !is_reference &&
        (n_lines == 1 || first.end - first.begin < FULL_BYTES / 2))
        return BLOCK_LISTING;
    return BLOCK_TEXT;
}

static void
close_block(struct setter *s)
{
    if (s->open == BLOCK_LISTING)
        KB_HTML(s->html, "</pre>\n");
    else if (s->open != BLOCK_NONE)
        KB_HTML(s->html, "</p>\n");
    s->open = BLOCK_NONE;
}

static void
open_block(struct setter *s, enum block_kind kind)
{
    close_block(s);
    if (kind == BLOCK_LISTING)
        KB_HTML(s->html, "<pre tabindex=\"0\">");
    else if (kind == BLOCK_ITEM)
        KB_HTML(s->html, "<p class=\"item\">");
    else
        KB_HTML(s->html, "<p>");
    s->open = kind;
}

static void
put_line(struct setter *s, enum block_kind kind, const struct line *line, bool is_first)
{
    struct kb_rich *rich = s->rich;
    if (kind == BLOCK_LISTING) {
        /* An empty line between two listings does not part them. */
        if (s->open != BLOCK_LISTING)
            open_block(s, kind);
        else
            kb_html_text(s->html, kb_span_cstr(is_first ? "\n\n" : "\n"));
        put_stretch(s->html, rich, line->begin - line->indent, line->end);
    } else {
        bool begins =
            is_first || (kind == BLOCK_ITEM && list_mark(inner(rich, line)) > 0);
        if (begins)
            open_block(s, kind);
        else if (was_full(rich, &s->last, line))
            KB_HTML(s->html, "\n");
        else
            KB_HTML(s->html, "<br>\n");
        put_stretch(s->html, rich, line->begin, line->end);
    }
    s->last = *line;
}

void
kb_rich_blocks(struct kb_html *html, struct kb_rich *rich)
{
    struct setter s = {.html = html, .rich = rich, .open = BLOCK_NONE};
    size_t at = 0;
    enum block_kind kind = BLOCK_NONE;
    while (at < rich->text.n_bytes) {
        struct line line = line_at(rich->text, at);
        at = line.next;
        if (line.end == line.begin) {
            kind = BLOCK_NONE;
            continue;
        }
        bool is_first = kind == BLOCK_NONE;
        if (is_first)
            kind = classify(rich, line.begin - line.indent);
        put_line(&s, kind, &line, is_first);
    }
    close_block(&s);
}
