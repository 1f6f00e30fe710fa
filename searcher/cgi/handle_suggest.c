/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Suggestions while somebody types: for our own script, and for browsers that have the
 * site among their search engines. */
#include <jansson.h>
#include <stdlib.h>

#include "cgi/handler.h"
#include "render/list.h"

enum {
    SUGGESTIONS_MAX = 8,
    TYPED_MAX_BYTES = 256 /* nobody wants the end of a longer text guessed */
};

/* Nothing typed gives nothing. */
static enum kb_status
find(struct kb_handling *handling, struct kb_suggestions *out, struct kb_error *err)
{
    struct kb_span typed = handling->ask.query;
    if (typed.n_bytes == 0 || typed.n_bytes > TYPED_MAX_BYTES)
        return KB_OK;
    return kb_suggest(handling->site->engine, typed, SUGGESTIONS_MAX, out, err);
}

/* ["typed", ["first", "second"]].
 * Source: OpenSearch Suggestions extension 1.1, https://github.com/dewitt/opensearch */
static enum kb_status
write_opensearch(struct kb_span typed, const struct kb_suggestions *suggestions,
                 struct kb_buf *out, struct kb_error *err)
{
    json_t *texts = json_array();
    for (size_t i = 0; i < suggestions->n; i++) {
        struct kb_span text = kb_buf_span(&suggestions->items[i].text);
        json_array_append_new(texts, json_stringn(text.data, text.n_bytes));
    }
    json_t *root = json_pack("[s%, o]", typed.n_bytes == 0 ? "" : typed.data,
                             typed.n_bytes, texts);
    char *text =
        root == NULL ? NULL : json_dumps(root, JSON_COMPACT | JSON_ESCAPE_SLASH);
    enum kb_status st = text == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for JSON")
                            : kb_buf_printf(out, err, "%s\n", text);
    free(text);
    json_decref(root);
    return st;
}

static enum kb_status
suggest(struct kb_handling *handling, bool is_opensearch, struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_suggestions found = {NULL, 0, 0};
    struct kb_span typed = handling->ask.query;
    bool done = false;
    enum kb_status st = kb_handle_build(handling, &done, err);
    if (st != KB_OK || done)
        return st;
    st = find(handling, &found, err);
    response->type =
        is_opensearch ? "application/x-suggestions+json; charset=utf-8" : KB_TYPE_JSON;
    if (st == KB_OK)
        st = is_opensearch
                 ? write_opensearch(typed, &found, &response->body, err)
                 : kb_render_suggestions_json(typed, &found, &response->body, err);
    kb_suggestions_clear(&found);
    return st;
}

enum kb_status
kb_handle_api_suggest(struct kb_handling *handling, struct kb_error *err)
{
    return suggest(handling, false, err);
}

enum kb_status
kb_handle_opensearch_suggest(struct kb_handling *handling, struct kb_error *err)
{
    return suggest(handling, true, err);
}
