/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/list.h"

#include "render/escape.h"
#include "render/json_value.h"
#include "render/setter.h"

enum {
    MAX_WIDTH = 120
};

enum kb_status
kb_render_suggestions(const struct kb_suggestions *suggestions, bool described,
                      char end, struct kb_buf *out, struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < suggestions->n && st == KB_OK; i++) {
        const struct kb_suggestion *s = &suggestions->items[i];
        struct kb_span what = s->kind == KB_SUGGEST_ARTICLE
                                  ? kb_buf_span(&s->title)
                                  : kb_span_cstr(kb_suggestion_kind_name(s->kind));
        st = kb_escape_terminal(kb_buf_span(&s->text), out, err);
        if (st == KB_OK && described)
            st = kb_buf_append_byte(out, '\t', err);
        if (st == KB_OK && described)
            st = kb_escape_terminal(what, out, err);
        if (st == KB_OK)
            st = kb_buf_append_byte(out, end, err);
    }
    return st;
}

static json_t *
suggestion_to_json(const struct kb_suggestion *s)
{
    json_t *text = kb_json_text(kb_buf_span(&s->text));
    const char *kind = kb_suggestion_kind_name(s->kind);
    if (s->kind == KB_SUGGEST_WORD)
        return json_pack("{s:o, s:s, s:I}", "text", text, "kind", kind, "count",
                         (json_int_t)s->count);
    return json_pack("{s:o, s:s, s:o, s:o}", "text", text, "kind", kind, "id",
                     kb_json_id(s->id), "title", kb_json_text(kb_buf_span(&s->title)));
}

enum kb_status
kb_render_suggestions_json(struct kb_span typed,
                           const struct kb_suggestions *suggestions, struct kb_buf *out,
                           struct kb_error *err)
{
    json_t *list = json_array();
    for (size_t i = 0; i < suggestions->n; i++)
        json_array_append_new(list, suggestion_to_json(&suggestions->items[i]));
    return kb_json_append(json_pack("{s:i, s:o, s:o}", "version", (int)KB_JSON_VERSION,
                                    "query", kb_json_text(typed), "suggestions", list),
                          '\n', out, err);
}

enum kb_status
kb_render_related_text(const struct kb_related *related,
                       const struct kb_render_options *options, struct kb_buf *out,
                       struct kb_error *err)
{
    struct kb_setter s = kb_setter_at(options, MAX_WIDTH, out, err);
    bool first = true;
    for (int r = 0; r < KB_RELATION_COUNT; r++) {
        const struct kb_links *list = &related->lists[r];
        if (list->total == 0)
            continue;
        if (!first)
            kb_set_end_line(&s);
        first = false;
        kb_set_word(&s, kb_span_cstr(kb_relation_name((enum kb_relation)r)),
                    KB_STYLE_DIM, ":", false);
        kb_set_end_line(&s);
        kb_set_links(&s, list);
    }
    return s.status;
}

enum kb_status
kb_render_related_tsv(const struct kb_related *related, char end, struct kb_buf *out,
                      struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (int r = 0; r < KB_RELATION_COUNT; r++) {
        const struct kb_links *list = &related->lists[r];
        for (size_t i = 0; i < list->n && st == KB_OK; i++) {
            st =
                kb_buf_printf(out, err, "%s\tQ%u\t",
                              kb_relation_name((enum kb_relation)r), list->items[i].id);
            if (st == KB_OK)
                st = kb_escape_terminal(list->items[i].title, out, err);
            if (st == KB_OK)
                st = kb_buf_append_byte(out, end, err);
        }
    }
    return st;
}

enum kb_status
kb_render_related_json(const struct kb_related *related, struct kb_buf *out,
                       struct kb_error *err)
{
    json_t *all = json_array();
    for (int r = 0; r < KB_RELATION_COUNT; r++) {
        const struct kb_links *list = &related->lists[r];
        for (size_t i = 0; i < list->n; i++)
            json_array_append_new(all,
                                  json_pack("{s:s, s:o, s:b, s:o}", "relation",
                                            kb_relation_name((enum kb_relation)r), "id",
                                            kb_json_id(list->items[i].id), "in_archive",
                                            (int)list->items[i].is_here, "title",
                                            kb_json_text(list->items[i].title)));
    }
    return kb_json_append(json_pack("{s:i, s:o, s:o}", "version", (int)KB_JSON_VERSION,
                                    "id", kb_json_id(related->view.id), "related", all),
                          '\n', out, err);
}
