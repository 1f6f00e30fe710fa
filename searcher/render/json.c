/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/render.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "text/encode.h"

enum {
    JSON_VERSION = 1, /* of the objects here; common/doc/json.md */
    SCORE_DIGITS = 8,
    ID_BYTES = 16
};

static json_t *
span_to_json(struct kb_span text)
{
    return json_stringn(text.data == NULL ? "" : text.data, text.n_bytes);
}

static json_t *
matched_to_json(const struct kb_result *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < result->n_matched; i++)
        json_array_append_new(list, span_to_json(result->matched[i]));
    return list;
}

static json_t *
result_to_json(const struct kb_result *result)
{
    char id[ID_BYTES];
    char modified[KB_DATE_TEXT_BYTES];
    snprintf(id, sizeof(id), "Q%u", result->id);
    kb_date_format(result->modified, modified);
    return json_pack("{s:i, s:s, s:o, s:o, s:s, s:f, s:s, s:o, s:o}", "rank",
                     (int)result->rank, "id", id, "title", span_to_json(result->title),
                     "product", span_to_json(result->product), "modified", modified,
                     "score", result->score, "section", result->passage.section,
                     "snippet", span_to_json(kb_buf_span(&result->passage.text)),
                     "matched", matched_to_json(result));
}

static enum kb_status
append_object(json_t *root, struct kb_buf *out, struct kb_error *err)
{
    char *text = root == NULL ? NULL
                              : json_dumps(root, JSON_COMPACT | JSON_ESCAPE_SLASH |
                                                     JSON_REAL_PRECISION(SCORE_DIGITS));
    enum kb_status st = text == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for JSON")
                            : kb_buf_printf(out, err, "%s\n", text);
    free(text);
    json_decref(root);
    return st;
}

enum kb_status
kb_render_json(const struct kb_results *results, struct kb_buf *out,
               struct kb_error *err)
{
    json_t *hits = json_array();
    bool whole = hits != NULL;
    for (size_t i = 0; i < results->n; i++)
        whole = whole &&
                json_array_append_new(hits, result_to_json(&results->items[i])) == 0;
    if (!whole) {
        json_decref(hits);
        return kb_error_set(err, KB_E_NOMEM, "no memory for JSON");
    }
    return append_object(json_pack("{s:i, s:o, s:I, s:b, s:I, s:o}", "version",
                                   (int)JSON_VERSION, "query",
                                   span_to_json(results->query), "total",
                                   (json_int_t)results->total, "total_is_exact",
                                   (int)results->total_is_exact, "took_us",
                                   (json_int_t)results->took_us, "hits", hits),
                         out, err);
}

enum kb_status
kb_render_json_failure(size_t line, const struct kb_error *failure, struct kb_buf *out,
                       struct kb_error *err)
{
    /* A message may name a path in any encoding, and may be cut inside of a letter. */
    struct kb_buf msg = KB_BUF_INIT(4 * KB_ERROR_MAX_BYTES);
    enum kb_status st = kb_encode_utf8(kb_span_cstr(failure->msg), &msg, err);
    if (st == KB_OK)
        st = append_object(json_pack("{s:i, s:I, s:o, s:s}", "version",
                                     (int)JSON_VERSION, "line", (json_int_t)line,
                                     "error", span_to_json(kb_buf_span(&msg)), "status",
                                     kb_status_name(failure->code)),
                           out, err);
    kb_buf_clear(&msg);
    return st;
}
