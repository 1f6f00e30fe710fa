/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/config.h"
#include "base/limits.h"

/* What was found, as "section.key=value;" each. */
static enum kb_status
note(void *context, const char *section, const char *key, const char *value,
     struct kb_error *why)
{
    if (strcmp(key, "unknown") == 0)
        return kb_error_set(why, KB_E_INVALID, "unknown key '%s'", key);
    return kb_buf_printf(context, why, "%s.%s=%s;", section, key, value);
}

static void
test_read_must_hand_over_every_key(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"\n\n", ""},
        {"[a]\nk = v\n", "a.k=v;"},
        {"[a]\nk=v", "a.k=v;"}, /* no line end at the end */
        {"[a]\r\n  k  =  v w  \r\n", "a.k=v w;"},
        {"[a]\nk =\n", "a.k=;"},
        {"[a]\nk = v=w\n", "a.k=v=w;"},
        {"[a]\nk: v\n", "a.k=v;"},
        {"k = v\n[a]\nl = w\n[b]\nl = x\n[a]\nl = y\n", ".k=v;a.l=w;b.l=x;a.l=y;"},
        {"# c\n; c\n[a] ; c\nk = v ; c\nl = v;w\nm = v # w\n",
         "a.k=v;a.l=v;w;a.m=v # w;"},
        {"\xef\xbb\xbf[a]\nk = v\n", "a.k=v;"}, /* byte order mark */
        {"[a]\nk = \xc3\xa9\n", "a.k=\xc3\xa9;"},
    };
    struct kb_buf got = KB_BUF_INIT(1000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        kb_buf_reset(&got);
        put_file("a.conf", cases[i][0]);
        OK(kb_config_read(at("a.conf"), note, &got, &err));
        assert_string_equal(kb_buf_cstr(&got), cases[i][1]);
    }
    kb_buf_clear(&got);
}

static void
test_read_must_name_file_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *said;
    } cases[] = {
        {"[a]\nunknown = v\n", "line 2: unknown key 'unknown'"},
        {"[a]\nk = v\n\nunknown = v\nunknown = w\n", "line 4: unknown key 'unknown'"},
        {"no key\n", "line 1: "},
        {"[a]\nk = v\nkey\n", "line 3: "},
        {"[a]\n[b\nk = v\n", "line 2: "},
        {"[a]\nkey\nunknown = v\n", "line 2: "},
        {"[a]\nunknown = v\nkey\n", "line 2: unknown key"},
    };
    struct kb_buf got = KB_BUF_INIT(1000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        put_file("a.conf", cases[i].text);
        FAILS(KB_E_INVALID, kb_config_read(at("a.conf"), note, &got, &err));
        SAYS(at("a.conf"));
        SAYS(cases[i].said);
    }
    put_bytes("a.conf", "[a]\nk = v\0w\n", 13);
    FAILS(KB_E_INVALID, kb_config_read(at("a.conf"), note, &got, &err));
    SAYS("line 2: a NUL byte");
    kb_buf_clear(&got);
}

static void
test_read_must_refuse_long_lines(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(1000);
    char text[2 * KB_CONFIG_LINE_MAX_BYTES];
    for (size_t n = KB_CONFIG_LINE_MAX_BYTES - 3; n < KB_CONFIG_LINE_MAX_BYTES + 3;
         n++) {
        size_t head = (size_t)snprintf(text, sizeof(text), "[a]\nk = ");
        size_t end = 4 + n; /* the second line has n bytes */
        memset(text + head, 'x', end - head);
        snprintf(text + end, sizeof(text) - end, "\nl = w\n");
        put_file("a.conf", text);
        kb_buf_reset(&got);
        enum kb_status st = kb_config_read(at("a.conf"), note, &got, &err);
        if (n > KB_CONFIG_LINE_MAX_BYTES) {
            assert_int_equal(st, KB_E_LIMIT);
            SAYS("line 2");
            assert_int_equal(got.n_bytes, 0);
            continue;
        }
        assert_int_equal(st, KB_OK);
        assert_int_equal(got.n_bytes, n - 4 + 5 + 6); /* "a.k=...;a.l=w;" */
    }
    kb_buf_clear(&got);
}

static void
test_read_must_name_what_it_cannot_read(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(1000);
    FAILS(KB_E_NOT_FOUND, kb_config_read(at("gone"), note, &got, &err));
    SAYS(at("gone"));
    FAILS(KB_E_INVALID, kb_config_read(scratch, note, &got, &err));
    struct kb_buf many = KB_BUF_INIT(200000);
    for (int i = 0; i < 20000; i++)
        OK(kb_buf_append(&many, KB_SPAN_LITERAL("k = v\n"), &err));
    put_bytes("a.conf", many.data, many.n_bytes);
    FAILS(KB_E_LIMIT, kb_config_read(at("a.conf"), note, &got, &err));
    kb_buf_clear(&many);
    put_file("a.conf", "[a]\nk = v\n");
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_config_read(at("a.conf"), note, &got, &err));
    kb_mem_fail_at(0);
    kb_buf_clear(&got);
    got.max_bytes = 2; /* what the program returns is passed on */
    FAILS(KB_E_LIMIT, kb_config_read(at("a.conf"), note, &got, &err));
    SAYS("line 2");
    kb_buf_clear(&got);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_read_must_hand_over_every_key),
    TEST(test_read_must_name_file_and_line),
    TEST(test_read_must_refuse_long_lines),
    TEST(test_read_must_name_what_it_cannot_read),
};

KB_TEST_MAIN(tests)
