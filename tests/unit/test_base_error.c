/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

static void
test_set_must_note_and_return(void **state)
{
    (void)state;
    struct kb_error err = KB_ERROR_INIT;
    assert_int_equal(err.code, KB_OK);
    assert_string_equal(err.msg, "");
    assert_int_equal(kb_error_set(&err, KB_E_LIMIT, "'%s' has %d", "a", 7), KB_E_LIMIT);
    assert_int_equal(err.code, KB_E_LIMIT);
    assert_int_equal(err.os_errno, 0);
    assert_string_equal(err.msg, "'a' has 7");
    assert_int_equal(kb_error_set(&err, KB_E_BUSY, "b"), KB_E_BUSY);
    assert_string_equal(err.msg, "b");
    assert_int_equal(kb_error_set(NULL, KB_E_BUSY, "%s", "c"), KB_E_BUSY);
}

static void
test_os_must_tell_the_reason(void **state)
{
    (void)state;
    static const struct {
        int os_errno;
        enum kb_status wanted;
    } cases[] = {{ENOENT, KB_E_IO},
                 {EACCES, KB_E_IO},
                 {ENOSPC, KB_E_IO},
                 {ENOMEM, KB_E_NOMEM},
                 {99999, KB_E_IO}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_error err = KB_ERROR_INIT;
        char msg[KB_ERROR_MAX_BYTES];
        assert_int_equal(kb_error_os(&err, cases[i].os_errno, "cannot open '%s'", "a"),
                         cases[i].wanted);
        assert_int_equal(err.code, cases[i].wanted);
        assert_int_equal(err.os_errno, cases[i].os_errno);
        snprintf(msg, sizeof(msg), "cannot open 'a': %s", strerror(cases[i].os_errno));
        if (cases[i].os_errno < 1000)
            assert_string_equal(err.msg, msg);
        assert_int_equal(kb_error_os(NULL, cases[i].os_errno, "x"), cases[i].wanted);
    }
    struct kb_error err = KB_ERROR_INIT;
    (void)kb_error_os(&err, ENOENT, "x");
    (void)kb_error_set(&err, KB_E_LIMIT, "y");
    assert_int_equal(err.os_errno, 0);
}

static void
test_context_must_stand_in_front(void **state)
{
    (void)state;
    struct kb_error err = KB_ERROR_INIT;
    (void)kb_error_os(&err, EACCES, "cannot open 'a'");
    kb_error_context(&err, "article Q%d", 7);
    kb_error_context(&err, "index '%s'", "i");
    assert_true(strncmp(err.msg, "index 'i': article Q7: cannot open 'a': ", 39) == 0);
    assert_int_equal(err.code, KB_E_IO);
    assert_int_equal(err.os_errno, EACCES);
    kb_error_context(NULL, "x");
}

/* What is too long is cut, at the end, and stays a string. */
static void
test_error_must_cut_long_text(void **state)
{
    (void)state;
    static char text[3 * KB_ERROR_MAX_BYTES];
    struct kb_error err = KB_ERROR_INIT;
    memset(text, 'x', sizeof(text) - 1);
    (void)kb_error_set(&err, KB_E_IO, "%s", text);
    assert_int_equal(strlen(err.msg), KB_ERROR_MAX_BYTES - 1);
    (void)kb_error_os(&err, EIO, "%s", text);
    assert_int_equal(strlen(err.msg), KB_ERROR_MAX_BYTES - 1);
    kb_error_context(&err, "here");
    assert_int_equal(strlen(err.msg), KB_ERROR_MAX_BYTES - 1);
    assert_true(strncmp(err.msg, "here: xxx", 9) == 0);
    kb_error_context(&err, "%s", text);
    assert_int_equal(strlen(err.msg), KB_ERROR_MAX_BYTES - 1);
}

static void
test_error_must_disarm_what_it_prints(void **state)
{
    (void)state;
    struct kb_error err = KB_ERROR_INIT;
    (void)kb_error_set(&err, KB_E_IO, "%s", "a\nb\tc\x1b[2J\x7f\x01 caf\xc3\xa9");
    assert_string_equal(err.msg, "a?b?c?[2J?? caf\xc3\xa9");
    (void)kb_error_os(&err, EIO, "%s", "a\nb");
    assert_true(strncmp(err.msg, "a?b: ", 5) == 0);
    kb_error_context(&err, "%s", "c\rd");
    assert_true(strncmp(err.msg, "c?d: a?b: ", 10) == 0);
    (void)kb_error_set(&err, KB_E_IO, "%s",
                       "x\xc2\x9b"
                       "31m\xe2\x80\xaey");
    assert_null(strstr(err.msg, "\xc2\x9b")); /* C1, and what turns the direction */
    assert_null(strstr(err.msg, "\xe2\x80\xae"));
    assert_int_equal(err.msg[strlen(err.msg) - 1], 'y');
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_set_must_note_and_return),
    cmocka_unit_test(test_os_must_tell_the_reason),
    cmocka_unit_test(test_context_must_stand_in_front),
    cmocka_unit_test(test_error_must_cut_long_text),
    cmocka_unit_test(test_error_must_disarm_what_it_prints),
};

KB_TEST_MAIN(tests)
