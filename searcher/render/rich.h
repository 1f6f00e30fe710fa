/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of an article as HTML: paragraphs, items and listings from the lines of the
 * file, numbers of articles as links, the words of a query marked. Called by
 * render/page_{article,results}; calls render/html, article/number. */
#ifndef KB_SEARCHER_RENDER_RICH_H
#define KB_SEARCHER_RENDER_RICH_H

#include "render/page.h"
#include "search/article.h"
#include "search/mark.h"

/* A text, and what stands where in it. */
struct kb_rich {
    const struct kb_page *page;
    const struct kb_links *cites; /* numbers of those in the archive become links */
    struct kb_span text;
    const struct kb_mark *marks; /* bytes of the text, in order */
    size_t n_marks;
    size_t next_mark; /* the first that can still be met; 0 at the start */
};

/**
 * A text of many lines. Lines that were broken by their width become a paragraph,
 * lines with gaps or of different indents a listing.
 */
void kb_rich_blocks(struct kb_html *html, struct kb_rich *rich);

/**
 * A text that stands in a line: marked and linked, nothing else.
 */
void kb_rich_line(struct kb_html *html, struct kb_rich *rich);

#endif
