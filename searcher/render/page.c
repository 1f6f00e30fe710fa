/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/page.h"

#include <assert.h>

void
kb_page_asset_url(struct kb_html *html, const struct kb_page *page, const char *name)
{
    const struct kb_asset *asset = kb_asset_find(kb_span_cstr(name));
    assert(asset != NULL);
    kb_html_attr(html, page->base);
    KB_HTML(html, "/static/");
    kb_html_attr(html, kb_span_cstr(name));
    KB_HTML(html, "?v=");
    kb_html_attr(html, kb_span_cstr(asset->version));
}

static void
put_arguments(struct kb_html *html, const struct kb_ask *ask)
{
    KB_HTML(html, "?");
    if (ask->sort == KB_SORT_DATE)
        KB_HTML(html, "sort=date&amp;");
    if (ask->is_exact)
        KB_HTML(html, "exact=1&amp;");
    if (ask->is_all)
        KB_HTML(html, "all=1&amp;");
    if (ask->page > 1) {
        KB_HTML(html, "page=");
        kb_html_number(html, ask->page);
        KB_HTML(html, "&amp;");
    }
    KB_HTML(html, "q=");
}

void
kb_page_arguments(struct kb_html *html, const struct kb_ask *ask)
{
    put_arguments(html, ask);
    kb_html_url_arg(html, ask->query);
}

/* Where the quote stands that none closes, which would take in what is added behind the
 * query; its length where all close. */
static size_t
open_quote(struct kb_span query)
{
    size_t last = query.n_bytes;
    size_t n = 0;
    for (size_t i = 0; i < query.n_bytes; i++) {
        if (query.data[i] == '"') {
            last = i;
            n++;
        }
    }
    return n % 2 == 0 ? query.n_bytes : last;
}

void
kb_page_narrower(struct kb_html *html, const struct kb_ask *ask, const char *field,
                 struct kb_span value)
{
    struct kb_ask first = *ask;
    first.page = 1;
    put_arguments(html, &first);
    size_t quote = open_quote(ask->query);
    kb_html_url_arg(html, kb_span_trim(kb_span_at(ask->query.data, quote)));
    if (quote < ask->query.n_bytes) { /* its words are taken without it */
        kb_html_url_arg(html, KB_SPAN_LITERAL(" "));
        kb_html_url_arg(html, kb_span_skip(ask->query, quote + 1));
    }
    kb_html_url_arg(html, KB_SPAN_LITERAL(" "));
    kb_html_url_arg(html, kb_span_cstr(field));
    kb_html_url_arg(html, KB_SPAN_LITERAL(":\""));
    kb_html_url_arg(html, value);
    kb_html_url_arg(html, KB_SPAN_LITERAL("\""));
}

static void
put_head(struct kb_html *html, const struct kb_page *page, const struct kb_ask *feed)
{
    KB_HTML(html,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<title>");
    kb_html_text(html, page->title);
    KB_HTML(html, "</title>\n<meta name=\"viewport\" "
                  "content=\"width=device-width, initial-scale=1\">\n"
                  "<meta name=\"color-scheme\" content=\"light dark\">\n");
    if (!page->is_for_robots)
        KB_HTML(html, "<meta name=\"robots\" content=\"noindex\">\n");
    KB_HTML(html, "<link rel=\"stylesheet\" href=\"");
    kb_page_asset_url(html, page, "style.css");
    KB_HTML(html, "\">\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"");
    kb_page_asset_url(html, page, "icon.svg");
    KB_HTML(html,
            "\">\n<link rel=\"search\" type=\"application/opensearchdescription+xml\" "
            "title=\"Knowledge Base\" href=\"");
    kb_html_attr(html, page->base);
    KB_HTML(html, "/opensearch.xml\">\n");
    if (page->article != 0) {
        KB_HTML(html, "<link rel=\"canonical\" href=\"");
        kb_html_attr(html, page->origin);
        kb_html_attr(html, page->base);
        KB_HTML(html, "/");
        kb_html_article_number(html, page->article);
        KB_HTML(html, "\">\n");
    }
    if (feed != NULL) {
        KB_HTML(html, "<link rel=\"alternate\" type=\"application/atom+xml\" "
                      "title=\"This search, newest first\" href=\"");
        kb_html_attr(html, page->base);
        KB_HTML(html, "/feed");
        kb_page_arguments(html, feed);
        KB_HTML(html, "\">\n");
    }
    KB_HTML(html, "<script src=\"");
    kb_page_asset_url(html, page, "suggest.js");
    KB_HTML(html, "\" defer></script>\n</head>\n");
}

static void
put_search_box(struct kb_html *html, const struct kb_page *page)
{
    KB_HTML(html, "<form class=\"search\" role=\"search\" method=\"get\" action=\"");
    kb_html_attr(html, page->base);
    KB_HTML(html, "/search\">\n<label for=\"q\">Search the articles</label>\n"
                  "<div class=\"field\">\n<input id=\"q\" name=\"q\" type=\"search\" "
                  "maxlength=\"2000\" autocapitalize=\"none\" autocomplete=\"off\" "
                  "spellcheck=\"false\" data-suggest=\"");
    kb_html_attr(html, page->base);
    KB_HTML(html, "/api/suggest\" value=\"");
    kb_html_attr(html, page->query);
    KB_HTML(html, "\">\n<button type=\"submit\">Search</button>\n</div>\n</form>\n");
}

void
kb_page_begin(struct kb_html *html, const struct kb_page *page,
              const struct kb_ask *feed)
{
    put_head(html, page, feed);
    KB_HTML(html, "<body>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n"
                  "<header>\n<a class=\"home\" href=\"");
    kb_html_attr(html, page->base);
    KB_HTML(html, "/\">Knowledge Base</a>\n");
    put_search_box(html, page);
    KB_HTML(html, "<nav aria-label=\"Site\"><a href=\"");
    kb_html_attr(html, page->base);
    KB_HTML(html, "/help\">How to search</a></nav>\n</header>\n<main id=\"main\">\n");
}

void
kb_page_end(struct kb_html *html, const struct kb_page *page)
{
    KB_HTML(html, "</main>\n<footer><p>Full-text search of the public Knowledge Base "
                  "archive. Also as <a href=\"");
    kb_html_attr(html, page->base);
    KB_HTML(html, "/help#machines\">JSON, feed and search engine</a> for programs.</p>"
                  "</footer>\n</body>\n</html>\n");
}
