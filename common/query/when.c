/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/when.h"

#include <string.h>

#include "base/date.h"

/* Exactly `n` digits at the start of a text, taken off it. */
static bool
take_digits(struct kb_span *text, size_t n, uint32_t *out)
{
    uint32_t value = 0;
    if (text->n_bytes < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (text->data[i] < '0' || text->data[i] > '9')
            return false;
        value = value * 10 + (uint32_t)(text->data[i] - '0');
    }
    *text = kb_span_skip(*text, n);
    *out = value;
    return true;
}

static bool
take_mark(struct kb_span *text)
{
    if (text->n_bytes == 0 || (text->data[0] != '-' && text->data[0] != '/'))
        return false;
    *text = kb_span_skip(*text, 1);
    return true;
}

/* "1999", "2000-06", "2000-06-15", "11-NOV-2000" -> the days it covers */
static bool
read_point(struct kb_span text, struct kb_when *out)
{
    uint32_t year;
    uint32_t month;
    uint32_t day;
    uint32_t date;
    if (kb_date_parse(text, &date, NULL) == KB_OK) {
        *out = (struct kb_when){date, date, false};
        return true;
    }
    if (!take_digits(&text, 4, &year) || year == 0)
        return false;
    if (text.n_bytes == 0) {
        *out = (struct kb_when){year * 10000 + 101, year * 10000 + 1231, false};
        return true;
    }
    if (!take_mark(&text) || !take_digits(&text, 2, &month) || month == 0 || month > 12)
        return false;
    if (text.n_bytes == 0) {
        uint32_t days = kb_date_days_in_month(year, month);
        *out = (struct kb_when){(year * 100 + month) * 100 + 1,
                                (year * 100 + month) * 100 + days, false};
        return true;
    }
    if (!take_mark(&text) || !take_digits(&text, 2, &day) || text.n_bytes > 0 ||
        day == 0 || day > kb_date_days_in_month(year, month))
        return false;
    date = (year * 100 + month) * 100 + day;
    *out = (struct kb_when){date, date, false};
    return true;
}

/* "1999..2001", "..2001", "1999.." */
static bool
read_range(struct kb_span text, struct kb_when *out)
{
    size_t i = 0;
    while (i + 1 < text.n_bytes && (text.data[i] != '.' || text.data[i + 1] != '.'))
        i++;
    if (i + 1 >= text.n_bytes)
        return false;
    struct kb_span first = kb_span_at(text.data, i);
    struct kb_span last = kb_span_skip(text, i + 2);
    struct kb_when a = {KB_WHEN_FIRST, KB_WHEN_FIRST, false};
    struct kb_when b = {KB_WHEN_LAST, KB_WHEN_LAST, false};
    if (first.n_bytes + last.n_bytes == 0 ||
        (first.n_bytes > 0 && !read_point(first, &a)) ||
        (last.n_bytes > 0 && !read_point(last, &b)))
        return false;
    bool is_reversed = a.from > b.to;
    *out = is_reversed ? (struct kb_when){b.from, a.to, true}
                       : (struct kb_when){a.from, b.to, false};
    return true;
}

bool
kb_when_read(struct kb_span text, struct kb_when *out)
{
    struct kb_when point;
    char sign = text.n_bytes > 0 ? text.data[0] : ' ';
    if (sign != '<' && sign != '>')
        return read_point(text, out) || read_range(text, out);
    text = kb_span_skip(text, 1);
    bool is_equal = text.n_bytes > 0 && text.data[0] == '=';
    if (!read_point(is_equal ? kb_span_skip(text, 1) : text, &point))
        return false;
    if (sign == '<')
        *out = (struct kb_when){
            KB_WHEN_FIRST, is_equal ? point.to : kb_date_previous(point.from), false};
    else
        *out = (struct kb_when){is_equal ? point.from : kb_date_next(point.to),
                                KB_WHEN_LAST, false};
    return true;
}
