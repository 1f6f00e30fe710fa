/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pages of the web: what is the same on all of them, and one function each. A page
 * is whole HTML without script; text comes unescaped and is escaped here. Called by
 * cgi/answer; calls render/html, search and base. */
#ifndef KB_SEARCHER_RENDER_PAGE_H
#define KB_SEARCHER_RENDER_PAGE_H

#include <stdbool.h>

#include "render/html.h"
#include "search/mark.h"
#include "search/related.h"
#include "search/results.h"

/* What was asked for in a URL; the same goes into every link to another page of it. */
struct kb_ask {
    struct kb_span query;
    uint32_t page; /* from 1 */
    enum kb_sort sort;
    bool is_exact; /* words are taken as they are written */
    bool is_all;   /* near-identical articles are not folded */
};

/* What the frame of a page shows. All borrowed. */
struct kb_page {
    struct kb_span base;   /* path of the program, goes in front of links */
    struct kb_span origin; /* "https://example.org", may be empty */
    struct kb_span title;
    struct kb_span query; /* in the search box */
    bool is_for_robots;   /* search engines may list it */
    uint32_t article;     /* number of the article it shows; 0 = it shows none */
};

/* The index, for the start page. */
struct kb_page_index {
    uint32_t n_articles;
    uint32_t built; /* YYYYMMDD */
};

/**
 * From "<!doctype html>" to "<main>": head, search box, links.
 *
 *   feed    what an Atom feed of the page asks for, NULL = it has none
 */
void kb_page_begin(struct kb_html *html, const struct kb_page *page,
                   const struct kb_ask *feed);

/**
 * From "</main>" to the end.
 */
void kb_page_end(struct kb_html *html, const struct kb_page *page);

/**
 * Arguments of a link to a page of results: "?page=2&amp;q=backup%20hangs".
 */
void kb_page_arguments(struct kb_html *html, const struct kb_ask *ask);

/**
 * Path of a page of results, with its arguments.
 */
void kb_page_search_url(struct kb_html *html, const struct kb_page *page,
                        const struct kb_ask *ask);

/**
 * Path of an article's page.
 */
void kb_page_article_url(struct kb_html *html, const struct kb_page *page, uint32_t id);

/**
 * Path of the first page of the same results with a filter of the query language added.
 *
 *   field    "product"
 *   value    what its quotes hold; a quote in it would end them, so none may be there
 */
void kb_page_narrower_url(struct kb_html *html, const struct kb_page *page,
                          const struct kb_ask *ask, const char *field,
                          struct kb_span value);

/**
 * Whether results have facets that could narrow them.
 */
bool kb_page_has_facets(const struct kb_results *results);

/**
 * The facets of results, each value a link to the results that have it.
 */
void kb_page_facets(struct kb_html *html, const struct kb_page *page,
                    const struct kb_ask *ask, const struct kb_results *results);

/**
 * Link to one of our own files, with its version.
 */
void kb_page_asset_url(struct kb_html *html, const struct kb_page *page,
                       const char *name);

/**
 * The page of results.
 */
void kb_page_results(struct kb_html *html, const struct kb_page *page,
                     const struct kb_ask *ask, const struct kb_results *results);

/**
 * An article, and those that belong to it.
 *
 *   marker    marks the words of a query; NULL = there is none
 *
 * Fails: as kb_marker_find; KB_E_LIMIT, KB_E_NOMEM of the text being written.
 */
enum kb_status kb_page_article(struct kb_html *html, const struct kb_page *page,
                               const struct kb_related *related,
                               struct kb_marker *marker) KB_CHECKED;

/**
 * Instead of an article that the archive does not have: the ones that cite it.
 */
void kb_page_absent(struct kb_html *html, const struct kb_page *page,
                    const struct kb_view *view, uint32_t id);

/**
 * The start page: how to search, and what is in the index.
 */
void kb_page_start(struct kb_html *html, const struct kb_page *page,
                   const struct kb_page_index *index);

/**
 * How to write queries.
 */
void kb_page_help(struct kb_html *html, const struct kb_page *page);

/**
 * A failure: what went wrong, for people, and what they can do.
 *
 *   what      one sentence, borrowed
 *   advice    another, may be empty
 */
void kb_page_error(struct kb_html *html, const struct kb_page *page,
                   struct kb_span what, struct kb_span advice);

#endif
