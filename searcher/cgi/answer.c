/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cgi/answer.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "cgi/handler.h"

enum {
    API_VERSION = 1 /* common/doc/json.md */
};

/* The addresses of the site. */
static const struct route {
    const char *path;
    kb_handler_fn handle;
    bool is_start;        /* the rest of the path is for the handler */
    bool is_for_programs; /* failures are JSON */
} routes[] = {
    {"/", kb_handle_start, false, false},
    {"/search", kb_handle_search, false, false},
    {"/Q", kb_handle_article, true, false},
    {"/q", kb_handle_other_number, true, false},
    {"/KB", kb_handle_other_number, true, false},
    {"/kb", kb_handle_other_number, true, false},
    {"/help", kb_handle_help, false, false},
    {"/feed", kb_handle_feed, false, false},
    {"/robots.txt", kb_handle_robots, false, false},
    {"/opensearch.xml", kb_handle_opensearch, false, false},
    {"/static/", kb_handle_static, true, false},
    {"/api/search", kb_handle_api_search, false, true},
    {"/api/suggest", kb_handle_api_suggest, false, true},
    {"/suggest", kb_handle_opensearch_suggest, false, true},
    {"/api/article/Q", kb_handle_api_article, true, true},
};

static bool
leads_to(const struct route *route, struct kb_span path)
{
    struct kb_span own = kb_span_cstr(route->path);
    return route->is_start ? kb_span_starts(path, own) : kb_span_equal(path, own);
}

static const struct route *
find_route(struct kb_span path)
{
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        if (leads_to(&routes[i], path))
            return &routes[i];
    }
    return NULL;
}

/* ---- failures ---- */

/* What the visitor reads: never a path, never what a library said. */
static const char *
sentence(int http, const struct kb_error *err)
{
    switch (http) {
    case 404:
        return "There is nothing at this address.";
    case 405:
        return "Only GET and HEAD requests are answered here.";
    case 413:
        return "The query is too long.";
    case 414:
        return "The address is too long.";
    case 400:
        return err->code == KB_E_QUERY ? "The query is empty."
                                       : "The request cannot be understood.";
    case 503:
        return err->code == KB_E_NOMEM ? "The server has no memory left at the moment."
                                       : "There is no index that can be searched at "
                                         "the moment.";
    default:
        return "Something went wrong here, not with you.";
    }
}

static const char *
advice(int http)
{
    switch (http) {
    case 400:
    case 413:
        return "Write what you look for into the box above.";
    case 404:
    case 405:
    case 414:
        return "Search for it with the box above.";
    case 503:
        return "Try again in a few minutes.";
    default:
        return "Try again; if it stays, tell the administrator of this site.";
    }
}

static const char *
heading(int http)
{
    switch (http) {
    case 404:
        return "Not found";
    case 405:
        return "Method not allowed";
    case 414:
        return "Address too long";
    case 503:
        return "Not available";
    case 400:
    case 413:
        return "Bad request";
    default:
        return "Internal error";
    }
}

static enum kb_status
write_failure_object(struct kb_response *response, const struct kb_error *failure,
                     struct kb_error *err)
{
    const char *words = sentence(response->status, failure);
    json_t *root = json_pack("{s:i, s:s, s:s}", "version", (int)API_VERSION, "error",
                             words, "status", kb_status_name(failure->code));
    char *text = root == NULL ? NULL : json_dumps(root, JSON_COMPACT);
    enum kb_status st = text == NULL
                            ? kb_error_set(err, KB_E_NOMEM, "no memory for JSON")
                            : kb_buf_printf(&response->body, err, "%s\n", text);
    free(text);
    json_decref(root);
    response->type = KB_TYPE_JSON;
    return st;
}

static enum kb_status
write_failure_page(struct kb_handling *handling, const struct kb_error *failure,
                   struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_html html = KB_HTML_INIT(&response->body, err);
    int http = response->status;
    handling->page.title = kb_span_cstr(heading(http));
    kb_page_error(&html, &handling->page, kb_span_cstr(sentence(http, failure)),
                  kb_span_cstr(advice(http)));
    return html.status;
}

