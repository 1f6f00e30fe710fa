/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "cgi/form.h"

static const struct {
    const char *text;
    const char *q; /* value of "q" */
    size_t n;      /* fields */
} forms[] = {
    {"", "", 0},
    {"q=backup+hangs", "backup hangs", 1},
    {"q=a%20b%2Bc%26d", "a b+c&d", 1},
    {"page=2&q=x", "x", 2},
    {"q=first&q=second", "first", 2},
    {"q", "", 1},
    {"=x&q=y", "y", 2},
    {"&&&q=x&&", "x", 1},
    {"q=a=b", "a=b", 1},
    {"%71=name", "name", 1},
    {"Q=x", "", 1},
    /* "%" that is cut short or none stands for itself */
    {"q=100%", "100%", 1},
    {"q=%4", "%4", 1},
    {"q=%zz%41", "%zzA", 1},
    {"q=%%41", "%A", 1},
    /* controls become spaces, NULs too */
    {"q=a%00b%0d%0ac%7f", "a b  c ", 1},
    /* UTF-8 stays, legacy bytes are read as Windows-1252 */
    {"q=%C3%A9", "\xc3\xa9", 1},
    {"q=caf%E9", "caf\xc3\xa9", 1},
    {"q=\xe9t\xe9", "\xc3\xa9t\xc3\xa9", 1},
    /* overlong "<" and half a surrogate are not what they pretend to be */
    {"q=%C0%BC", "\xc3\x80\xc2\xbc", 1},
    {"q=%3Cb%3E;x=1", "<b>;x=1", 1},
};

static void
test_form_read_decodes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        struct kb_form form = KB_FORM_INIT;
        OK(kb_form_read(kb_span_cstr(forms[i].text), &form, &err));
        struct kb_span q = kb_form_value(&form, "q");
        assert_int_equal(form.n, forms[i].n);
        if (!kb_span_equal(q, kb_span_cstr(forms[i].q)))
            fail_msg("'%s': q is '%.*s', not '%s'", forms[i].text, KB_SPAN_ARG(q),
                     forms[i].q);
        kb_form_clear(&form);
    }
}

static void
test_form_read_has_limits(void **state)
{
    (void)state;
    static char text[KB_WEB_URL_MAX_BYTES + 2];
    struct kb_form form = KB_FORM_INIT;
    memset(text, 'a', sizeof(text));
    OK(kb_form_read(kb_span_at(text, KB_WEB_URL_MAX_BYTES), &form, &err));
    kb_form_clear(&form);
    FAILS(KB_E_LIMIT,
          kb_form_read(kb_span_at(text, KB_WEB_URL_MAX_BYTES + 1), &form, &err));
    kb_form_clear(&form);
    for (size_t i = 0; i < 2 * KB_WEB_FIELDS_MAX; i++)
        memcpy(text + 2 * i, "a&", 2);
    OK(kb_form_read(kb_span_at(text, 2 * KB_WEB_FIELDS_MAX), &form, &err));
    assert_int_equal(form.n, KB_WEB_FIELDS_MAX);
    kb_form_clear(&form);
    FAILS(KB_E_LIMIT,
          kb_form_read(kb_span_at(text, 2 * KB_WEB_FIELDS_MAX + 1), &form, &err));
    kb_form_clear(&form);
    /* the longest value of bytes that each need three in UTF-8 */
    memset(text, '\x80', sizeof(text));
    OK(kb_form_read(kb_span_at(text, KB_WEB_URL_MAX_BYTES), &form, &err));
    kb_form_clear(&form);
}

static void
test_form_read_survives_no_memory(void **state)
{
    (void)state;
    enum kb_status st = KB_E_NOMEM;
    for (size_t n = 1; st != KB_OK && n < 100; n++) {
        struct kb_form form = KB_FORM_INIT;
        kb_mem_fail_at(n);
        st = kb_form_read(KB_SPAN_LITERAL("q=caf%E9&page=2"), &form, &err);
        kb_mem_fail_at(0);
        if (st != KB_OK)
            assert_int_equal(st, KB_E_NOMEM);
        kb_form_clear(&form);
    }
    OK(st);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form_read_decodes),
        cmocka_unit_test(test_form_read_has_limits),
        cmocka_unit_test(test_form_read_survives_no_memory),
    };
    if (argc > 1)
        cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
