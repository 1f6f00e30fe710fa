/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "render/html.h"

static struct kb_buf out = KB_BUF_INIT(4096);

static struct kb_html
fresh(void)
{
    struct kb_html html = KB_HTML_INIT(&out, &err);
    kb_buf_reset(&out);
    return html;
}

struct escape {
    struct kb_span text;
    const char *in_text;
    const char *in_attribute;
    const char *in_url;
};

#define TEXT(literal) KB_SPAN_LITERAL(literal)
#define LOST "\xef\xbf\xbd"

static const struct escape escapes[] = {
    {{"", 0}, "", "", ""},
    {{"plain-._~9", 10}, "plain-._~9", "plain-._~9", "plain-._~9"},
    {{"<b>&\"'`", 7},
     "&lt;b&gt;&amp;\"'`",
     "&lt;b&gt;&amp;&quot;&#39;&#96;",
     "%3Cb%3E%26%22%27%60"},
    {{"&amp;", 5}, "&amp;amp;", "&amp;amp;", "%26amp%3B"},
    {{"a b+c/d?e#f%g=h", 15},
     "a b+c/d?e#f%g=h",
     "a b+c/d?e#f%g=h",
     "a%20b%2Bc%2Fd%3Fe%23f%25g%3Dh"},
    {{"two\nlines\tand", 13}, "two\nlines\tand", "two lines and", "two%0Alines%09and"},
    {{"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9},
     "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
     "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
     "%C3%A9%E2%82%AC%F0%9F%98%80"},
    /* controls, a NUL, C1, the characters that turn the direction of writing */
    {{"a\x01z", 3}, "a" LOST "z", "a" LOST "z", "a%01z"},
    {{"a\0z", 3}, "a" LOST "z", "a" LOST "z", "a%00z"},
    {{"\r\x7f\x1b", 3}, LOST LOST LOST, LOST LOST LOST, "%0D%7F%1B"},
    {{"\xc2\x85", 2}, LOST, LOST, "%C2%85"},
    {{"\xe2\x80\xae", 3}, LOST, LOST, "%E2%80%AE"},
    /* no characters: U+FFFE, U+1FFFF */
    {{"\xef\xbf\xbe", 3}, LOST, LOST, "%EF%BF%BE"},
    {{"\xf0\x9f\xbf\xbf", 4}, LOST, LOST, "%F0%9F%BF%BF"},
    /* no UTF-8 at all must not come here, and does no harm: cut off, overlong "<" */
    {{"\xe2\x82", 2}, LOST, LOST, "%E2%82"},
    {{"\xc0\xbc", 2}, LOST LOST, LOST LOST, "%C0%BC"},
    {{"\xed\xa0\x80", 3}, LOST LOST LOST, LOST LOST LOST, "%ED%A0%80"},
};

static void
test_html_escapes_for_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(escapes); i++) {
        struct kb_html html = fresh();
        kb_html_text(&html, escapes[i].text);
        assert_string_equal(kb_buf_cstr(&out), escapes[i].in_text);
        html = fresh();
        kb_html_attr(&html, escapes[i].text);
        assert_string_equal(kb_buf_cstr(&out), escapes[i].in_attribute);
        html = fresh();
        kb_html_url_arg(&html, escapes[i].text);
        assert_string_equal(kb_buf_cstr(&out), escapes[i].in_url);
    }
}

/* Whatever two bytes come, no byte that opens a tag, ends an attribute or an entity. */
static void
test_html_lets_no_two_bytes_through(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            char bytes[2] = {(char)a, (char)b};
            struct kb_html html = fresh();
            kb_html_attr(&html, kb_span_at(bytes, 2));
            assert_null(strpbrk(kb_buf_cstr(&out), "<>\"'`\r\n"));
            for (const char *p = kb_buf_cstr(&out); (p = strchr(p, '&')) != NULL; p++)
                assert_non_null(strchr(p, ';'));
            html = fresh();
            kb_html_text(&html, kb_span_at(bytes, 2));
            assert_null(strpbrk(kb_buf_cstr(&out), "<>\r"));
            html = fresh();
            kb_html_url_arg(&html, kb_span_at(bytes, 2));
            assert_null(strpbrk(kb_buf_cstr(&out), "<>\"'&;#?/ +"));
        }
    }
}

static void
test_html_writes_numbers(void **state)
{
    (void)state;
    static const struct {
        uint64_t number;
        const char *wanted;
    } counts[] = {{0, "0"},           {7, "7"},          {999, "999"},
                  {1000, "1,000"},    {60335, "60,335"}, {1234567, "1,234,567"},
                  {100000, "100,000"}};
    for (size_t i = 0; i < COUNT(counts); i++) {
        struct kb_html html = fresh();
        kb_html_count(&html, counts[i].number);
        assert_string_equal(kb_buf_cstr(&out), counts[i].wanted);
    }
    struct kb_html html = fresh();
    kb_html_article_number(&html, 260695);
    KB_HTML(&html, " ");
    kb_html_date(&html, 20001111);
    kb_html_date(&html, 0);
    assert_string_equal(kb_buf_cstr(&out), "Q260695 2000-11-11");
}

static void
test_html_keeps_the_first_failure(void **state)
{
    (void)state;
    struct kb_buf small = KB_BUF_INIT(4);
    struct kb_html html = KB_HTML_INIT(&small, &err);
    KB_HTML(&html, "<p>");
    assert_int_equal(html.status, KB_OK);
    kb_html_text(&html, KB_SPAN_LITERAL("<"));
    FAILS(KB_E_LIMIT, html.status);
    KB_HTML(&html, "x");
    assert_string_equal(kb_buf_cstr(&small), "<p>");
    kb_buf_clear(&small);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html_escapes_for_its_place),
        cmocka_unit_test(test_html_lets_no_two_bytes_through),
        cmocka_unit_test(test_html_writes_numbers),
        cmocka_unit_test(test_html_keeps_the_first_failure),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kb_buf_clear(&out);
    return failed == 0 ? 0 : 1;
}