static void
answer_failure(struct kb_handling *handling, int http, bool is_for_programs,
               const struct kb_error *failure)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_error err = KB_ERROR_INIT;
    kb_response_reset(response);
    response->status = http;
    if (http >= 500)
        kb_site_complain(handling->site, "cannot answer", failure);
    enum kb_status st = is_for_programs ? write_failure_object(response, failure, &err)
                                        : write_failure_page(handling, failure, &err);
    if (st == KB_OK)
        return;
    /* No memory for the page: the status alone says it. */
    kb_response_reset(response);
    response->status = 503;
    response->type = "text/plain; charset=utf-8";
}

/* ---- requests ---- */

static enum kb_status
read_ask(struct kb_handling *handling, struct kb_error *err)
{
    const struct kb_form *form = &handling->exchange->request.form;
    struct kb_span page = kb_form_value(form, "page");
    char text[8];
    long number = 1;
    handling->ask.page = 1;
    handling->ask.query = kb_span_trim(kb_form_value(form, "q"));
    handling->page.query = handling->ask.query;
    if (handling->ask.query.n_bytes > KB_WEB_QUERY_MAX_BYTES) {
        handling->page.query = kb_span_at("", 0);
        return kb_error_set(err, KB_E_LIMIT, "the query has %zu bytes, at most %d",
                            handling->ask.query.n_bytes, KB_WEB_QUERY_MAX_BYTES);
    }
    handling->ask.sort =
        kb_span_equal(kb_form_value(form, "sort"), KB_SPAN_LITERAL("date"))
            ? KB_SORT_DATE
            : KB_SORT_SCORE;
    handling->ask.is_exact = kb_form_value(form, "exact").n_bytes > 0;
    handling->ask.is_all = kb_form_value(form, "all").n_bytes > 0;
    if (page.n_bytes == 0)
        return KB_OK;
    if (page.n_bytes >= sizeof(text))
        return kb_error_set(err, KB_E_INVALID, "the number of the page is too long");
    snprintf(text, sizeof(text), "%.*s", KB_SPAN_ARG(page));
    enum kb_status st = kb_opt_number("page", text, 1, KB_WEB_PAGE_MAX, &number, err);
    handling->ask.page = (uint32_t)number;
    return st;
}

static enum kb_status
handle(struct kb_handling *handling, const struct route *route, struct kb_error *err)
{
    struct kb_span path = kb_buf_span(&handling->exchange->request.path);
    enum kb_status st = read_ask(handling, err);
    if (st != KB_OK)
        return st;
    if (route == NULL)
        return kb_error_set(err, KB_E_NOT_FOUND, "no such address");
    handling->rest = kb_span_skip(path, strlen(route->path));
    return route->handle(handling, err);
}

void
kb_web_answer(struct kb_site *site, kb_web_variable_fn variable, void *context,
              struct kb_exchange *exchange)
{
    struct kb_error err = KB_ERROR_INIT;
    struct kb_web_request *request = &exchange->request;
    const struct route *route = NULL;
    int http = 200;
    struct kb_handling handling = {.site = site, .exchange = exchange};
    enum kb_status st = kb_web_request_read(variable, context, request, &http, &err);
    handling.page.base = kb_buf_span(&request->base);
    handling.page.origin = site->setup->origin != NULL
                               ? kb_span_cstr(site->setup->origin)
                               : kb_buf_span(&request->origin);
    if (st == KB_OK) {
        route = find_route(kb_buf_span(&request->path));
        st = handle(&handling, route, &err);
    }
    if (st == KB_OK)
        return;
    err.code = st;
    if (http == 200)
        http = kb_status_http(st);
    answer_failure(&handling, http, route != NULL && route->is_for_programs, &err);
}

void
kb_web_answer_log(struct kb_site *site, const struct kb_exchange *exchange)
{
    struct kb_error err = KB_ERROR_INIT;
    struct kb_log_entry entry = exchange->log;
    entry.status = exchange->response.status;
    if (site->setup->log == NULL || !entry.is_search)
        return;
    if (kb_query_log_write(&site->log, site->setup->log, &entry, &err) != KB_OK)
        kb_site_complain(site, "a search is not in the query log", &err);
}

void
kb_exchange_clear(struct kb_exchange *exchange)
{
    kb_web_request_clear(&exchange->request);
    kb_response_clear(&exchange->response);
}
