/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/number.h"

#include <stdbool.h>

#include "base/limits.h"

enum {
    BARE_DIGITS_MIN = 5,  /* the archive begins at Q10022 */
    QUERY_MAX_BYTES = 300 /* longest address that is looked at */
};

static char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* `head` is in lower case. */
static bool
begins(struct kb_span text, struct kb_span head)
{
    if (text.n_bytes < head.n_bytes)
        return false;
    for (size_t i = 0; i < head.n_bytes; i++) {
        if (lower(text.data[i]) != head.data[i])
            return false;
    }
    return true;
}

static uint32_t
digits_only(struct kb_span text)
{
    uint32_t value = 0;
    if (text.n_bytes == 0 || text.n_bytes > 7)
        return 0;
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return 0;
        value = value * 10 + (uint32_t)(text.data[i] - '0');
    }
    return value <= KB_ARTICLE_MAX_ID ? value : 0;
}

uint32_t
kb_number_of_word(struct kb_span text)
{
    if (begins(text, KB_SPAN_LITERAL("kb")))
        text = kb_span_skip(text, 2);
    else if (begins(text, KB_SPAN_LITERAL("q")))
        text = kb_span_skip(text, 1);
    return digits_only(text);
}

/* Take what stands before any of the marks off a text. */
static struct kb_span
next_piece(struct kb_span *rest, const char *marks)
{
    size_t n = 0;
    while (n < rest->n_bytes &&
           (rest->data[n] == '\0' || strchr(marks, rest->data[n]) == NULL))
        n++;
    struct kb_span piece = kb_span_at(rest->data, n);
    *rest = kb_span_skip(*rest, n == rest->n_bytes ? n : n + 1);
    return piece;
}

static bool
is_written_as_number(struct kb_span text)
{
    return text.n_bytes >= BARE_DIGITS_MIN || begins(text, KB_SPAN_LITERAL("q")) ||
           begins(text, KB_SPAN_LITERAL("kb"));
}

/* ".../kb/articles/Q115/3/89.ASP": the number is cut into folders. */
static uint32_t
of_folders(struct kb_span address)
{
    char digits[8] = "";
    size_t n = 0;
    while (address.n_bytes > 0) {
        struct kb_span piece = next_piece(&address, "/.");
        if (begins(piece, KB_SPAN_LITERAL("q")))
            piece = kb_span_skip(piece, 1);
        else if (n == 0)
            continue;
        if (digits_only(piece) == 0 && !kb_span_equal(piece, KB_SPAN_LITERAL("0")))
            break;
        for (size_t i = 0; i < piece.n_bytes && n < sizeof(digits); i++)
            digits[n++] = piece.data[i];
    }
    return digits_only(kb_span_at(digits, n));
}

/* ".../kb/260695", "...?kbid=260695&sd=tech", "...?scid=kb;en-us;260695" */
static uint32_t
of_address(struct kb_span address)
{
    struct kb_span rest = address;
    while (rest.n_bytes > 0) {
        struct kb_span piece = next_piece(&rest, "/=;?&#");
        uint32_t number = is_written_as_number(piece) ? kb_number_of_word(piece) : 0;
        if (number >= 10000)
            return number;
    }
    return of_folders(address);
}

static bool
is_support_address(struct kb_span text)
{
    static const struct kb_span site = {"microsoft.com/", 14};
    for (; text.n_bytes >= site.n_bytes; text = kb_span_skip(text, 1)) {
        if (begins(text, site))
            return true;
    }
    return false;
}

uint32_t
kb_number_of_query(struct kb_span query)
{
    query = kb_span_trim(query);
    if (query.n_bytes == 0 || query.n_bytes > QUERY_MAX_BYTES ||
        memchr(query.data, ' ', query.n_bytes) != NULL)
        return 0;
    if (begins(query, KB_SPAN_LITERAL("mskb;")) || is_support_address(query))
        return of_address(query);
    return is_written_as_number(query) ? kb_number_of_word(query) : 0;
}
