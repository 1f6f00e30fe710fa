/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "cgi/response.h"

static struct kb_response response = KB_RESPONSE_INIT;
static struct kb_buf out = KB_BUF_INIT(64 * 1024);

static const char *
written(bool with_body)
{
    kb_buf_reset(&out);
    OK(kb_response_write(&response, with_body, &out, &err));
    return kb_buf_cstr(&out);
}

#define HAS(text) assert_non_null(strstr(written(true), text))
#define HAS_NOT(text) assert_null(strstr(written(true), text))

static void
test_response_write_has_headers_then_body(void **state)
{
    (void)state;
    kb_response_reset(&response);
    OK(kb_buf_printf(&response.body, &err, "hello"));
    assert_int_equal(strncmp(written(true), "Status: 200 OK\r\n", 16), 0);
    HAS("\r\nContent-Length: 5\r\n");
    HAS("\r\nCache-Control: no-store\r\n");
    HAS("\r\nX-Content-Type-Options: nosniff\r\n");
    HAS("\r\nReferrer-Policy: no-referrer\r\n");
    HAS("\r\n\r\nhello");
    assert_null(strstr(written(false), "hello"));
    assert_non_null(strstr(written(false), "\r\nContent-Length: 5\r\n"));
}

static void
test_response_write_forbids_inline_script(void **state)
{
    (void)state;
    kb_response_reset(&response);
    HAS("\r\nContent-Security-Policy: default-src 'none'; ");
    HAS("frame-ancestors 'none'");
    HAS_NOT("unsafe");
    HAS_NOT("Set-Cookie");
}

static void
test_response_write_fits_the_status(void **state)
{
    (void)state;
    kb_response_reset(&response);
    response.status = 405;
    HAS("\r\nAllow: GET, HEAD\r\n");
    response.status = 503;
    HAS("\r\nRetry-After: 5\r\n");
    response.status = 304;
    OK(kb_buf_printf(&response.body, &err, "hello"));
    HAS_NOT("hello");
    HAS_NOT("Content-Length");
    response.status = 301;
    OK(kb_buf_printf(&response.location, &err, "/Q1"));
    HAS("\r\nLocation: /Q1\r\n");
}

static void
test_response_is_known_compares_tags(void **state)
{
    (void)state;
    static const struct {
        const char *etags;
        const char *since;
        bool known;
    } clients[] = {
        {"", "", false},
        {"W/\"b1\"", "", true},
        {"\"b1\"", "", true},
        {"\"a\", W/\"b1\" , \"c\"", "", true},
        {"*", "", true},
        {"\"b2\"", "", false},
        {"b1", "", false},
        /* a tag decides alone; without one the date, as text */
        {"\"b2\"", "Sun, 22 Nov 2026 14:37:53 GMT", false},
        {"", "Sun, 22 Nov 2026 14:37:53 GMT", true},
        {"", "Mon, 23 Nov 2026 14:37:53 GMT", false},
        {",,,", "", false},
    };
    kb_response_reset(&response);
    snprintf(response.etag, sizeof(response.etag), "W/\"b1\"");
    snprintf(response.last_modified, sizeof(response.last_modified),
             "Sun, 22 Nov 2026 14:37:53 GMT");
    for (size_t i = 0; i < COUNT(clients); i++) {
        if (kb_response_is_known(&response, kb_span_cstr(clients[i].etags),
                                 kb_span_cstr(clients[i].since)) != clients[i].known)
            fail_msg("'%s' and '%s' are taken wrongly", clients[i].etags,
                     clients[i].since);
    }
    kb_response_reset(&response);
    assert_false(
        kb_response_is_known(&response, KB_SPAN_LITERAL("*"), KB_SPAN_LITERAL("")));
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_response_write_has_headers_then_body),
        cmocka_unit_test(test_response_write_forbids_inline_script),
        cmocka_unit_test(test_response_write_fits_the_status),
        cmocka_unit_test(test_response_is_known_compares_tags),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kb_response_clear(&response);
    kb_buf_clear(&out);
    return failed == 0 ? 0 : 1;
}
