/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates as people ask for them -> the first and the last day meant: "1999", "2000-06",
 * "2000-06-15", "11-NOV-2000", "1999..2001", ">2000-06". No time of day, no today.
 * Called by query/parse; calls base. */
#ifndef KB_QUERY_WHEN_H
#define KB_QUERY_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

enum {
    KB_WHEN_FIRST = 1,       /* before every date: 00000001 */
    KB_WHEN_LAST = 99999999, /* behind every date */
};

/* Days from and to, both counted, as YYYYMMDD. */
struct kb_when {
    uint32_t from;
    uint32_t to;
    bool is_reversed; /* the bounds were written the wrong way round */
};

/**
 * Read a date or a range. Months and days are checked against the calendar.
 *
 * Returns false if it is none; `out` is then untouched.
 */
bool kb_when_read(struct kb_span text, struct kb_when *out);

#endif
