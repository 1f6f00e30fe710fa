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
        kb_page_article_url(html, page, page->article);
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
