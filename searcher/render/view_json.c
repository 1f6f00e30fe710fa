/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/json_value.h"
#include "render/render.h"

static json_t *
links_to_json(const struct kb_links *links)
{
    json_t *list = json_array();
    for (size_t i = 0; i < links->n; i++) {
        const struct kb_link *link = &links->items[i];
        json_array_append_new(list, json_pack("{s:o, s:b, s:o, s:o}", "id",
                                              kb_json_id(link->id), "in_archive",
                                              (int)link->is_here, "title",
                                              kb_json_text(link->title), "modified",
                                              kb_json_date(link->modified)));
    }
    return list;
}

static json_t *
parts_to_json(const struct kb_view *view)
{
    json_t *list = json_array();
    for (size_t i = 0; i < view->n_parts; i++)
        json_array_append_new(list,
                              json_pack("{s:o, s:o}", "heading",
                                        kb_json_text(view->parts[i].heading), "text",
                                        kb_json_text(view->parts[i].text)));
    return list;
}

static json_t *
applies_to_json(const struct kb_view *view)
{
    json_t *list = json_array();
    for (size_t i = 0; i < view->n_applies_to; i++)
        json_array_append_new(list, kb_json_text(view->applies_to[i]));
    return list;
}

enum kb_status
kb_render_view_json(const struct kb_view *view, struct kb_buf *out,
                    struct kb_error *err)
{
    json_t *root =
        json_pack("{s:i, s:o, s:b, s:o, s:I}", "version", (int)KB_JSON_VERSION, "id",
                  kb_json_id(view->id), "in_archive", (int)(view->head.n_bytes > 0),
                  "cited_by", links_to_json(&view->cited_by), "cited_by_total",
                  (json_int_t)view->cited_by.total);
    json_t *more =
        view->head.n_bytes == 0
            ? NULL
            : json_pack(
                  "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "title",
                  kb_json_text(view->title), "product", kb_json_text(view->product),
                  "versions", kb_json_text(view->versions), "systems",
                  kb_json_text(view->systems), "keywords", kb_json_text(view->keywords),
                  "query_words", kb_json_text(view->query_words), "modified",
                  kb_json_date(view->modified), "applies_to", applies_to_json(view),
                  "sections", parts_to_json(view), "cites",
                  links_to_json(&view->cites));
    if (view->head.n_bytes > 0 && (more == NULL || json_object_update(root, more))) {
        json_decref(root);
        root = NULL;
    }
    json_decref(more);
    return kb_json_append(root, '\n', out, err);
}
