/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/rich.h"

static void
put_link(struct kb_html *html, const struct kb_page *page, const struct kb_link *link)
{
    KB_HTML(html, "<li><a href=\"");
    kb_page_article_url(html, page, link->id);
    KB_HTML(html, "\">");
    kb_html_article_number(html, link->id);
    if (link->is_here) {
        KB_HTML(html, " ");
        kb_html_text(html, link->title);
        KB_HTML(html, "</a></li>\n");
    } else {
        KB_HTML(html, "</a> (not in this archive)</li>\n");
    }
}

static void
put_links(struct kb_html *html, const struct kb_page *page, const char *heading,
          const struct kb_links *links)
{
    if (links->n == 0)
        return;
    KB_HTML(html, "<section>\n<h2>");
    kb_html_text(html, kb_span_cstr(heading));
    KB_HTML(html, "</h2>\n<ul>\n");
    for (size_t i = 0; i < links->n; i++)
        put_link(html, page, &links->items[i]);
    KB_HTML(html, "</ul>\n");
    if (links->total > links->n) {
        KB_HTML(html, "<p>and ");
        kb_html_count(html, links->total - links->n);
        KB_HTML(html, " more</p>\n");
    }
    KB_HTML(html, "</section>\n");
}

/* What of an article is written: it, and where the words of the query are looked for.
 */
struct writing {
    struct kb_html *html;
    const struct kb_page *page;
    const struct kb_view *view;
    struct kb_marker *marker; /* NULL = no query */
};

static struct kb_rich
rich_of(struct writing *w, struct kb_span text)
{
    struct kb_rich rich = {.page = w->page, .cites = &w->view->cites, .text = text};
    if (w->marker != NULL && w->html->status == KB_OK)
        w->html->status =
            kb_marker_find(w->marker, text, &rich.marks, &rich.n_marks, w->html->err);
    return rich;
}

static void
put_rich_line(struct writing *w, struct kb_span text)
{
    struct kb_rich rich = rich_of(w, text);
    kb_rich_line(w->html, &rich);
}

static void
put_field(struct kb_html *html, const char *name, struct kb_span value)
{
    value = kb_span_trim(value);
    if (value.n_bytes == 0)
        return;
    KB_HTML(html, "<dt>");
    kb_html_text(html, kb_span_cstr(name));
    KB_HTML(html, "</dt><dd>");
    kb_html_text(html, value);
    KB_HTML(html, "</dd>\n");
}

static void
put_applies_to(struct kb_html *html, const struct kb_view *view)
{
    if (view->n_applies_to == 0)
        return;
    KB_HTML(html, "<dt>Applies to</dt><dd>");
    for (size_t i = 0; i < view->n_applies_to; i++) {
        if (i > 0)
            KB_HTML(html, "<br>");
        kb_html_text(html, view->applies_to[i]);
    }
    KB_HTML(html, "</dd>\n");
}

static void
put_header(struct writing *w)
{
    struct kb_html *html = w->html;
    const struct kb_view *view = w->view;
    KB_HTML(html, "<h1>");
    put_rich_line(w, view->title);
    KB_HTML(html, "</h1>\n<dl>\n<dt>Article</dt><dd><a rel=\"bookmark\" href=\"");
    kb_page_article_url(html, w->page, view->id);
    KB_HTML(html, "\">");
    kb_html_article_number(html, view->id);
    KB_HTML(html, "</a></dd>\n");
    put_field(html, "Product", view->product);
    put_field(html, "Versions", view->versions);
    put_field(html, "Systems", view->systems);
    put_applies_to(html, view);
    if (view->modified != 0) {
        KB_HTML(html, "<dt>Modified</dt><dd>");
        kb_html_time(html, view->modified);
        KB_HTML(html, "</dd>\n");
    }
    put_field(html, "Keywords", view->keywords);
    if (view->query_words.n_bytes > 0) {
        KB_HTML(html, "<dt>Query words</dt><dd>");
        put_rich_line(w, view->query_words);
        KB_HTML(html, "</dd>\n");
    }
    KB_HTML(html, "</dl>\n");
}

static void
put_part(struct writing *w, const struct kb_view_part *part)
{
    struct kb_rich rich = rich_of(w, part->text);
    if (part->heading.n_bytes == 0) {
        KB_HTML(w->html, "<div>\n");
        kb_rich_blocks(w->html, &rich);
        KB_HTML(w->html, "</div>\n");
        return;
    }
    KB_HTML(w->html, "<section>\n<h2>");
    kb_html_text(w->html, part->heading);
    KB_HTML(w->html, "</h2>\n");
    kb_rich_blocks(w->html, &rich);
    KB_HTML(w->html, "</section>\n");
}

enum kb_status
kb_page_article(struct kb_html *html, const struct kb_page *page,
                const struct kb_related *related, struct kb_marker *marker)
{
    const struct kb_view *view = &related->view;
    struct writing w = {html, page, view, marker};
    kb_page_begin(html, page, NULL);
    KB_HTML(html, "<article>\n");
    put_header(&w);
    for (size_t i = 0; i < view->n_parts; i++)
        put_part(&w, &view->parts[i]);
    put_links(html, page, "Nearly the same, for other versions",
              &related->lists[KB_RELATION_TWIN]);
    put_links(html, page, "Cites", &view->cites);
    put_links(html, page, "Cited by", &view->cited_by);
    put_links(html, page, "On the same subject", &related->lists[KB_RELATION_WORDS]);
    KB_HTML(html, "</article>\n");
    kb_page_end(html, page);
    return html->status;
}

void
kb_page_absent(struct kb_html *html, const struct kb_page *page,
               const struct kb_view *view, uint32_t id)
{
    kb_page_begin(html, page, NULL);
    KB_HTML(html, "<h1>");
    kb_html_article_number(html, id);
    KB_HTML(html, " is not in this archive</h1>\n<p role=\"status\">");
    if (view->cited_by.total == 0) {
        KB_HTML(html, "No article of the archive cites it either.");
    } else {
        kb_html_count(html, view->cited_by.total);
        if (view->cited_by.total == 1)
            KB_HTML(html, " article of the archive cites it:");
        else
            KB_HTML(html, " articles of the archive cite it:");
    }
    KB_HTML(html, "</p>\n");
    put_links(html, page, "Cited by", &view->cited_by);
    kb_page_end(html, page);
}
