/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "article/number.h"

static void
test_next_must_find_numbers_that_stand_alone(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *wanted; /* "begin-end=number" of each */
    } cases[] = {
        {"", ""},
        {"Q", ""},
        {"see Q254682 and (Q191014).", "4-11=254682 17-24=191014 "},
        {"Q254682Q191014", ""},
        {"XQ254682 _Q254682 Q254682x Q254682_", ""},
        {"Q1234 Q12345 Q9999999 Q12345678", "6-12=12345 13-21=9999999 "},
        {"Q012345 QQ12345", ""},
        {"Q12345", "0-6=12345 "},
        {"Q12345-Q12345", "0-6=12345 7-13=12345 "},
        {"q12345", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_buf found = KB_BUF_INIT(1000);
        struct kb_number_place place = {0, 0, 0};
        while (kb_number_next(kb_span_cstr(cases[i].text), &place))
            OK(kb_buf_printf(&found, &err, "%zu-%zu=%u ", place.begin, place.end,
                             place.number));
        if (strcmp(kb_buf_cstr(&found), cases[i].wanted) != 0)
            fail_msg("'%s': %s", cases[i].text, kb_buf_cstr(&found));
        kb_buf_clear(&found);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_next_must_find_numbers_that_stand_alone),
};

KB_TEST_MAIN(tests)
