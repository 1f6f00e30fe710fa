/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of pages, as they stand in links. */
#include "render/page.h"

void
kb_page_article_url(struct kb_html *html, const struct kb_page *page, uint32_t id)
{
    kb_html_attr(html, page->base);
    KB_HTML(html, "/");
    kb_html_article_number(html, id);
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

void
kb_page_search_url(struct kb_html *html, const struct kb_page *page,
                   const struct kb_ask *ask)
{
    kb_html_attr(html, page->base);
    KB_HTML(html, "/search");
    kb_page_arguments(html, ask);
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
kb_page_narrower_url(struct kb_html *html, const struct kb_page *page,
                     const struct kb_ask *ask, const char *field, struct kb_span value)
{
    struct kb_ask first = *ask;
    first.page = 1;
    kb_html_attr(html, page->base);
    KB_HTML(html, "/search");
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
