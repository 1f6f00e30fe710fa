/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "query/when.h"

static const struct {
    const char *text;
    uint32_t from; /* 0 = no date */
    uint32_t to;
    bool is_reversed;
} cases[] = {
    {"1999", 19990101, 19991231, false},
    {"2000-06", 20000601, 20000630, false},
    {"2000/06", 20000601, 20000630, false},
    {"2000-02", 20000201, 20000229, false},
    {"2001-02", 20010201, 20010228, false},
    {"2000-06-15", 20000615, 20000615, false},
    {"11-NOV-2000", 20001111, 20001111, false},
    {"6-nov-1989", 19891106, 19891106, false},
    {"2000-02-29", 20000229, 20000229, false},
    {"1999..2001", 19990101, 20011231, false},
    {"2000-06..2000-06-15", 20000601, 20000615, false},
    {"..2000", KB_WHEN_FIRST, 20001231, false},
    {"2000-06..", 20000601, KB_WHEN_LAST, false},
    {"2001..1999", 19990101, 20011231, true},
    {">2000-06", 20000701, KB_WHEN_LAST, false},
    {">=2000-06", 20000601, KB_WHEN_LAST, false},
    {"<2000-06", KB_WHEN_FIRST, 20000531, false},
    {"<=2000-06", KB_WHEN_FIRST, 20000630, false},
    {"<0001", KB_WHEN_FIRST, 1231, false},
    {">9999-12-31", 100000101, KB_WHEN_LAST, false},
    {"2001-02-29", 0, 0, false},
    {"2001-02-30", 0, 0, false},
    {"2000-13", 0, 0, false},
    {"2000-00", 0, 0, false},
    {"2000-1", 0, 0, false},
    {"2000-06-", 0, 0, false},
    {"2000-06-151", 0, 0, false},
    {"0000", 0, 0, false},
    {"99", 0, 0, false},
    {"19991", 0, 0, false},
    {"30-FEB-2000", 0, 0, false},
    {"..", 0, 0, false},
    {">", 0, 0, false},
    {">=", 0, 0, false},
    {"><1999", 0, 0, false},
    {"x..1999", 0, 0, false},
    {"1999..x", 0, 0, false},
    {"", 0, 0, false},
};

static void
test_when_must_read_dates_and_ranges(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_when when = {0, 0, false};
        bool found = kb_when_read(kb_span_cstr(cases[i].text), &when);
        if (found != (cases[i].from != 0) || when.from != cases[i].from ||
            when.to != cases[i].to || when.is_reversed != cases[i].is_reversed)
            fail_msg("'%s' gives %u..%u", cases[i].text, when.from, when.to);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_when_must_read_dates_and_ranges),
};

KB_TEST_MAIN(tests)
