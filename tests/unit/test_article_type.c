/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "article/type.h"

static const struct {
    const char *title;
    const char *issue_type;
    const char *wanted;
} cases[] = {
    {"BUG: Wrong Totals", "", "bug"},
    {"FIX: Wrong Totals", "kbbug", "fix"}, /* the title knows better */
    {"PRB: Wrong Totals", "", "prb"},
    {"HOWTO: Count", "", "howto"},
    {"HOW TO: Count", "", "howto"},
    {"INFO: Totals", "", "info"},
    {"INF: Totals", "", "info"},
    {"DOC: Totals", "", "doc"},
    {"DOCERR: Totals", "", "doc"},
    {"SAMPLE: Totals", "", "sample"},
    {"FILE: Totals", "", "file"},
    {"XADM: BUG: Totals", "", "bug"},
    {"XADM:BUG: Totals", "", "bug"},
    {"A: B: C: BUG: Totals", "", ""}, /* further in it is no label */
    {"The BUG: Totals", "", ""},
    {"BUGS: Totals", "", ""},
    {"bug: totals", "", ""},
    {"BUG", "", ""},
    {"A long title which names a BUG: that", "", ""},
    {"WD97: Totals", "kbprb", "prb"},
    {"WD97: Totals", "kbbug", "bug"},
    {"Totals", "kbinfo", "info"},
    {"Totals", " kbhowto ", "howto"},
    {"Totals", "kbother", ""},
    {"", "", ""},
    {":", "", ""},
    {"::::", "", ""},
};

static void
test_type_must_follow_title_then_footer(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_article article = {.title = kb_span_cstr(cases[i].title),
                                     .issue_type = kb_span_cstr(cases[i].issue_type)};
        const char *got = kb_article_type(&article);
        if (strcmp(got, cases[i].wanted) != 0)
            fail_msg("'%s' is '%s', not '%s'", cases[i].title, got, cases[i].wanted);
    }
    struct kb_article nothing = {.id = 1};
    assert_string_equal(kb_article_type(&nothing), "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_type_must_follow_title_then_footer),
};

KB_TEST_MAIN(tests)
