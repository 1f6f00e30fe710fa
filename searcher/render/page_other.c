/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages without results or article: start, help, failure. */
#include "render/page.h"

static void
put_example(struct kb_html *html, const struct kb_page *page, const char *query)
{
    struct kb_ask ask = {.query = kb_span_cstr(query), .page = 1};
    KB_HTML(html, "<a href=\"");
    kb_page_search_url(html, page, &ask);
    KB_HTML(html, "\"><code>");
    kb_html_text(html, ask.query);
    KB_HTML(html, "</code></a>");
}

void
kb_page_start(struct kb_html *html, const struct kb_page *page,
              const struct kb_page_index *index)
{
    kb_page_begin(html, page, NULL);
    KB_HTML(html, "<h1>Search the Knowledge Base</h1>\n"
                  "<p>Describe the problem in your own words: ");
    put_example(html, page, "backup hangs legato");
    KB_HTML(html, ". An error code may be written in any form: ");
    put_example(html, page, "0x80004005");
    KB_HTML(html, ". Words in quotes must stand together: ");
    put_example(html, page, "\"out of memory\"");
    KB_HTML(html, ". A number leads to its article: ");
    put_example(html, page, "Q260695");
    KB_HTML(html, ".</p>\n");
    KB_HTML(html, "<p class=\"about\">");
    kb_html_count(html, index->n_articles);
    KB_HTML(html, " articles, index of ");
    kb_html_time(html, index->built);
    KB_HTML(html, ".</p>\n");
    kb_page_end(html, page);
}

void
kb_page_help(struct kb_html *html, const struct kb_page *page)
{
    kb_page_begin(html, page, NULL);
    kb_html_asset(html, kb_asset_find(KB_SPAN_LITERAL("help.html")));
    kb_page_end(html, page);
}

void
kb_page_error(struct kb_html *html, const struct kb_page *page, struct kb_span what,
              struct kb_span advice)
{
    kb_page_begin(html, page, NULL);
    KB_HTML(html, "<h1>");
    kb_html_text(html, page->title);
    KB_HTML(html, "</h1>\n<p role=\"status\">");
    kb_html_text(html, what);
    KB_HTML(html, "</p>\n");
    if (advice.n_bytes > 0) {
        KB_HTML(html, "<p>");
        kb_html_text(html, advice);
        KB_HTML(html, "</p>\n");
    }
    kb_page_end(html, page);
}
