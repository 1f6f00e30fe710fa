/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/date.h"

static void
test_parse_must_read_dates(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t wanted;
    } cases[] = {
        {"11-NOV-2000", 20001111}, {"6-NOV-1989", 19891106},  {"06-NOV-1989", 19891106},
        {"11-nov-2000", 20001111}, {"11-Nov-2000", 20001111}, {"1-JAN-0001", 10101},
        {"31-DEC-9999", 99991231}, {"29-FEB-2000", 20000229}, {"29-FEB-1996", 19960229},
        {"28-FEB-1999", 19990228}, {"28-FEB-1900", 19000228},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t date = 0;
        OK(kb_date_parse(kb_span_cstr(cases[i].text), &date, &err));
        assert_int_equal(date, cases[i].wanted);
    }
}

/* Every month has the days it has, and not one more. */
static void
test_parse_must_know_every_month(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        unsigned n_days;
    } months[] = {{"JAN", 31}, {"FEB", 28}, {"MAR", 31}, {"APR", 30},
                  {"MAY", 31}, {"JUN", 30}, {"JUL", 31}, {"AUG", 31},
                  {"SEP", 30}, {"OCT", 31}, {"NOV", 30}, {"DEC", 31}};
    for (unsigned m = 0; m < COUNT(months); m++) {
        for (unsigned day = 0; day <= 40; day++) {
            char text[40];
            uint32_t date = 77;
            snprintf(text, sizeof(text), "%02u-%s-1999", day, months[m].name);
            enum kb_status st = kb_date_parse(kb_span_cstr(text), &date, &err);
            bool is_day = day >= 1 && day <= months[m].n_days;
            assert_int_equal(st, is_day ? KB_OK : KB_E_INVALID);
            assert_int_equal(date, is_day ? 19990000 + (m + 1) * 100 + day : 77);
        }
    }
}

static void
test_parse_must_refuse_what_is_no_date(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        "30-FEB-2000",
                                        "29-FEB-1900",
                                        "29-FEB-1999",
                                        "29-FEB-2100",
                                        "31-APR-2000",
                                        "0-JAN-2000",
                                        "00-JAN-2000",
                                        "1-JAN-0000",
                                        "11-NOV-200",
                                        "11-NOV-20000",
                                        "11-NOW-2000",
                                        "11-NO-2000",
                                        "11/NOV/2000",
                                        "11-NOV 2000",
                                        " 1-NOV-2000",
                                        "11-NOV-2000 ",
                                        "+1-NOV-2000",
                                        "-1-NOV-2000",
                                        "1a-NOV-2000",
                                        "11-NOV-20x0",
                                        "NOV-11-2000",
                                        "2000-11-11",
                                        "11-11-2000",
                                        "11-NOVE-200",
                                        "11-N\xc3\x96-2000"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t date = 77;
        if (kb_date_parse(kb_span_cstr(cases[i]), &date, &err) != KB_E_INVALID)
            fail_msg("'%s' is taken for a date", cases[i]);
        assert_int_equal(date, 77);
    }
    uint32_t date = 77;
    FAILS(KB_E_INVALID, kb_date_parse(kb_span_at(NULL, 0), &date, &err));
    FAILS(KB_E_INVALID, kb_date_parse(KB_SPAN_LITERAL("11-NOV-2\0000"), &date, &err));
}

static void
test_format_must_write_iso_dates(void **state)
{
    (void)state;
    static const struct {
        uint32_t date;
        const char *wanted;
    } cases[] = {
        {0, ""},
        {20001111, "2000-11-11"},
        {10101, "0001-01-01"},
        {99991231, "9999-12-31"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[KB_DATE_TEXT_BYTES];
        kb_date_format(cases[i].date, text);
        assert_string_equal(text, cases[i].wanted);
    }
}

static void
test_next_and_previous_must_follow_the_calendar(void **state)
{
    (void)state;
    static const uint32_t days[][2] = {
        {20001111, 20001112}, {20000228, 20000229}, {20000229, 20000301},
        {19990228, 19990301}, {19991231, 20000101}, {20000430, 20000501},
    };
    for (size_t i = 0; i < COUNT(days); i++) {
        assert_int_equal(kb_date_next(days[i][0]), days[i][1]);
        assert_int_equal(kb_date_previous(days[i][1]), days[i][0]);
    }
    assert_true(kb_date_next(99991231) > 99991231);
    assert_true(kb_date_previous(10101) < 10101);
    assert_int_equal(kb_date_previous(1), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_next_and_previous_must_follow_the_calendar),
    cmocka_unit_test(test_parse_must_read_dates),
    cmocka_unit_test(test_parse_must_know_every_month),
    cmocka_unit_test(test_parse_must_refuse_what_is_no_date),
    cmocka_unit_test(test_format_must_write_iso_dates),
};

KB_TEST_MAIN(tests)
