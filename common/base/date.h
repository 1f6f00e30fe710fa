/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calendar dates of articles, as one number that sorts: YYYYMMDD, 0 = none.
 * No time of day, no zone, no locale.
 * Called by article/parse and the outputs; calls nothing above base. */
#ifndef KB_BASE_DATE_H
#define KB_BASE_DATE_H

#include <stdint.h>

#include "base/error.h"
#include "base/span.h"

enum {
    KB_DATE_TEXT_BYTES = 11 /* "2000-11-11" and its NUL */
};

/**
 * Read an article's date: "11-NOV-2000", "6-NOV-1989"; month names of three letters in
 * any case. Days that do not exist (30-FEB) are refused.
 *
 *   text    without spaces around it
 *   out     YYYYMMDD; untouched on failure
 *
 * Fails: KB_E_INVALID.
 */
enum kb_status kb_date_parse(struct kb_span text, uint32_t *out,
                             struct kb_error *err) KB_CHECKED;

/**
 * Days of a month (28 to 31); `month` is 1 to 12.
 */
unsigned kb_date_days_in_month(unsigned year, unsigned month);

/**
 * The day after a date and the day before it, YYYYMMDD; 99991231 and 1 have none and
 * give a number that is after or before every date.
 */
uint32_t kb_date_next(uint32_t date);
uint32_t kb_date_previous(uint32_t date);

/**
 * Write a date as ISO 8601 ("2000-11-11"), "" for 0. `date` comes from kb_date_parse.
 */
void kb_date_format(uint32_t date, char out[KB_DATE_TEXT_BYTES]);

#endif
