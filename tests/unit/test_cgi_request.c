/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "cgi/request.h"

/* An environment: "NAME=value" strings, NULL at the end. */
static const char *
variable(void *context, const char *name)
{
    const char *const *environment = context;
    size_t n = strlen(name);
    for (; *environment != NULL; environment++) {
        if (strncmp(*environment, name, n) == 0 && (*environment)[n] == '=')
            return *environment + n + 1;
    }
    return NULL;
}

static struct kb_web_request request = KB_WEB_REQUEST_INIT;
static int http;

static enum kb_status
read_request(const char *a, const char *b, const char *c)
{
    const char *environment[] = {a, b, c, NULL};
    kb_web_request_clear(&request);
    return kb_web_request_read(variable, environment, &request, &http, &err);
}

#define GET "REQUEST_METHOD=GET"

static void
test_request_read_takes_what_servers_say(void **state)
{
    (void)state;
    const char *environment[] = {GET,
                                 "SCRIPT_NAME=/kb",
                                 "PATH_INFO=/search",
                                 "QUERY_STRING=q=disk",
                                 "HTTP_HOST=example.org:8080",
                                 "HTTPS=on",
                                 "HTTP_IF_NONE_MATCH=\"x\"",
                                 NULL};
    kb_web_request_clear(&request);
    OK(kb_web_request_read(variable, environment, &request, &http, &err));
    assert_int_equal(http, 200);
    assert_int_equal(request.method, KB_WEB_GET);
    assert_string_equal(kb_buf_cstr(&request.base), "/kb");
    assert_string_equal(kb_buf_cstr(&request.path), "/search");
    assert_string_equal(kb_buf_cstr(&request.origin), "https://example.org:8080");
    assert_string_equal(kb_buf_cstr(&request.etags), "\"x\"");
    assert_true(
        kb_span_equal(kb_form_value(&request.form, "q"), KB_SPAN_LITERAL("disk")));
}

static void
test_request_read_needs_only_a_method(void **state)
{
    (void)state;
    OK(read_request("REQUEST_METHOD=HEAD", NULL, NULL));
    assert_int_equal(request.method, KB_WEB_HEAD);
    assert_string_equal(kb_buf_cstr(&request.base), "");
    assert_string_equal(kb_buf_cstr(&request.path), "/");
    assert_string_equal(kb_buf_cstr(&request.origin), "");
    OK(read_request(GET, "SCRIPT_NAME=/", "HTTPS=off"));
    assert_string_equal(kb_buf_cstr(&request.base), "");
    OK(read_request(GET, "HTTP_HOST=[::1]:80", "HTTPS=off"));
    assert_string_equal(kb_buf_cstr(&request.origin), "http://[::1]:80");
}

static void
test_request_read_refuses_other_methods(void **state)
{
    (void)state;
    static const char *const methods[] = {"POST",    "PUT",  "DELETE", "TRACE",
                                          "OPTIONS", "get",  "GET ",   "",
                                          "G",       "GETT", "head",   "CONNECT"};
    char line[64];
    for (size_t i = 0; i < COUNT(methods); i++) {
        snprintf(line, sizeof(line), "REQUEST_METHOD=%s", methods[i]);
        FAILS(KB_E_INVALID, read_request(line, NULL, NULL));
        assert_int_equal(http, 405);
    }
    FAILS(KB_E_INVALID, read_request(NULL, NULL, NULL));
    assert_int_equal(http, 405);
}

static void
test_request_read_refuses_hostile_paths(void **state)
{
    (void)state;
    static const char *const bases[] = {"SCRIPT_NAME=kb",
                                        "SCRIPT_NAME=//evil.example",
                                        "SCRIPT_NAME=/a//b",
                                        "SCRIPT_NAME=/<script>",
                                        "SCRIPT_NAME=/a\"b",
                                        "SCRIPT_NAME=/a b",
                                        "SCRIPT_NAME=/a\r\nX: y",
                                        "SCRIPT_NAME=/a?b",
                                        "SCRIPT_NAME=/a#b",
                                        "SCRIPT_NAME=/a\\b",
                                        "SCRIPT_NAME=/\xc3\xa9",
                                        "SCRIPT_NAME=/a%0d",
                                        "SCRIPT_NAME=javascript:",
                                        "SCRIPT_NAME=/a:b",
                                        "PATH_INFO=search",
                                        "HTTP_HOST=a/b",
                                        "HTTP_HOST=a b",
                                        "HTTP_HOST=a\"b",
                                        "HTTP_HOST=a\r\nX: y",
                                        "HTTP_HOST=<b>",
                                        "HTTP_HOST=u@h"};
    for (size_t i = 0; i < COUNT(bases); i++) {
        FAILS(KB_E_INVALID, read_request(GET, bases[i], NULL));
        if (http != 400)
            fail_msg("%s gives %d", bases[i], http);
    }
}

static void
refuse_long(const char *name, size_t max, int wanted)
{
    static char line[2 * KB_WEB_URL_MAX_BYTES];
    int n = snprintf(line, sizeof(line), "%s=/", name);
    memset(line + n, 'a', max + 1);
    line[(size_t)n + max + 1] = '\0';
    enum kb_status st = read_request(GET, line, NULL);
    assert_true(st == KB_E_LIMIT || st == KB_E_INVALID);
    assert_int_equal(http, wanted);
    line[(size_t)n + max - 1] = '\0';
    OK(read_request(GET, line, NULL));
}

static void
test_request_read_refuses_what_is_long(void **state)
{
    (void)state;
    refuse_long("SCRIPT_NAME", KB_WEB_PATH_MAX_BYTES, 414);
    refuse_long("PATH_INFO", KB_WEB_PATH_MAX_BYTES, 414);
    refuse_long("QUERY_STRING", KB_WEB_URL_MAX_BYTES, 414);
    /* a header that only saves work counts as none */
    static char line[2 * KB_WEB_URL_MAX_BYTES] = "HTTP_IF_NONE_MATCH=";
    memset(line + strlen(line), 'a', KB_WEB_URL_MAX_BYTES + 1);
    OK(read_request(GET, line, NULL));
    assert_int_equal(request.etags.n_bytes, 0);
}

static void
test_request_read_knows_gzip(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        bool takes;
    } headers[] = {
        {"gzip", true},       {"gzip, deflate, br", true}, {"br;q=1.0, GZIP", true},
        {"gzip;q=0", false},  {"gzip;q=0.000", false},     {"gzip;q=0.1", true},
        {"gzip ; q=1", true}, {"br, deflate", false},      {"", false},
        {"gzipp", false},     {"x-gzip", false},           {",,,", false},
    };
    char line[128];
    for (size_t i = 0; i < COUNT(headers); i++) {
        snprintf(line, sizeof(line), "HTTP_ACCEPT_ENCODING=%s", headers[i].header);
        OK(read_request(GET, line, NULL));
        if (request.takes_gzip != headers[i].takes)
            fail_msg("'%s' is taken wrongly", headers[i].header);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_read_takes_what_servers_say),
        cmocka_unit_test(test_request_read_needs_only_a_method),
        cmocka_unit_test(test_request_read_refuses_other_methods),
        cmocka_unit_test(test_request_read_refuses_hostile_paths),
        cmocka_unit_test(test_request_read_refuses_what_is_long),
        cmocka_unit_test(test_request_read_knows_gzip),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kb_web_request_clear(&request);
    return failed == 0 ? 0 : 1;
}
