/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "base/limits.h"
#include "query/number.h"

static const struct {
    const char *query;
    uint32_t wanted; /* of the whole query */
    uint32_t word;   /* as the value of "id:" */
} cases[] = {
    {"Q260695", 260695, 260695},
    {"q260695", 260695, 260695},
    {"KB260695", 260695, 260695},
    {"kb12", 12, 12},
    {"260695", 260695, 260695},
    {" Q260695 ", 260695, 0},
    {"1018", 0, 1018}, /* too short to be meant as an article */
    {"80004005", 0, 0},
    {"Q99999999", 0, 0},
    {"Q0", 0, 0},
    {"Q", 0, 0},
    {"Q1x", 0, 0},
    {"Q260695 backup", 0, 0},
    {"mskb;en-us;Q115389", 115389, 0},
    {"MSKB;EN-US;115389", 115389, 0},
    {"http://support.microsoft.com/kb/260695", 260695, 0},
    {"http://support.microsoft.com/kb/260695/en-us", 260695, 0},
    {"support.microsoft.com/?kbid=260695", 260695, 0},
    {"https://support.microsoft.com/?sd=tech&kbid=260695#top", 260695, 0},
    {"http://support.microsoft.com/default.aspx?scid=kb;en-us;260695", 260695, 0},
    {"http://support.microsoft.com/default.aspx?scid=kb;EN-US;Q260695&sd=1", 260695, 0},
    {"http://support.microsoft.com/support/kb/articles/Q115/3/89.ASP", 115389, 0},
    {"http://support.microsoft.com/support/kb/articles/q191/0/14.asp", 191014, 0},
    {"http://support.microsoft.com/", 0, 0},
    {"http://example.com/kb/260695", 0, 0},
    {"mskb;", 0, 0},
    {"", 0, 0},
};

static void
test_number_must_be_known_however_written(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_span text = kb_span_cstr(cases[i].query);
        uint32_t got = kb_number_of_query(text);
        if (got != cases[i].wanted)
            fail_msg("'%s' asks for %u", cases[i].query, got);
        got = kb_number_of_word(text);
        if (got != cases[i].word)
            fail_msg("'%s' is number %u", cases[i].query, got);
    }
    assert_int_equal(kb_number_of_query(kb_span_at("260695\0", 7)), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_number_must_be_known_however_written),
};

KB_TEST_MAIN(tests)
