/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One article, as a page and for programs. */
#include <stdio.h>

#include "cgi/handler.h"
#include "render/render.h"

enum {
    CITING_MAX = 50,  /* articles listed that cite one, for programs and absent ones */
    RELATED_MAX = 10, /* of each kind on an article's page */
    TITLE_MAX_BYTES = 64 * 1024,
    DIGITS_MAX = 7 /* KB_ARTICLE_MAX_ID */
};

/* The number behind the "Q" of a path, and nothing but that. */
static enum kb_status
read_number(struct kb_span digits, uint32_t *id, struct kb_error *err)
{
    uint32_t number = 0;
    bool whole =
        digits.n_bytes > 0 && digits.n_bytes <= DIGITS_MAX && digits.data[0] != '0';
    for (size_t i = 0; i < digits.n_bytes && whole; i++) {
        whole = digits.data[i] >= '0' && digits.data[i] <= '9';
        number = number * 10 + (uint32_t)(digits.data[i] - '0');
    }
    if (!whole)
        return kb_error_set(err, KB_E_NOT_FOUND, "no number of an article");
    *id = number;
    return KB_OK;
}

static enum kb_status
put_article(struct kb_handling *handling, const struct kb_related *related,
            struct kb_error *err)
{
    const struct kb_view *view = &related->view;
    struct kb_html html = KB_HTML_INIT(&handling->exchange->response.body, err);
    struct kb_buf title = KB_BUF_INIT(TITLE_MAX_BYTES);
    struct kb_marker *marker = NULL;
    enum kb_status st = kb_buf_printf(&title, err, "Q%u: %.*s - Knowledge Base",
                                      view->id, KB_SPAN_ARG(view->title));
    if (st == KB_OK && handling->ask.query.n_bytes > 0)
        st = kb_marker_new(handling->site->engine, handling->ask.query, &marker, err);
    handling->page.title = kb_buf_span(&title);
    handling->page.is_for_robots = true;
    handling->page.article = view->id;
    if (st == KB_OK)
        st = kb_page_article(&html, &handling->page, related, marker);
    kb_marker_free(marker);
    kb_buf_clear(&title);
    return st;
}

/* The next build may have it. */
static void
put_status_absent(struct kb_response *response)
{
    response->status = 404;
    response->etag[0] = '\0';
    response->last_modified[0] = '\0';
}

static enum kb_status
put_absent(struct kb_handling *handling, const struct kb_view *view, uint32_t id,
           struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_html html = KB_HTML_INIT(&response->body, err);
    put_status_absent(response);
    handling->page.title = KB_SPAN_LITERAL("Not in this archive - Knowledge Base");
    kb_page_absent(&html, &handling->page, view, id);
    return html.status;
}

enum kb_status
kb_handle_article(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_engine *engine;
    struct kb_related related;
    uint32_t id = 0;
    memset(&related, 0, sizeof(related));
    kb_view_init(&related.view);
    enum kb_status st = read_number(handling->rest, &id, err);
    if (st == KB_OK)
        st = kb_site_refresh(handling->site, &handling->exchange->response, err);
    if (st != KB_OK)
        return st;
    engine = handling->site->engine;
    /* Whether it is there must be known before the client is told that it has it. */
    st = kb_view_read(engine, id, CITING_MAX, &related.view, err);
    if (st == KB_E_NOT_FOUND)
        st = put_absent(handling, &related.view, id, err);
    else if (st == KB_OK && !kb_handle_known(handling)) {
        kb_related_clear(&related);
        st = kb_related_find(engine, id, RELATED_MAX, &related, err);
        if (st == KB_OK)
            st = put_article(handling, &related, err);
    }
    kb_related_clear(&related);
    return st;
}

enum kb_status
kb_handle_api_article(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_view view;
    uint32_t id = 0;
    enum kb_status st = read_number(handling->rest, &id, err);
    if (st == KB_OK)
        st = kb_site_refresh(handling->site, response, err);
    if (st != KB_OK)
        return st;
    kb_view_init(&view);
    st = kb_view_read(handling->site->engine, id, CITING_MAX, &view, err);
    response->type = KB_TYPE_JSON;
    bool is_absent = st == KB_E_NOT_FOUND;
    if (is_absent)
        put_status_absent(response);
    if (is_absent || (st == KB_OK && !kb_handle_known(handling)))
        st = kb_render_view_json(&view, &response->body, err);
    kb_view_clear(&view);
    return st;
}

enum kb_status
kb_handle_other_number(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    uint32_t id = 0;
    enum kb_status st = read_number(handling->rest, &id, err);
    if (st != KB_OK)
        return st;
    response->status = 301;
    response->cache = KB_CACHE_HOUR;
    return kb_buf_printf(&response->location, err, "%.*s/Q%u",
                         KB_SPAN_ARG(handling->page.base), id);
}
