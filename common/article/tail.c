/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/tail.h"

#include "article/fields.h"

enum {
    RULE_MIN_BYTES = 60 /* the archive's rules have 70 and 77 */
};

/* The last line of `lines`, which then end in front of it. */
static bool
last_line(struct kb_lines *lines, struct kb_span *line)
{
    if (lines->at == lines->end)
        return false;
    const char *start = lines->end - 1;
    while (start > lines->at && start[-1] != '\n')
        start--;
    struct kb_lines one = *lines;
    one.at = start;
    lines->end = start;
    return kb_lines_next(&one, line);
}

/* "Keywords          : ..." */
static bool
begins_footer(struct kb_span line)
{
    const struct kb_span label = KB_SPAN_LITERAL("Keywords");
    if (!kb_span_starts(line, label))
        return false;
    line = kb_span_trim(kb_span_skip(line, label.n_bytes));
    return line.n_bytes > 0 && line.data[0] == ':';
}

/* Searched from the end, where it stands within a few lines; listings inside the text
 * cannot be taken for it then. */
static bool
find_footer(struct kb_lines *lines, struct kb_lines *footer)
{
    const struct kb_span notice =
        KB_SPAN_LITERAL("THE INFORMATION PROVIDED IN THE MICROSOFT KNOWLEDGE BASE");
    struct kb_lines before = *lines;
    struct kb_span line;
    bool after_footer = false;
    for (const char *stop = before.end; last_line(&before, &line); stop = before.end) {
        if (after_footer && kb_line_is_rule(line, '=', RULE_MIN_BYTES)) {
            footer->at = stop;
            footer->end = lines->end;
            lines->end = before.end;
            return true;
        }
        after_footer = begins_footer(line);
        if (!lines->tabbed && kb_span_starts(line, notice))
            lines->end = before.end;
    }
    return false;
}

/* The rule in front of the legal notice, and the blank line between them. */
static void
drop_rule(struct kb_lines *lines)
{
    struct kb_lines before = *lines;
    struct kb_span line;
    while (last_line(&before, &line)) {
        if (kb_line_is_rule(line, '=', RULE_MIN_BYTES)) {
            *lines = before;
            return;
        }
        if (line.n_bytes > 0)
            return;
    }
}

void
kb_tail_read(struct kb_lines *lines, struct kb_article *article)
{
    struct kb_lines footer = *lines;
    struct kb_span keywords = {NULL, 0};
    struct kb_span versions = {NULL, 0};
    struct kb_span line;
    const char *file_end = lines->end;
    if (!find_footer(lines, &footer)) {
        if (lines->end != file_end)
            drop_rule(lines);
        return;
    }
    const struct kb_field items[] = {
        {KB_SPAN_LITERAL("Keywords"), &keywords},
        {KB_SPAN_LITERAL("Component"), &article->component},
        {KB_SPAN_LITERAL("Technology"), &article->technology},
        {KB_SPAN_LITERAL("Version"), &versions},
        {KB_SPAN_LITERAL("Platform"), NULL},
        {KB_SPAN_LITERAL("Hardware"), NULL},
        {KB_SPAN_LITERAL("Issue type"), &article->issue_type},
        {KB_SPAN_LITERAL("Solution Type"), &article->solution_type},
    };
    struct kb_fields fields = {items, sizeof(items) / sizeof(items[0]), NULL, 0};
    while (kb_lines_next(&footer, &line) && line.n_bytes > 0 &&
           !kb_line_is_rule(line, '=', RULE_MIN_BYTES))
        kb_fields_take(&fields, line, article);
    if (article->keywords.n_bytes == 0)
        article->keywords = keywords;
    if (article->versions.n_bytes == 0)
        article->versions = versions;
}
