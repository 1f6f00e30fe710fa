/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/render.h"

#include "render/json_value.h"
#include "text/encode.h"

static json_t *
matched_to_json(const struct kb_result *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < result->n_matched; i++)
        json_array_append_new(list, kb_json_text(result->matched[i]));
    return list;
}

static json_t *
column_to_json(enum kb_column column, const struct kb_result *result)
{
    switch (column) {
    case KB_COLUMN_RANK:
        return json_integer(result->rank);
    case KB_COLUMN_ID:
        return kb_json_id(result->id);
    case KB_COLUMN_TITLE:
        return kb_json_text(result->title);
    case KB_COLUMN_PRODUCT:
        return kb_json_text(result->product);
    case KB_COLUMN_MODIFIED:
        return kb_json_date(result->modified);
    case KB_COLUMN_SCORE:
        return json_real(result->score);
    case KB_COLUMN_SECTION:
        return json_string(result->passage.section);
    case KB_COLUMN_SNIPPET:
        return kb_json_text(kb_buf_span(&result->passage.text));
    case KB_COLUMN_MATCHED:
        return matched_to_json(result);
    case KB_COLUMN_TWINS:
        return json_integer(result->n_twins);
    case KB_COLUMN_COUNT:
        break;
    }
    return NULL;
}

static json_t *
reasons_to_json(const struct kb_result *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < result->n_reasons; i++) {
        const struct kb_reason *r = &result->reasons[i];
        json_array_append_new(
            list, json_pack("{s:o, s:o, s:o, s:f}", "what", kb_json_text(r->what),
                            "how", kb_json_text(kb_buf_span(&r->how)), "where",
                            kb_json_text(kb_buf_span(&r->where)), "gain", r->gain));
    }
    return list;
}

static json_t *
result_to_json(const struct kb_result *result, const struct kb_render_options *options)
{
    struct kb_columns all = kb_columns_all();
    const struct kb_columns *columns =
        options == NULL || options->columns == NULL ? &all : options->columns;
    json_t *hit = json_object();
    int failed = 0;
    for (size_t i = 0; i < columns->n; i++)
        failed |= json_object_set_new(hit, kb_column_name(columns->items[i]),
                                      column_to_json(columns->items[i], result));
    if (result->reasons != NULL)
        failed |= json_object_set_new(hit, "explain", reasons_to_json(result));
    if (failed == 0)
        return hit;
    json_decref(hit);
    return NULL;
}

static json_t *
facets_to_json(const struct kb_results *results)
{
    json_t *facets = json_object();
    for (size_t i = 0; i < results->n_facets; i++) {
        const struct kb_facet *facet = &results->facets[i];
        json_t *list = json_array();
        for (size_t j = 0; j < facet->n; j++)
            json_array_append_new(
                list, json_pack("{s:o, s:I}", "value",
                                kb_json_text(kb_buf_span(&facet->items[j].text)),
                                "count", (json_int_t)facet->items[j].n));
        json_object_set_new(facets, facet->name, list);
    }
    return facets;
}

static json_t *
notes_to_json(const struct kb_notes *notes)
{
    json_t *list = json_array();
    for (size_t i = 0; i < notes->n; i++)
        json_array_append_new(list, json_string(notes->items[i].text));
    return list;
}

static json_t *
hits_to_json(const struct kb_results *results, const struct kb_render_options *options)
{
    json_t *hits = json_array();
    bool whole = hits != NULL;
    for (size_t i = 0; i < results->n; i++)
        whole = whole && json_array_append_new(
                             hits, result_to_json(&results->items[i], options)) == 0;
    if (whole)
        return hits;
    json_decref(hits);
    return NULL;
}

enum kb_status
kb_render_json(const struct kb_results *results,
               const struct kb_render_options *options, struct kb_buf *out,
               struct kb_error *err)
{
    json_t *root = json_pack(
        "{s:i, s:o, s:I, s:b, s:I, s:I}", "version", (int)KB_JSON_VERSION, "query",
        kb_json_text(results->query), "total", (json_int_t)results->total,
        "total_is_exact", (int)results->total_is_exact, "first",
        (json_int_t)results->first, "took_us", (json_int_t)results->took_us);
    int failed = 0;
    if (results->corrected.n_bytes > 0) {
        failed |= json_object_set_new(root, "corrected",
                                      kb_json_text(kb_buf_span(&results->corrected)));
        failed |= json_object_set_new(root, "is_corrected",
                                      json_boolean(results->is_corrected));
        failed |= json_object_set_new(root, "is_both", json_boolean(results->is_both));
    }
    if (results->is_weak)
        failed |= json_object_set_new(root, "is_weak", json_true());
    if (results->notes.n > 0)
        failed |= json_object_set_new(root, "notes", notes_to_json(&results->notes));
    if (results->n_facets > 0)
        failed |= json_object_set_new(root, "facets", facets_to_json(results));
    failed |= json_object_set_new(root, "hits", hits_to_json(results, options));
    if (failed != 0) {
        json_decref(root);
        root = NULL;
    }
    return kb_json_append(root, options == NULL ? '\n' : options->end, out, err);
}

enum kb_status
kb_render_jsonl(const struct kb_results *results,
                const struct kb_render_options *options, struct kb_buf *out,
                struct kb_error *err)
{
    enum kb_status st = KB_OK;
    for (size_t i = 0; i < results->n && st == KB_OK; i++) {
        json_t *hit = result_to_json(&results->items[i], options);
        if (options->line > 0 &&
            json_object_set_new(hit, "line", json_integer((json_int_t)options->line))) {
            json_decref(hit);
            hit = NULL;
        }
        st = kb_json_append(hit, options->end, out, err);
    }
    return st;
}

enum kb_status
kb_render_json_failure(size_t line, const struct kb_error *failure, struct kb_buf *out,
                       struct kb_error *err)
{
    /* A message may name a path in any encoding, and may be cut inside of a letter. */
    struct kb_buf msg = KB_BUF_INIT(4 * KB_ERROR_MAX_BYTES);
    enum kb_status st = kb_encode_utf8(kb_span_cstr(failure->msg), &msg, err);
    if (st == KB_OK)
        st = kb_json_append(json_pack("{s:i, s:I, s:o, s:s}", "version",
                                      (int)KB_JSON_VERSION, "line", (json_int_t)line,
                                      "error", kb_json_text(kb_buf_span(&msg)),
                                      "status", kb_status_name(failure->code)),
                            '\n', out, err);
    kb_buf_clear(&msg);
    return st;
}
