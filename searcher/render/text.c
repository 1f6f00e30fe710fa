/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/render.h"

#include <stdio.h>

#include "base/date.h"
#include "base/limits.h"
#include "render/escape.h"
#include "render/setter.h"

enum {
    MAX_WIDTH = 120 /* longer lines are hard to read */
};

/* Set the pieces of one word of the passage, marked and not. */
static void
put_marked(struct kb_setter *s, const struct kb_passage *passage, size_t begin,
           size_t end, size_t *mark)
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
            kb_set_style(s, KB_STYLE_MARK);
        kb_set_text(s, kb_span_at(text + begin, stop - begin));
        if (inside)
            kb_set_style(s, KB_STYLE_PLAIN);
        if (inside && m->end <= stop)
            (*mark)++;
        begin = stop;
    }
}

static void
put_passage(struct kb_setter *s, const struct kb_passage *passage)
{
    struct kb_span text = kb_buf_span(&passage->text);
    size_t mark = 0;
    size_t at = 0;
    size_t begin;
    size_t end;
    bool space = passage->section[0] != '\0';
    if (text.n_bytes == 0)
        return;
    kb_set_indent(s);
    if (space)
        kb_set_word(s, kb_span_cstr(passage->section), KB_STYLE_DIM, ":", false);
    if (passage->is_cut_before)
        kb_set_word(s, KB_SPAN_LITERAL("..."), "", "", space);
    space = space || passage->is_cut_before;
    while (kb_next_word(text, &at, &begin, &end)) {
        kb_set_room(s, kb_escape_width(kb_span_at(text.data + begin, end - begin)),
                    space);
        put_marked(s, passage, begin, end, &mark);
        space = true;
    }
    if (passage->is_cut_after)
        kb_set_word(s, KB_SPAN_LITERAL("..."), "", "", true);
    kb_set_end_line(s);
}

/* " 1. Q260695  XADM: Third-Party ..." and below it product and date. */
static void
put_head(struct kb_setter *s, const struct kb_result *result)
{
    char number[32];
    char modified[KB_DATE_TEXT_BYTES];
    struct kb_span product = kb_span_trim(result->product);
    struct kb_buf below = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    snprintf(number, sizeof(number), "%2u. ", result->rank);
    kb_set_text(s, kb_span_cstr(number));
    kb_set_style(s, KB_STYLE_BOLD);
    kb_set_number(s, result->id, "");
    kb_set_text(s, KB_SPAN_LITERAL(" "));
    kb_set_words(s, result->title, true);
    kb_set_style(s, KB_STYLE_PLAIN);
    kb_set_end_line(s);
    kb_date_format(result->modified, modified);
    if (s->status == KB_OK)
        s->status = kb_buf_printf(
            &below, s->err, "%.*s%s%s", KB_SPAN_ARG(product),
            product.n_bytes > 0 && modified[0] != '\0' ? ", " : "", modified);
    kb_set_indent(s);
    kb_set_style(s, KB_STYLE_DIM);
    kb_set_words(s, kb_buf_span(&below), false);
    kb_set_style(s, KB_STYLE_PLAIN);
    kb_set_end_line(s);
    kb_buf_clear(&below);
}

static void
put_twins(struct kb_setter *s, uint32_t n)
{
    char text[64];
    if (n == 0)
        return;
    snprintf(text, sizeof(text), "and %u near-identical article%s (--all)", n,
             n == 1 ? "" : "s");
    kb_set_indent(s);
    kb_set_style(s, KB_STYLE_DIM);
    kb_set_words(s, kb_span_cstr(text), false);
    kb_set_style(s, KB_STYLE_PLAIN);
    kb_set_end_line(s);
}

/* "score 12.10: backup 5.32 (exact in title, SYMPTOMS 3 times)" and so on, a line each.
 */
static void
put_reasons(struct kb_setter *s, const struct kb_result *result)
{
    char text[64];
    if (result->reasons == NULL)
        return;
    snprintf(text, sizeof(text), "score %.4f%s", result->score,
             result->n_reasons > 0 ? " is" : ": no word of the query ranks it");
    kb_set_indent(s);
    kb_set_words(s, kb_span_cstr(text), false);
    kb_set_end_line(s);
    s->indent += 10;
    for (size_t i = 0; i < result->n_reasons; i++) {
        const struct kb_reason *reason = &result->reasons[i];
        snprintf(text, sizeof(text), "    %9.4f ", reason->gain);
        kb_set_text(s, kb_span_cstr(text));
        kb_set_words(s, reason->what, true);
        kb_set_text(s, KB_SPAN_LITERAL(":"));
        kb_set_words(s, kb_buf_span(&reason->how), true);
        if (reason->where.n_bytes > 0)
            kb_set_word(s, KB_SPAN_LITERAL("in"), "", "", true);
        kb_set_words(s, kb_buf_span(&reason->where), true);
        kb_set_end_line(s);
    }
    s->indent -= 10;
}

static void
put_facet(struct kb_setter *s, const struct kb_facet *facet)
{
    char text[64];
    kb_set_word(s, kb_span_cstr(facet->name), KB_STYLE_BOLD, ":", false);
    for (size_t i = 0; i < facet->n; i++) {
        bool more = i + 1 < facet->n || facet->n_values > facet->n;
        kb_set_words(s, kb_buf_span(&facet->items[i].text), true);
        snprintf(text, sizeof(text), "%u%s", facet->items[i].n, more ? "," : "");
        kb_set_word(s, kb_span_cstr(text), "", "", true);
    }
    if (facet->n_values > facet->n) {
        snprintf(text, sizeof(text), "and %u more",
                 facet->n_values - (uint32_t)facet->n);
        kb_set_words(s, kb_span_cstr(text), true);
    }
    if (facet->n == 0)
        kb_set_word(s, KB_SPAN_LITERAL("none"), "", "", true);
    kb_set_end_line(s);
}

/* "1-10 of 1234 articles" */
static enum kb_status
put_total(const struct kb_results *results, struct kb_buf *out, struct kb_error *err)
{
    const char *about = results->total_is_exact ? "" : "about ";
    const char *plural = results->total == 1 ? "" : "s";
    if (results->n == 0 && results->first > 0)
        return kb_buf_printf(out, err, "no more: %s%u article%s in all\n", about,
                             results->total, plural);
    if (results->n == 0)
        return kb_buf_printf(out, err, "nothing found\n");
    if (results->first > 0)
        return kb_buf_printf(out, err, "%u to %zu of %s%u article%s\n",
                             results->first + 1, results->first + results->n, about,
                             results->total, plural);
    return kb_buf_printf(out, err, "%zu of %s%u article%s\n", results->n, about,
                         results->total, plural);
}

enum kb_status
kb_render_text(const struct kb_results *results,
               const struct kb_render_options *options, struct kb_buf *out,
               struct kb_error *err)
{
    struct kb_setter s = kb_setter_at(options, MAX_WIDTH, out, err);
    s.indent = 4;
    for (size_t i = 0; i < results->n; i++) {
        put_head(&s, &results->items[i]);
        put_passage(&s, &results->items[i].passage);
        put_reasons(&s, &results->items[i]);
        put_twins(&s, results->items[i].n_twins);
        kb_set_end_line(&s);
    }
    for (size_t i = 0; i < results->n_facets; i++)
        put_facet(&s, &results->facets[i]);
    return s.status == KB_OK ? put_total(results, out, err) : s.status;
}
