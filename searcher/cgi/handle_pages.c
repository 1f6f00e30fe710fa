/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages for people. */
#include <stdio.h>

#include "cgi/handler.h"

enum {
    PASSAGE_BYTES = 240,
    TITLE_MAX_BYTES = 3 * KB_WEB_QUERY_MAX_BYTES
};

bool
kb_handle_known(struct kb_handling *handling)
{
    struct kb_exchange *exchange = handling->exchange;
    bool known =
        kb_response_is_known(&exchange->response, kb_buf_span(&exchange->request.etags),
                             kb_buf_span(&exchange->request.since));
    if (known)
        exchange->response.status = 304;
    return known;
}

enum kb_status
kb_handle_build(struct kb_handling *handling, bool *done, struct kb_error *err)
{
    enum kb_status st =
        kb_site_refresh(handling->site, &handling->exchange->response, err);
    *done = st == KB_OK && kb_handle_known(handling);
    return st;
}

static enum kb_status
search(struct kb_handling *handling, unsigned facets, struct kb_results *out,
       struct kb_error *err)
{
    const struct kb_site *site = handling->site;
    struct kb_log_entry *log = &handling->exchange->log;
    struct kb_request request = {.query = handling->ask.query,
                                 .n_max = KB_WEB_PAGE_RESULTS,
                                 .first =
                                     (handling->ask.page - 1) * KB_WEB_PAGE_RESULTS,
                                 .sort = handling->ask.sort,
                                 .all = handling->ask.is_all,
                                 .no_correct = handling->ask.is_exact,
                                 .facets = facets,
                                 .passage_bytes = PASSAGE_BYTES,
                                 .boosts = site->setup->settings.boosts};
    enum kb_status st = kb_engine_search(site->engine, &request, out, err);
    if (st != KB_OK)
        return st;
    log->total = out->total;
    log->took_us = out->took_us;
    log->is_corrected = out->is_corrected;
    for (size_t i = 0; i < out->n && i < KB_LOG_IDS; i++)
        log->ids[log->n_ids++] = out->items[i].id;
    return KB_OK;
}

static void
note_ask(struct kb_handling *handling)
{
    struct kb_log_entry *log = &handling->exchange->log;
    log->is_search = true;
    log->query = handling->ask.query;
    log->page = handling->ask.page;
    log->by_date = handling->ask.sort == KB_SORT_DATE;
    log->is_exact = handling->ask.is_exact;
    log->is_all = handling->ask.is_all;
}

/* All that decides about the answer beside build and setup. */
static enum kb_status
make_key(const struct kb_handling *handling, char tag, struct kb_buf *out,
         struct kb_error *err)
{
    const struct kb_ask *ask = &handling->ask;
    return kb_buf_printf(out, err, "%c%u %d%d%d %.*s %.*s %.*s", tag, ask->page,
                         (int)ask->sort, (int)ask->is_exact, (int)ask->is_all,
                         KB_SPAN_ARG(handling->page.origin),
                         KB_SPAN_ARG(handling->page.base), KB_SPAN_ARG(ask->query));
}

static bool
answer_again(struct kb_handling *handling, const struct kb_cached *cached)
{
    struct kb_exchange *exchange = handling->exchange;
    struct kb_log_entry log;
    if (cached == NULL || kb_buf_append(&exchange->response.body,
                                        kb_buf_span(&cached->body), NULL) != KB_OK)
        return false;
    log = cached->log;
    log.query = handling->ask.query;
    log.took_us = 0;
    exchange->log = log;
    exchange->response.type = cached->type;
    return true;
}

static enum kb_status
answer_first(struct kb_handling *handling, const struct kb_results_form *form,
             struct kb_error *err)
{
    struct kb_results results = KB_RESULTS_INIT;
    enum kb_status st = search(handling, form->facets, &results, err);
    handling->exchange->response.type = form->type;
    if (st == KB_OK)
        st = form->write(handling, &results, err);
    kb_results_clear(&results);
    return st;
}

enum kb_status
kb_handle_results(struct kb_handling *handling, const struct kb_results_form *form,
                  struct kb_error *err)
{
    struct kb_site *site = handling->site;
    struct kb_buf key = KB_BUF_INIT(KB_CACHE_KEY_BYTES);
    bool done = false;
    enum kb_status st = kb_handle_build(handling, &done, err);
    if (st != KB_OK || done)
        return st;
    const char *build = kb_site_manifest(site)->build;
    note_ask(handling);
    st = make_key(handling, form->tag, &key, err);
    if (st == KB_OK && site->has_cache)
        done = answer_again(handling,
                            kb_cache_find(&site->cache, build, kb_buf_span(&key)));
    if (st == KB_OK && !done) {
        st = answer_first(handling, form, err);
        if (st == KB_OK && site->has_cache)
            kb_cache_keep(&site->cache, build, kb_buf_span(&key),
                          &handling->exchange->response, &handling->exchange->log);
    }
    kb_buf_clear(&key);
    return st;
}

static enum kb_status
write_page(struct kb_handling *handling, const struct kb_results *results,
           struct kb_error *err)
{
    struct kb_html html = KB_HTML_INIT(&handling->exchange->response.body, err);
    struct kb_buf title = KB_BUF_INIT(TITLE_MAX_BYTES);
    enum kb_status st = kb_buf_printf(&title, err, "%.*s - Knowledge Base search",
                                      KB_SPAN_ARG(handling->ask.query));
    handling->page.title = kb_buf_span(&title);
    if (st == KB_OK) {
        kb_page_results(&html, &handling->page, &handling->ask, results);
        st = html.status;
    }
    kb_buf_clear(&title);
    return st;
}

enum kb_status
kb_handle_search(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_results_form form = {'p', "text/html; charset=utf-8", 0, write_page};
    if (handling->ask.query.n_bytes == 0)
        return kb_handle_start(handling, err);
    /* Counting all that match costs more than finding the best: once, with the first.
     */
    if (handling->ask.page == 1)
        form.facets = KB_FACET_PRODUCT | KB_FACET_YEAR | KB_FACET_TYPE;
    return kb_handle_results(handling, &form, err);
}

/* The date in the id of a build: "20261122T143753Za" -> 20261122. */
static uint32_t
built(const struct kb_manifest *manifest)
{
    unsigned date = 0;
    if (sscanf(manifest->build, "%8u", &date) != 1)
        return 0;
    return date;
}

enum kb_status
kb_handle_start(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_html html = KB_HTML_INIT(&response->body, err);
    struct kb_page_index index = {0, 0};
    bool done = false;
    if (handling->ask.query.n_bytes > 0)
        return kb_handle_search(handling, err);
    enum kb_status st = kb_handle_build(handling, &done, err);
    if (st != KB_OK || done)
        return st;
    index.n_articles = kb_site_manifest(handling->site)->n_articles;
    index.built = built(kb_site_manifest(handling->site));
    handling->page.title = KB_SPAN_LITERAL("Knowledge Base search");
    handling->page.is_for_robots = true;
    kb_page_start(&html, &handling->page, &index);
    return html.status;
}

enum kb_status
kb_handle_help(struct kb_handling *handling, struct kb_error *err)
{
    struct kb_response *response = &handling->exchange->response;
    struct kb_html html = KB_HTML_INIT(&response->body, err);
    response->cache = KB_CACHE_HOUR;
    handling->page.title = KB_SPAN_LITERAL("How to search - Knowledge Base");
    handling->page.is_for_robots = true;
    kb_page_help(&html, &handling->page);
    return html.status;
}
