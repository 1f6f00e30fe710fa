/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/text_form.h"

#include "article/fields.h"
#include "article/number.h"
#include "base/date.h"

enum {
    RULE_MIN_BYTES = 20
};

uint32_t
kb_text_form_line_number(struct kb_span line, const char **number_end)
{
    const struct kb_span key = KB_SPAN_LITERAL("DOCUMENT:");
    uint32_t number = 0;
    if (!kb_span_starts(line, key))
        return 0;
    struct kb_span value = kb_span_trim(kb_span_skip(line, key.n_bytes));
    size_t n = kb_number_read(value, &number);
    if (n == 0)
        return 0;
    *number_end = value.data + n;
    return number;
}

/* "  11-NOV-2000  [exchange]" -> 20001111; 0 when no date stands there */
static uint32_t
read_date(struct kb_span text)
{
    uint32_t date;
    text = kb_span_trim(text);
    size_t n = 0;
    while (n < text.n_bytes && !kb_line_is_space(text.data[n]))
        n++;
    return kb_date_parse(kb_span_at(text.data, n), &date, NULL) == KB_OK ? date : 0;
}

enum kb_status
kb_text_form_read_head(struct kb_lines *lines, struct kb_article *article,
                       struct kb_error *err)
{
    const struct kb_field items[] = {
        {KB_SPAN_LITERAL("TITLE"), &article->title},
        {KB_SPAN_LITERAL("PRODUCT"), &article->products},
        {KB_SPAN_LITERAL("PROD/VER"), &article->versions},
        {KB_SPAN_LITERAL("OPER/SYS"), &article->systems},
        {KB_SPAN_LITERAL("KEYWORDS"), &article->keywords},
    };
    struct kb_fields fields = {items, sizeof(items) / sizeof(items[0]), NULL, 0};
    struct kb_span line;
    const char *number_end;
    if (kb_lines_next(lines, &line) &&
        kb_text_form_line_number(line, &number_end) != 0) {
        size_t n = (size_t)(number_end - line.data);
        article->modified = read_date(kb_span_skip(line, n));
    }
    while (kb_lines_next(lines, &line)) {
        if (kb_line_is_rule(line, '=', RULE_MIN_BYTES)) {
            if (article->title.n_bytes > 0)
                return KB_OK;
            return kb_error_set(err, KB_E_INVALID, "line %zu: no title", lines->number);
        }
        if (line.n_bytes > 0)
            kb_fields_take(&fields, line, article);
    }
    return kb_error_set(err, KB_E_INVALID,
                        "line %zu: cut short in its header: no '=====' rule behind it",
                        lines->number);
}
