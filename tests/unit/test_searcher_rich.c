/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "render/rich.h"

static struct kb_buf out = KB_BUF_INIT(64 * 1024);
static struct kb_page page;

static const char *
blocks(const char *text, const struct kb_mark *marks, size_t n_marks)
{
    struct kb_link links[] = {{.id = 260695, .is_here = true}, {.id = 191014}};
    struct kb_links cites = {.items = links, .n = COUNT(links)};
    struct kb_rich rich = {.page = &page,
                           .cites = &cites,
                           .text = kb_span_cstr(text),
                           .marks = marks,
                           .n_marks = n_marks};
    struct kb_html html = KB_HTML_INIT(&out, &err);
    page.base = KB_SPAN_LITERAL("/kb");
    kb_buf_reset(&out);
    kb_rich_blocks(&html, &rich);
    OK(html.status);
    return kb_buf_cstr(&out);
}

#define LONG_LINE "A line that was broken because the next word did not fit into the"

static const struct {
    const char *text;
    const char *wanted;
} texts[] = {
    {"", ""},
    {"\n\n", ""},
    {"One line.", "<p>One line.</p>\n"},
    {LONG_LINE "\nwidth.", "<p>" LONG_LINE "\nwidth.</p>\n"},
    {"Short.\nShort.", "<p>Short.<br>\nShort.</p>\n"},
    /* what underlines stands below what it underlines */
    {"Service Pack 4 of the Server, 5.5\n---------------------------------\nText.",
     "<p>Service Pack 4 of the Server, 5.5<br>\n---------------------------------<br>\n"
     "Text.</p>\n"},
    {"One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"},
    {"1. First\n2. Second", "<p class=\"item\">1. First</p>\n"
                            "<p class=\"item\">2. Second</p>\n"},
    {"- An item whose text is so long that it goes on in the line below,\n  this one.",
     "<p class=\"item\">- An item whose text is so long that it goes on in the line "
     "below,\nthis one.</p>\n"},
    /* gaps, steps of indent, commands: as they stand */
    {"Name     Size\n----     ----",
     "<pre tabindex=\"0\">Name     Size\n----     ----</pre>\n"},
    {"if (x)\n    y();", "<pre tabindex=\"0\">if (x)\n    y();</pre>\n"},
    {"   net stop spooler", "<pre tabindex=\"0\">   net stop spooler</pre>\n"},
    {"   a  = 1;\n   b  = 2;\n\n   c  = 3;",
     "<pre tabindex=\"0\">   a  = 1;\n   b  = 2;\n\n   c  = 3;</pre>\n"},
    {"A\ttab", "<pre tabindex=\"0\">A\ttab</pre>\n"},
    /* articles there are become links */
    {"   Q260695 Title, and Q191014, Q1234567",
     "<p><a href=\"/kb/Q260695\">Q260695</a> Title, and Q191014, Q1234567</p>\n"},
    {"<script>alert(1)</script> & \"x\"",
     "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; \"x\"</p>\n"},
};

static void
test_rich_blocks_sees_what_lines_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_string_equal(blocks(texts[i].text, NULL, 0), texts[i].wanted);
}

static void
test_rich_blocks_marks_inside_of_links_and_over_lines(void **state)
{
    (void)state;
    static const struct kb_mark number[] = {{0, 3}, {5, 12}};
    assert_string_equal(blocks("See: Q260695 <", number, COUNT(number)),
                        "<p><mark>See</mark>: <a href=\"/kb/Q260695\"><mark>Q260695"
                        "</mark></a> &lt;</p>\n");
    /* "back\nup" is one match and ends no tag wrongly */
    static const struct kb_mark over[] = {{0, 7}};
    assert_string_equal(blocks("back\nup", over, 1),
                        "<p><mark>back</mark><br>\n<mark>up</mark></p>\n");
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rich_blocks_sees_what_lines_are),
        cmocka_unit_test(test_rich_blocks_marks_inside_of_links_and_over_lines),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kb_buf_clear(&out);
    return failed == 0 ? 0 : 1;
}
