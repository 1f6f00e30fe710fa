/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include <string.h>

#include "base/status.h"

/* Exit codes as the manual pages and README.md have them. */
static const struct {
    enum kb_status status;
    const char *name;
    int exit_code;
    int http;
} wanted[] = {
    {KB_OK, "KB_OK", 0, 200},
    {KB_E_NOMEM, "KB_E_NOMEM", 2, 503},
    {KB_E_IO, "KB_E_IO", 2, 500},
    {KB_E_NOT_FOUND, "KB_E_NOT_FOUND", 2, 404},
    {KB_E_INVALID, "KB_E_INVALID", 2, 400},
    {KB_E_LIMIT, "KB_E_LIMIT", 2, 413},
    {KB_E_ENCODING, "KB_E_ENCODING", 2, 400},
    {KB_E_QUERY, "KB_E_QUERY", 2, 400},
    {KB_E_NO_INDEX, "KB_E_NO_INDEX", 3, 503},
    {KB_E_SCHEMA, "KB_E_SCHEMA", 3, 503},
    {KB_E_CORRUPT, "KB_E_CORRUPT", 3, 503},
    {KB_E_BUSY, "KB_E_BUSY", 75, 503},
    {KB_E_STALE, "KB_E_STALE", 75, 503},
    {KB_E_INTERNAL, "KB_E_INTERNAL", 2, 500},
};

static void
test_status_must_be_this_table(void **state)
{
    (void)state;
    assert_int_equal(COUNT(wanted), KB_STATUS_COUNT);
    for (size_t i = 0; i < COUNT(wanted); i++) {
        enum kb_status st = wanted[i].status;
        assert_int_equal(st, i);
        assert_string_equal(kb_status_name(st), wanted[i].name);
        assert_int_equal(kb_status_exit(st), wanted[i].exit_code);
        assert_int_equal(kb_status_http(st), wanted[i].http);
    }
}

static void
test_status_must_have_plain_words(void **state)
{
    (void)state;
    for (int i = 0; i < KB_STATUS_COUNT; i++) {
        enum kb_status st = (enum kb_status)i;
        const char *words = kb_status_words(st);
        const char *hint = kb_status_hint(st);
        assert_true(strlen(words) > 1);
        assert_true(words[0] >= 'a' && words[0] <= 'z');
        assert_true(words[strlen(words) - 1] != '.');
        assert_true(hint[0] == '\0' || hint[strlen(hint) - 1] != '.');
        /* whoever is told to build or to wait is told how */
        assert_true(kb_status_exit(st) < 3 || hint[0] != '\0');
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_status_must_be_this_table),
    cmocka_unit_test(test_status_must_have_plain_words),
};

KB_TEST_MAIN(tests)
