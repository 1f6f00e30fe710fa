/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "index/program.h"
#include "shim/kb_shim.h"

static void
test_version_must_name_all_parts(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(1000);
    OK(kb_program_version("kbsearch", &out, &err));
    assert_true(strncmp(out.data, "kbsearch " KB_VERSION "\nschema ",
                        strlen("kbsearch " KB_VERSION "\nschema ")) == 0);
    assert_non_null(strstr(out.data, "\nanalyzer: rules "));
    assert_non_null(strstr(out.data, "icu "));
    assert_non_null(strstr(out.data, kb_shim_version()));
    assert_int_equal(out.data[out.n_bytes - 1], '\n');
    for (size_t max = 0; max < out.n_bytes; max += 7) {
        struct kb_buf small = KB_BUF_INIT(max);
        FAILS(KB_E_LIMIT, kb_program_version("kbsearch", &small, &err));
        kb_buf_clear(&small);
    }
    kb_buf_clear(&out);
}

static void
test_failure_must_say_what_and_what_to_do(void **state)
{
    (void)state;
    static const struct {
        enum kb_status status;
        const char *msg;
        const char *wanted;
    } cases[] = {
        {KB_E_IO, "cannot open 'a': Permission denied",
         "kbindex: cannot open 'a': Permission denied\n"},
        {KB_E_NO_INDEX, "no index at 'a'",
         "kbindex: no index at 'a'\n"
         "kbindex: build it first: kbindex -o INDEX CORPUS\n"},
        {KB_E_INVALID, "", "kbindex: invalid argument\n"},
        {KB_E_BUSY, "",
         "kbindex: in use\nkbindex: try again when the other run has ended\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_error failure = KB_ERROR_INIT;
        struct kb_buf out = KB_BUF_INIT(1000);
        (void)kb_error_set(&failure, cases[i].status, "%s", cases[i].msg);
        kb_program_failure("kbindex", &failure, &out);
        assert_string_equal(kb_buf_cstr(&out), cases[i].wanted);
        kb_buf_clear(&out);
        kb_mem_fail_at(1); /* says less, and nothing worse */
        kb_program_failure("kbindex", &failure, &out);
        kb_mem_fail_at(0);
        assert_string_equal(kb_buf_cstr(&out), "");
        kb_buf_clear(&out);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_version_must_name_all_parts),
    cmocka_unit_test(test_failure_must_say_what_and_what_to_do),
};

KB_TEST_MAIN(tests)
