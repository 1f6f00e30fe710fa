/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/limits.h"
#include "schema/stored.h"
#include "search/twins.h"

static uint64_t
key(const char *title)
{
    return kb_twin_key(kb_span_cstr(title));
}

static void
test_key_must_join_titles_of_versions(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        bool same;
    } cases[] = {
        {"WD97: How to Print Two Pages", "WD2000: How to Print Two Pages", true},
        {"BUG: Form Is Not Shown", "FIX: Form is not shown", true},
        {"XADM: BUG: Form Is Not Shown", "Form Is Not Shown", true},
        {"How to Manage Outlook 98 with Policies",
         "How to Manage Outlook 2000 with Policies", true},
        {"Files of MS-DOS 6.2 Upgrade", "Files of MS-DOS 6.22 Upgrade", true},
        {"Hotfix Breaks Mail after SP3", "Hotfix Breaks Mail after SP5", true},
        {"Contents of the CD (Part 1 of 2)", "Contents of the CD (Part 2 of 2)", false},
        {"Compiler Error C2172 in a Call", "Compiler Error C2173 in a Call", false},
        {"Event ID 8012 Is Logged", "Event ID 8013 Is Logged", false},
        {"Backup Stops Without Message", "Restore Stops Without Message", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if ((key(cases[i].a) == key(cases[i].b)) != cases[i].same)
            fail_msg("'%s', '%s'", cases[i].a, cases[i].b);
    }
    assert_int_equal(key("PRB: Printing Fails"), 0);
    assert_int_equal(key("Windows 3.1"), 0);
    assert_int_equal(key(""), 0);
    assert_int_equal(key(":"), 0);
}

static void
make_body(const char *text, const char *applies, struct kb_buf *out)
{
    struct kb_section section = {KB_SECTION_SUMMARY, {NULL, 0}, kb_span_cstr(text)};
    struct kb_span entry = kb_span_cstr(applies);
    struct kb_article article = {
        .id = 1, .sections = &section, .n_sections = 1, .applies_to = {&entry, 1, 1}};
    OK(kb_stored_body_write(&article, out, &err));
}

static void
test_likeness_must_be_the_share_of_pairs(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        double wanted;
    } cases[] = {
        {"one two three four", "one two three four", 1},
        {"One two, three: four", "one TWO three 95 four 4.0", 1},
        {"one two three four", "five six seven eight", 0},
        {"one two three", "one two four", 0.5}, /* begin-one one-two of 4 */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_buf a = KB_BUF_INIT(1000);
        struct kb_buf b = KB_BUF_INIT(1000);
        double got = -1;
        make_body(cases[i].a, "Windows NT", &a);
        make_body(cases[i].b, "Word for the Macintosh", &b);
        OK(kb_twin_likeness(kb_buf_span(&a), kb_buf_span(&b), &got, &err));
        if (!(got > cases[i].wanted - 0.001 && got < cases[i].wanted + 0.001))
            fail_msg("'%s', '%s': %g", cases[i].a, cases[i].b, got);
        kb_buf_clear(&a);
        kb_buf_clear(&b);
    }
    double got = -1;
    OK(kb_twin_likeness(kb_span_at(NULL, 0), kb_span_at(NULL, 0), &got, &err));
    assert_true(got < 0.001);
    FAILS(KB_E_CORRUPT,
          kb_twin_likeness(KB_SPAN_LITERAL("\xff"), kb_span_at(NULL, 0), &got, &err));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_key_must_join_titles_of_versions),
    cmocka_unit_test(test_likeness_must_be_the_share_of_pairs),
};

KB_TEST_MAIN(tests)
