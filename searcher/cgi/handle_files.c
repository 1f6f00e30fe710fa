/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is for browsers and other programs: files, robots.txt, OpenSearch, feed, API. */
#include <stdio.h>

#include "cgi/handler.h"
#include "render/render.h"
#include "render/xml.h"

static const char *
type_of(struct kb_span name)
{
    static const struct {
        const char *ending;
        const char *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        size_t n = strlen(types[i].ending);
        if (name.n_bytes > n &&
            memcmp(name.data + name.n_bytes - n, types[i].ending, n) == 0)
            return types[i].type;
    }
    return NULL;
}

enum kb_status
kb_handle_static(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_exchange *exchange = handling->exchange;
    struct kb_response *response = &exchange->response;
    const struct kb_asset *asset = kb_asset_find(handling->rest);
    const char *type = asset == NULL ? NULL : type_of(handling->rest);
    if (type == NULL)
        return kb_error_set(err, KB_E_NOT_FOUND, "no such file");
    struct kb_span version = kb_form_value(&exchange->request.form, "v");
    bool packed =
        exchange->request.takes_gzip && asset->gzipped.n_bytes < asset->bytes.n_bytes;
    response->type = type;
    response->cache = kb_span_equal(version, kb_span_cstr(asset->version))
                          ? KB_CACHE_FOREVER
                          : KB_CACHE_HOUR;
    snprintf(response->etag, sizeof(response->etag), "\"%s%s\"", asset->version,
             packed ? "-gzip" : "");
    if (kb_response_is_known(response, kb_buf_span(&exchange->request.etags),
                             kb_span_at("", 0))) {
        response->status = 304;
        return KB_OK;
    }
    response->is_gzipped = packed;
    return kb_buf_append(&response->body, packed ? asset->gzipped : asset->bytes, err);
}

enum kb_status
kb_handle_robots(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_span base = handling->page.base;
    response->type = "text/plain; charset=utf-8";
    response->cache = KB_CACHE_HOUR;
    /* Articles may be listed; searches without end may not be walked. */
    return kb_buf_printf(&response->body, err,
                         "User-agent: *\nDisallow: %.*s/search\nDisallow: %.*s/api/\n"
                         "Disallow: %.*s/feed\nDisallow: %.*s/suggest\n",
                         KB_SPAN_ARG(base), KB_SPAN_ARG(base), KB_SPAN_ARG(base),
                         KB_SPAN_ARG(base));
}

enum kb_status
kb_handle_opensearch(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_html xml = KB_HTML_INIT(&response->body, err);
    response->type = "application/opensearchdescription+xml; charset=utf-8";
    response->cache = KB_CACHE_HOUR;
    kb_xml_opensearch(&xml, &handling->page);
    return xml.status;
}

static enum kb_status
write_feed(struct kb_handling *handling, const struct kb_results *results,
           struct kb_error *err)
{
    struct kb_html xml = KB_HTML_INIT(&handling->exchange->response.body, err);
    kb_xml_feed(&xml, &handling->page, &handling->ask, results);
    return xml.status;
}

enum kb_status
kb_handle_feed(struct kb_handling *handling, struct kb_error *err)
{
    const struct kb_results_form form = {'f', "application/atom+xml; charset=utf-8", 0,
                                         write_feed};
    handling->ask.sort = KB_SORT_DATE;
    return kb_handle_results(handling, &form, err);
}

static enum kb_status
write_object(struct kb_handling *handling, const struct kb_results *results,
             struct kb_error *err)
{
    return kb_render_json(results, NULL, &handling->exchange->response.body, err);
}

enum kb_status
kb_handle_api_search(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_results_form form = {'j', KB_TYPE_JSON, 0, write_object};
    const struct kb_form *fields = &handling->exchange->request.form;
    if (kb_form_value(fields, "facets").n_bytes > 0) {
        form.tag = 'J';
        form.facets = KB_FACET_PRODUCT | KB_FACET_YEAR | KB_FACET_TYPE;
    }
    return kb_handle_results(handling, &form, err);
}
