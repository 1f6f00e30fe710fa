/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many of the results have which product, year, type: each a link that asks for
 * those alone, in the words of the query language. */
#include "render/page.h"

enum {
    VALUES_MAX = 6 /* of one facet: a phone has no room for more above the results */
};

static const struct facet_look {
    const char *name;    /* of struct kb_facet */
    const char *heading; /* for people */
    const char *field;   /* of the query language */
} looks[] = {
    {"product", "Product", "product"},
    {"year", "Year", "date"},
    {"type", "Type", "type"},
};

static const struct facet_look *
look_of(const struct kb_facet *facet)
{
    for (size_t i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
        if (strcmp(looks[i].name, facet->name) == 0)
            return &looks[i];
    }
    return NULL;
}

static void
put_facet(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask,
          const struct kb_facet *facet, const struct facet_look *look)
{
    KB_HTML(html, "<div>\n<h2>");
    kb_html_text(html, kb_span_cstr(look->heading));
    KB_HTML(html, "</h2>\n<ul>\n");
    for (size_t i = 0; i < facet->n && i < VALUES_MAX; i++) {
        struct kb_span value = kb_buf_span(&facet->items[i].text);
        if (value.n_bytes == 0 || memchr(value.data, '"', value.n_bytes) != NULL)
            continue; /* no filter can name it */
        KB_HTML(html, "<li><a href=\"");
        kb_page_narrower_url(html, page, ask, look->field, value);
        KB_HTML(html, "\">");
        kb_html_text(html, value);
        KB_HTML(html, "</a> <span class=\"about\">");
        kb_html_count(html, facet->items[i].n);
        KB_HTML(html, "</span></li>\n");
    }
    KB_HTML(html, "</ul>\n</div>\n");
}

/* One value alone narrows nothing. */
static bool
is_shown(const struct kb_facet *facet)
{
    return look_of(facet) != NULL && facet->n >= 2;
}

bool
kb_page_has_facets(const struct kb_results *results)
{
    for (size_t i = 0; i < results->n_facets; i++) {
        if (is_shown(&results->facets[i]))
            return true;
    }
    return false;
}

void
kb_page_facets(struct kb_html *html, const struct kb_page *page,
               const struct kb_ask *ask, const struct kb_results *results)
{
    KB_HTML(html, "<nav class=\"facets\" id=\"narrow\" "
                  "aria-label=\"Narrow the search\">\n");
    for (size_t i = 0; i < results->n_facets; i++) {
        const struct kb_facet *facet = &results->facets[i];
        if (is_shown(facet))
            put_facet(html, page, ask, facet, look_of(facet));
    }
    KB_HTML(html, "</nav>\n");
}
