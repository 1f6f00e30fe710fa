/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/limits.h"
#include "render/rich.h"

static void
put_passage(struct kb_html *html, const struct kb_passage *passage)
{
    const struct kb_links none = {.n = 0};
    struct kb_rich text = {.cites = &none,
                           .text = kb_buf_span(&passage->text),
                           .marks = passage->marks,
                           .n_marks = passage->n_marks};
    if (passage->text.n_bytes == 0)
        return;
    KB_HTML(html, "<p class=\"passage\">");
    if (passage->section[0] != '\0') {
        KB_HTML(html, "<span class=\"section\">");
        kb_html_text(html, kb_span_cstr(passage->section));
        KB_HTML(html, "</span> ");
    }
    if (passage->is_cut_before)
        KB_HTML(html, "… ");
    kb_rich_line(html, &text);
    if (passage->is_cut_after)
        KB_HTML(html, " …");
    KB_HTML(html, "</p>\n");
}

static void
put_twins(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask,
          const struct kb_result *result)
{
    if (result->n_twins == 0)
        return;
    KB_HTML(html, "<p class=\"about\"><a href=\"");
    struct kb_ask all = *ask;
    all.is_all = true;
    all.page = 1;
    kb_page_search_url(html, page, &all);
    KB_HTML(html, "\">and ");
    kb_html_count(html, result->n_twins);
    KB_HTML(html, " nearly the same, for other versions</a></p>\n");
}

static void
put_result(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask,
           const struct kb_result *result)
{
    KB_HTML(html, "<li>\n<h2><a href=\"");
    kb_page_article_url(html, page, result->id);
    KB_HTML(html, "?q=");
    kb_html_url_arg(html, ask->query);
    KB_HTML(html, "\">");
    kb_html_text(html, result->title);
    KB_HTML(html, "</a></h2>\n<p class=\"about\"><span class=\"number\">");
    kb_html_article_number(html, result->id);
    KB_HTML(html, "</span>");
    if (result->product.n_bytes > 0) {
        KB_HTML(html, " <span class=\"product\">");
        kb_html_text(html, result->product);
        KB_HTML(html, "</span>");
    }
    if (result->modified != 0) {
        KB_HTML(html, " ");
        kb_html_time(html, result->modified);
    }
    KB_HTML(html, "</p>\n");
    put_passage(html, &result->passage);
    put_twins(html, page, ask, result);
    KB_HTML(html, "</li>\n");
}

/* A link to the same search, changed. */
static void
put_search(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask,
           struct kb_span words)
{
    KB_HTML(html, "<a href=\"");
    kb_page_search_url(html, page, ask);
    KB_HTML(html, "\">");
    kb_html_text(html, words);
    KB_HTML(html, "</a>");
}

static void
put_total(struct kb_html *html, const struct kb_ask *ask,
          const struct kb_results *results)
{
    KB_HTML(html, "<p role=\"status\" class=\"count\">");
    if (results->total == 0) {
        KB_HTML(html, "No article found");
    } else {
        if (!results->total_is_exact)
            KB_HTML(html, "About ");
        kb_html_count(html, results->total);
        if (results->total == 1)
            KB_HTML(html, " article");
        else
            KB_HTML(html, " articles");
    }
    if (ask->sort == KB_SORT_DATE)
        KB_HTML(html, ", newest first");
    if (ask->page > 1) {
        KB_HTML(html, ", page ");
        kb_html_number(html, ask->page);
    }
    KB_HTML(html, "</p>\n");
}

/* What was made of the query, and what could be made of it instead. */
static void
put_notes(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask,
          const struct kb_results *results)
{
    struct kb_ask other = *ask;
    other.page = 1;
    if (results->is_corrected) {
        KB_HTML(html, "<p class=\"note\">Searched for <strong>");
        kb_html_text(html, kb_buf_span(&results->corrected));
        KB_HTML(html, "</strong>. Search for ");
        other.is_exact = true;
        put_search(html, page, &other, ask->query);
        KB_HTML(html, " instead.</p>\n");
    } else if (results->corrected.n_bytes > 0 && !results->is_both) {
        KB_HTML(html, "<p class=\"note\">Did you mean ");
        other.query = kb_buf_span(&results->corrected);
        put_search(html, page, &other, other.query);
        KB_HTML(html, "?</p>\n");
    }
    for (size_t i = 0; i < results->notes.n; i++) {
        const struct kb_note *note = &results->notes.items[i];
        KB_HTML(html, "<p class=\"note\">Note: ");
        kb_html_text(html, kb_span_cstr(note->text));
        KB_HTML(html, ".</p>\n");
    }
    if (results->is_both) {
        KB_HTML(html, "<p class=\"note\">Search only for ");
        other.is_exact = true;
        put_search(html, page, &other, ask->query);
        KB_HTML(html, ".</p>\n");
    }
}

