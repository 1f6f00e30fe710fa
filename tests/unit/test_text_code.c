/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "text/code.h"

static const struct {
    const char *word;
    bool negative;
    const char *wanted; /* NULL = no code */
} cases[] = {
    {"0x80004005", false, "0x80004005"},
    {"0x8", false, "0x8"},
    {"0x00000050", false, "0x50"},
    {"0x0", false, "0x0"},
    {"0xffffffff", false, "0xffffffff"},
    {"0x000000001", false, "0x1"},
    {"80004005h", false, "0x80004005"},
    {"ffff0000h", false, "0xffff0000"},
    {"21h", false, "0x21"},
    {"0h", false, "0x0"},
    {"0ffh", false, "0xff"},
    {"80004005", false, "0x80004005"},
    {"c7ff000d", false, "0xc7ff000d"},
    {"f0000000", false, "0xf0000000"},
    {"2147467259", true, "0x80004005"},
    {"1018", true, "0xfffffc06"},
    {"2147483648", true, "0x80000000"},
    {"100", true, "0xffffff9c"},
    {"2147500037", false, "0x80004005"},
    {"4294967295", false, "0xffffffff"},
    {"2147483648", false, "0x80000000"},
    /* words and numbers that count things */
    {"", false, NULL},
    {"", true, NULL},
    {"0", false, NULL},
    {"1018", false, NULL},
    {"12", true, NULL},
    {"12345678", false, NULL},
    {"79999999", false, NULL},
    {"2147483647", false, NULL},
    {"4294967296", false, NULL},
    {"4294967296", true, NULL},
    {"2147483649", true, NULL},
    {"99999999999", false, NULL},
    {"0x", false, NULL},
    {"0x123456789", false, NULL},
    {"0xg", false, NULL},
    {"h", false, NULL},
    {"each", false, NULL},
    {"bach", false, NULL},
    {"effaced", false, NULL},
    {"facade", false, NULL},
    {"deadbeef", false, NULL},
    {"effacedbh", false, NULL},
    {"10th", false, NULL},
    {"180004005", false, NULL},
    {"8000400", false, NULL},
    {"8000400g", false, NULL},
    {"80004005", true, "0xfb3b3c5b"}, /* minus and decimal digits */
    {"c7ff000d", true, NULL},
    {"0x80004005", true, NULL},
    {"1e5", true, NULL},
};

static void
test_normal_must_know_every_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char got[KB_CODE_BYTES] = "as it was";
        bool is_code =
            kb_code_normal(kb_span_cstr(cases[i].word), cases[i].negative, got);
        const char *wanted = cases[i].wanted == NULL ? "as it was" : cases[i].wanted;
        if (is_code != (cases[i].wanted != NULL) || strcmp(got, wanted) != 0)
            fail_msg("'%s': '%s' instead of '%s'", cases[i].word, got, wanted);
    }
}

/* All spellings of one number meet, for every bit. */
static void
test_normal_must_be_one_for_all_spellings(void **state)
{
    (void)state;
    for (unsigned bit = 0; bit < 31; bit++) {
        uint32_t value = UINT32_C(0x80000000) | UINT32_C(1) << bit;
        char forms[4][16];
        snprintf(forms[0], 16, "0x%x", value);
        snprintf(forms[1], 16, "%xh", value);
        snprintf(forms[2], 16, "%u", value);
        snprintf(forms[3], 16, "%u", 0 - value);
        for (size_t i = 0; i < 4; i++) {
            char got[KB_CODE_BYTES] = "";
            assert_true(kb_code_normal(kb_span_cstr(forms[i]), i == 3, got));
            assert_string_equal(got, forms[0]);
        }
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_normal_must_know_every_form),
    cmocka_unit_test(test_normal_must_be_one_for_all_spellings),
};

KB_TEST_MAIN(tests)
