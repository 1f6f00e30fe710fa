/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "article/fields.h"

static const struct kb_field *
find(const struct kb_fields *fields, struct kb_span label)
{
    for (size_t i = 0; i < fields->n; i++) {
        if (kb_span_equal(label, fields->items[i].label))
            return &fields->items[i];
    }
    return NULL;
}

void
kb_fields_take(struct kb_fields *fields, struct kb_span line,
               struct kb_article *article)
{
    const char *colon = line.n_bytes == 0 ? NULL : memchr(line.data, ':', line.n_bytes);
    size_t n_label = colon == NULL ? 0 : (size_t)(colon - line.data);
    const struct kb_field *field =
        colon == NULL ? NULL
                      : find(fields, kb_span_trim(kb_span_at(line.data, n_label)));
    struct kb_span value = kb_span_trim(line);
    if (field != NULL) {
        fields->current = field->target;
        fields->start = article->text.n_bytes;
        value = kb_span_trim(kb_span_skip(line, n_label + 1));
    }
    if (fields->current == NULL)
        return;
    if (article->text.n_bytes > fields->start && value.n_bytes > 0)
        kb_text_put(article, KB_SPAN_LITERAL(" "));
    kb_text_put(article, value);
    *fields->current = kb_text_since(article, fields->start);
}
