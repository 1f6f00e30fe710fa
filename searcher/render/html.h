/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes HTML and XML by functions that are named by the place they write to. There is
 * no way to write a string unescaped: markup is a literal of the source, and a file of
 * our own is an asset of the build. Knows no page. Called by searcher/render; calls
 * render/asset and base. */
#ifndef KB_SEARCHER_RENDER_HTML_H
#define KB_SEARCHER_RENDER_HTML_H

#include <stdint.h>

#include "base/buf.h"
#include "render/asset.h"

/* Text being written. The first failure stays; later calls do nothing. */
struct kb_html {
    struct kb_buf *out;
    struct kb_error *err;
    enum kb_status status;
};

#define KB_HTML_INIT(out, err)                                                         \
    {                                                                                  \
        (out), (err), KB_OK                                                            \
    }

/* Markup: compiles only with a string literal. */
#define KB_HTML(html, literal)                                                         \
    kb_html_markup((html), kb_span_at("" literal "", sizeof(literal) - 1))

/* Only for KB_HTML. */
void kb_html_markup(struct kb_html *html, struct kb_span literal);

/**
 * Text between tags: "&", "<" and ">" become entities; characters that may not stand in
 * HTML and XML, and those that turn the direction of writing, become U+FFFD.
 *
 *   text    valid UTF-8
 */
void kb_html_text(struct kb_html *html, struct kb_span text);

/**
 * Text inside a quoted attribute: quotes too become entities; line ends become spaces.
 */
void kb_html_attr(struct kb_html *html, struct kb_span text);

/**
 * The value of one argument of a URL inside a quoted attribute: every byte but letters,
 * digits and "-._~" becomes %XX.
 */
void kb_html_url_arg(struct kb_html *html, struct kb_span text);

/**
 * A number.
 */
void kb_html_number(struct kb_html *html, uint64_t number);

/**
 * A number for people: 60,335.
 */
void kb_html_count(struct kb_html *html, uint64_t number);

/**
 * An article's number: Q260695.
 */
void kb_html_article_number(struct kb_html *html, uint32_t id);

/**
 * A date as it is written in <time>: 2000-11-11; nothing for 0.
 */
void kb_html_date(struct kb_html *html, uint32_t date);

/**
 * The same as an element of HTML, for people and programs.
 */
void kb_html_time(struct kb_html *html, uint32_t date);

/**
 * A file of the build that is a piece of HTML.
 */
void kb_html_asset(struct kb_html *html, const struct kb_asset *asset);

#endif
