/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/render.h"

#include <stdio.h>

#include "base/date.h"
#include "render/paragraph.h"
#include "render/setter.h"

enum {
    MAX_WIDTH = 100,  /* longer lines are hard to read */
    LABEL_CELLS = 13, /* of the header's names */
    TEXT_INDENT = 3
};

static void
put_heading(struct kb_setter *s, const char *before, struct kb_span text)
{
    s->indent = 0;
    kb_set_end_line(s);
    kb_set_style(s, KB_STYLE_BOLD);
    kb_set_text(s, kb_span_cstr(before));
    kb_set_words(s, text, false);
    kb_set_style(s, KB_STYLE_PLAIN);
    kb_set_end_line(s);
}

/* "Product:     Microsoft Exchange" */
static void
put_field(struct kb_setter *s, const char *name, struct kb_span value)
{
    if (kb_span_trim(value).n_bytes == 0)
        return;
    s->indent = 0;
    kb_set_word(s, kb_span_cstr(name), KB_STYLE_DIM, ":", false);
    s->indent = LABEL_CELLS;
    while (s->used < LABEL_CELLS)
        kb_set_text(s, KB_SPAN_LITERAL(" "));
    kb_set_words(s, value, false);
    kb_set_end_line(s);
}

static void
put_header(struct kb_setter *s, const struct kb_view *view)
{
    char modified[KB_DATE_TEXT_BYTES];
    kb_date_format(view->modified, modified);
    s->indent = 4;
    kb_set_style(s, KB_STYLE_BOLD);
    kb_set_number(s, view->id, "");
    kb_set_text(s, KB_SPAN_LITERAL(" "));
    kb_set_words(s, view->title, true);
    kb_set_style(s, KB_STYLE_PLAIN);
    kb_set_end_line(s);
    kb_set_end_line(s);
    put_field(s, "Product", view->product);
    put_field(s, "Version", view->versions);
    put_field(s, "System", view->systems);
    for (size_t i = 0; i < view->n_applies_to; i++)
        put_field(s, i == 0 ? "Applies to" : "", view->applies_to[i]);
    put_field(s, "Modified", kb_span_cstr(modified));
    put_field(s, "Keywords", view->keywords);
    put_field(s, "Query words", view->query_words);
}

static void
put_links(struct kb_setter *s, const char *title, const struct kb_links *links)
{
    char text[64];
    if (links->total == 0)
        return;
    snprintf(text, sizeof(text), "%s (%zu)", title, links->total);
    put_heading(s, "", kb_span_cstr(text));
    kb_set_links(s, links);
}

enum kb_status
kb_render_view_text(const struct kb_view *view, const struct kb_render_options *options,
                    struct kb_buf *out, struct kb_error *err)
{
    struct kb_setter s = kb_setter_at(options, MAX_WIDTH, out, err);
    if (view->head.n_bytes == 0) {
        char text[64];
        snprintf(text, sizeof(text), "Q%u is not in this archive", view->id);
        kb_set_words(&s, kb_span_cstr(text), false);
        kb_set_end_line(&s);
    } else {
        put_header(&s, view);
    }
    for (size_t i = 0; i < view->n_parts && s.status == KB_OK; i++) {
        const struct kb_view_part *part = &view->parts[i];
        if (part->heading.n_bytes > 0)
            put_heading(&s, "", part->heading);
        else
            kb_set_end_line(&s);
        s.indent = TEXT_INDENT;
        s.status = kb_set_paragraphs(&s, part->text, &view->cites);
    }
    put_links(&s, "CITES", &view->cites);
    put_links(&s, "CITED BY", &view->cited_by);
    return s.status;
}