static void
put_order(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask)
{
    struct kb_ask other = *ask;
    bool by_date = ask->sort == KB_SORT_DATE;
    other.page = 1;
    other.sort = by_date ? KB_SORT_SCORE : KB_SORT_DATE;
    KB_HTML(html, "<p class=\"order\">");
    put_search(html, page, &other,
               kb_span_cstr(by_date ? "Show the best first" : "Show the newest first"));
    KB_HTML(html, "</p>\n");
}

static void
put_other_page(struct kb_html *html, const struct kb_page *page,
               const struct kb_ask *ask, bool is_next)
{
    struct kb_ask other = *ask;
    other.page = is_next ? ask->page + 1 : ask->page - 1;
    KB_HTML(html, "<a rel=\"");
    kb_html_attr(html, kb_span_cstr(is_next ? "next" : "prev"));
    KB_HTML(html, "\" href=\"");
    kb_page_search_url(html, page, &other);
    KB_HTML(html, "\">");
    kb_html_text(html, kb_span_cstr(is_next ? "Next page" : "Previous page"));
    KB_HTML(html, "</a>\n");
}

static void
put_paging(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask,
           const struct kb_results *results)
{
    bool has_next = results->total > ask->page * KB_WEB_PAGE_RESULTS &&
                    results->n > 0 && ask->page < KB_WEB_PAGE_MAX;
    if (ask->page == 1 && !has_next)
        return;
    KB_HTML(html, "<nav class=\"pages\" aria-label=\"Pages of results\">\n");
    if (ask->page > 1)
        put_other_page(html, page, ask, false);
    if (has_next)
        put_other_page(html, page, ask, true);
    KB_HTML(html, "</nav>\n");
}

static void
put_nothing(struct kb_html *html, const struct kb_results *results)
{
    if (!results->has_words)
        KB_HTML(html, "<p>The query has no letters or digits to look for.</p>\n");
    else
        KB_HTML(html,
                "<p>Try fewer or other words, or a number such as Q260695.</p>\n");
}

/* A page behind the last. */
static void
put_past(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask,
         const struct kb_results *results)
{
    KB_HTML(html, "<p>There is nothing on this page.</p>\n");
    put_paging(html, page, ask, results);
}

static void
put_hits(struct kb_html *html, const struct kb_page *page, const struct kb_ask *ask,
         const struct kb_results *results)
{
    KB_HTML(html, "<div class=\"found\">\n<div>\n<ol class=\"results\" start=\"");
    kb_html_number(html, (uint64_t)results->first + 1);
    KB_HTML(html, "\">\n");
    for (size_t i = 0; i < results->n; i++)
        put_result(html, page, ask, &results->items[i]);
    KB_HTML(html, "</ol>\n");
    put_paging(html, page, ask, results);
    KB_HTML(html, "</div>\n");
    /* Behind the results: a phone, a screen reader and a text browser come to those
     * first. */
    if (kb_page_has_facets(results))
        kb_page_facets(html, page, ask, results);
    KB_HTML(html, "</div>\n");
}

void
kb_page_results(struct kb_html *html, const struct kb_page *page,
                const struct kb_ask *ask, const struct kb_results *results)
{
    struct kb_ask feed = *ask;
    feed.page = 1;
    kb_page_begin(html, page, &feed);
    KB_HTML(html, "<h1 class=\"hidden\">Search results</h1>\n");
    KB_HTML(html, "<div class=\"summary\">\n");
    put_total(html, ask, results);
    if (kb_page_has_facets(results))
        KB_HTML(html,
                "<p class=\"narrow\"><a href=\"#narrow\">Narrow the search</a></p>\n");
    if (results->n > 0)
        put_order(html, page, ask);
    KB_HTML(html, "</div>\n");
    put_notes(html, page, ask, results);
    if (results->n > 0)
        put_hits(html, page, ask, results);
    else if (results->total == 0)
        put_nothing(html, results);
    else
        put_past(html, page, ask, results);
    kb_page_end(html, page);
}
