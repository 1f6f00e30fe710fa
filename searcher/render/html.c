/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/html.h"

#include <stdio.h>
#include <unicode/utf8.h>

#include "base/date.h"
#include "base/terminal.h"

void
kb_html_markup(struct kb_html *html, struct kb_span literal)
{
    if (html->status == KB_OK)
        html->status = kb_buf_append(html->out, literal, html->err);
}

static bool
is_allowed(UChar32 c)
{
    /* Surrogates are no characters; U+FFFE and U+FFFF at the end of each plane neither:
     * XML takes none of them. */
    return c >= 0 && (c < 0xd800 || c > 0xdfff) && ((uint32_t)c & 0xfffe) != 0xfffe;
}

/* Bytes of the character at the start of `text`; `*shown` is false where U+FFFD must
 * stand for it. */
static size_t
next_character(struct kb_span text, bool *shown)
{
    const unsigned char *p = (const unsigned char *)text.data;
    if (p[0] >= 0x20 && p[0] < 0x7f) {
        *shown = true;
        return 1;
    }
    if (p[0] == '\t' || p[0] == '\n') {
        *shown = true;
        return 1;
    }
    size_t control = kb_terminal_control(text);
    if (control > 0) {
        *shown = false;
        return control;
    }
    int32_t i = 0;
    int32_t n = text.n_bytes < 4 ? (int32_t)text.n_bytes : 4;
    UChar32 c;
    U8_NEXT(p, i, n, c);
    *shown = is_allowed(c);
    return (size_t)i;
}

static const char *
entity(char c, bool in_attribute)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return in_attribute ? "&quot;" : NULL;
    case '\'':
        return in_attribute ? "&#39;" : NULL;
    case '`':
        return in_attribute ? "&#96;" : NULL;
    case '\n':
    case '\t':
        return in_attribute ? " " : NULL;
    default:
        return NULL;
    }
}

static void
put_escaped(struct kb_html *html, struct kb_span text, bool in_attribute)
{
    size_t begin = 0; /* of what can be written as it stands */
    size_t i = 0;
    while (i < text.n_bytes) {
        bool shown = true;
        size_t n = next_character(kb_span_skip(text, i), &shown);
        const char *other =
            shown ? entity(text.data[i], in_attribute) : "\xef\xbf\xbd" /* U+FFFD */;
        if (other != NULL) {
            kb_html_markup(html, kb_span_at(text.data + begin, i - begin));
            kb_html_markup(html, kb_span_cstr(other));
            begin = i + n;
        }
        i += n;
    }
    kb_html_markup(html, kb_span_at(text.data + begin, text.n_bytes - begin));
}

void
kb_html_text(struct kb_html *html, struct kb_span text)
{
    if (text.n_bytes > 0)
        put_escaped(html, text, false);
}

void
kb_html_attr(struct kb_html *html, struct kb_span text)
{
    if (text.n_bytes > 0)
        put_escaped(html, text, true);
}

void
kb_html_url_arg(struct kb_html *html, struct kb_span text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.n_bytes; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool plain = (c >= '0' && c <= '9') ||
                     ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '.' ||
                     c == '_' || c == '~';
        char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};
        kb_html_markup(html, plain ? kb_span_at(text.data + i, 1)
                                   : kb_span_at(escaped, sizeof(escaped)));
    }
}

void
kb_html_number(struct kb_html *html, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
    kb_html_markup(html, kb_span_cstr(digits));
}

void
kb_html_count(struct kb_html *html, uint64_t number)
{
    char digits[24];
    snprintf(digits, sizeof(digits), "%llu", (unsigned long long)number);
    size_t n = strlen(digits);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            KB_HTML(html, ",");
        kb_html_markup(html, kb_span_at(digits + i, 1));
    }
}

void
kb_html_article_number(struct kb_html *html, uint32_t id)
{
    KB_HTML(html, "Q");
    kb_html_number(html, id);
}

void
kb_html_date(struct kb_html *html, uint32_t date)
{
    char text[KB_DATE_TEXT_BYTES];
    kb_date_format(date, text);
    kb_html_markup(html, kb_span_cstr(text));
}

void
kb_html_time(struct kb_html *html, uint32_t date)
{
    KB_HTML(html, "<time datetime=\"");
    kb_html_date(html, date);
    KB_HTML(html, "\">");
    kb_html_date(html, date);
    KB_HTML(html, "</time>");
}

void
kb_html_asset(struct kb_html *html, const struct kb_asset *asset)
{
    kb_html_markup(html, asset->bytes);
}
