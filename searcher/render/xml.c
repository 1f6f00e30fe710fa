/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/xml.h"

static void
put_address(struct kb_html *xml, const struct kb_page *page)
{
    kb_html_attr(xml, page->origin);
    kb_html_attr(xml, page->base);
}

void
kb_xml_opensearch(struct kb_html *xml, const struct kb_page *page)
{
    KB_HTML(xml,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription "
            "xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
            "<ShortName>Knowledge Base</ShortName>\n<Description>Full-text search of "
            "the public Knowledge Base archive</Description>\n"
            "<InputEncoding>UTF-8</InputEncoding>\n<Image type=\"image/svg+xml\">");
    put_address(xml, page);
    KB_HTML(xml, "/static/icon.svg</Image>\n<Url type=\"text/html\" template=\"");
    put_address(xml, page);
    KB_HTML(xml, "/search?q={searchTerms}\"/>\n"
                 "<Url type=\"application/x-suggestions+json\" template=\"");
    put_address(xml, page);
    KB_HTML(xml, "/suggest?q={searchTerms}\"/>\n"
                 "<Url type=\"application/atom+xml\" template=\"");
    put_address(xml, page);
    KB_HTML(xml,
            "/feed?q={searchTerms}\"/>\n<Url type=\"application/json\" template=\"");
    put_address(xml, page);
    KB_HTML(xml, "/api/search?q={searchTerms}\"/>\n</OpenSearchDescription>\n");
}

/* Atom wants a time; articles have days. */
static void
put_updated(struct kb_html *xml, uint32_t date)
{
    KB_HTML(xml, "<updated>");
    kb_html_date(xml, date == 0 ? 19700101 : date);
    KB_HTML(xml, "T00:00:00Z</updated>\n");
}

static void
put_entry(struct kb_html *xml, const struct kb_page *page,
          const struct kb_result *result)
{
    KB_HTML(xml, "<entry>\n<title>");
    kb_html_article_number(xml, result->id);
    KB_HTML(xml, " ");
    kb_html_text(xml, result->title);
    KB_HTML(xml, "</title>\n<id>");
    put_address(xml, page);
    KB_HTML(xml, "/");
    kb_html_article_number(xml, result->id);
    KB_HTML(xml, "</id>\n<link href=\"");
    put_address(xml, page);
    KB_HTML(xml, "/");
    kb_html_article_number(xml, result->id);
    KB_HTML(xml, "\"/>\n");
    put_updated(xml, result->modified);
    KB_HTML(xml, "<summary>");
    kb_html_text(xml, kb_buf_span(&result->passage.text));
    KB_HTML(xml, "</summary>\n</entry>\n");
}

void
kb_xml_feed(struct kb_html *xml, const struct kb_page *page, const struct kb_ask *ask,
            const struct kb_results *results)
{
    uint32_t newest = 0;
    for (size_t i = 0; i < results->n; i++) {
        if (results->items[i].modified > newest)
            newest = results->items[i].modified;
    }
    KB_HTML(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>");
    kb_html_text(xml, ask->query);
    KB_HTML(xml, " - Knowledge Base search</title>\n<id>");
    put_address(xml, page);
    KB_HTML(xml, "/feed");
    kb_page_arguments(xml, ask);
    KB_HTML(xml, "</id>\n<link rel=\"self\" href=\"");
    put_address(xml, page);
    KB_HTML(xml, "/feed");
    kb_page_arguments(xml, ask);
    KB_HTML(xml, "\"/>\n<link href=\"");
    put_address(xml, page);
    KB_HTML(xml, "/search");
    kb_page_arguments(xml, ask);
    KB_HTML(xml, "\"/>\n<author><name>Knowledge Base archive</name></author>\n");
    put_updated(xml, newest);
    for (size_t i = 0; i < results->n; i++)
        put_entry(xml, page, &results->items[i]);
    KB_HTML(xml, "</feed>\n");
}
