/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/date.h"

#include <stdbool.h>
#include <stdio.h>

static bool
digits(struct kb_span text, unsigned *out)
{
    unsigned value = 0;
    for (size_t i = 0; i < text.n_bytes; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text.data[i] - '0');
    }
    *out = value;
    return text.n_bytes > 0;
}

static bool
month_number(struct kb_span text, unsigned *out)
{
    static const char names[] = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    char upper[3];
    if (text.n_bytes != 3)
        return false;
    for (size_t i = 0; i < 3; i++) {
        char c = text.data[i];
        upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    for (unsigned m = 0; m < 12; m++) {
        if (memcmp(names + 3 * (size_t)m, upper, 3) == 0) {
            *out = m + 1;
            return true;
        }
    }
    return false;
}

unsigned
kb_date_days_in_month(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

uint32_t
kb_date_next(uint32_t date)
{
    uint32_t year = date / 10000;
    uint32_t month = date / 100 % 100;
    if (month >= 1 && month <= 12 && date % 100 < kb_date_days_in_month(year, month))
        return date + 1;
    return month >= 12 ? (year + 1) * 10000 + 101 : (date / 100 + 1) * 100 + 1;
}

uint32_t
kb_date_previous(uint32_t date)
{
    uint32_t year = date / 10000;
    uint32_t month = date / 100 % 100;
    if (date % 100 > 1)
        return date - 1;
    if (month > 1)
        return (date / 100 - 1) * 100 + kb_date_days_in_month(year, month - 1);
    return year == 0 ? 0 : (year - 1) * 10000 + 1231;
}

enum kb_status
kb_date_parse(struct kb_span text, uint32_t *out, struct kb_error *err)
{
    size_t day_bytes = text.n_bytes == 11 ? 2 : 1;
    unsigned day;
    unsigned month;
    unsigned year;
    if ((text.n_bytes != 10 && text.n_bytes != 11) || text.data[day_bytes] != '-' ||
        text.data[day_bytes + 4] != '-' ||
        !digits(kb_span_at(text.data, day_bytes), &day) ||
        !month_number(kb_span_at(text.data + day_bytes + 1, 3), &month) ||
        !digits(kb_span_at(text.data + day_bytes + 5, 4), &year) || year == 0 ||
        day == 0 || day > kb_date_days_in_month(year, month)) {
        return kb_error_set(err, KB_E_INVALID, "'%.*s' is no date like 11-NOV-2000",
                            (int)(text.n_bytes < 40 ? text.n_bytes : 40), text.data);
    }
    *out = (year * 100 + month) * 100 + day;
    return KB_OK;
}

void
kb_date_format(uint32_t date, char out[KB_DATE_TEXT_BYTES])
{
    if (date == 0) {
        out[0] = '\0';
        return;
    }
    snprintf(out, KB_DATE_TEXT_BYTES, "%04u-%02u-%02u", date / 10000 % 10000,
             date / 100 % 100, date % 100);
}
