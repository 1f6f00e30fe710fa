/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "search/values.h"

static const struct {
    const char *value;
    const char *text;
    bool wanted;
} cases[] = {
    {"microsoft windows nt server versions 3.5, 3.51", "windows nt 3.51", true},
    {"microsoft windows nt server versions 3.5, 3.51", "NT 3.51", true},
    {"microsoft windows nt server versions 3.5, 3.51", "nt3.51", true},
    {"microsoft windows nt server versions 3.5, 3.51", "winnt 3.51", true},
    {"microsoft windows nt server versions 3.5, 3.51", "winnt3.51", true},
    {"microsoft windows nt server versions 3.5, 3.51", "nt 351", true},
    {"microsoft windows nt server versions 3.5, 3.51", "nt 3.50", true},
    {"microsoft windows nt server versions 3.5, 3.51", "nt 4.0", false},
    {"microsoft windows nt server versions 3.5, 3.51", "windows 95", false},
    {"microsoft windows nt winnt 3.5,3.51", "windows nt 3.51", true},
    {"microsoft windows 95", "win95", true},
    {"microsoft windows 95", "windows 9", false},
    {"microsoft windows nt server version 4.0", "nt4", true},
    {"microsoft windows nt server version 4.0", "nt 4.00", true},
    {"microsoft windows nt server version 4.0", "nt 40", true},
    {"microsoft windows nt server version 4.0", "nt 0", false},
    {"microsoft windows nt server version 4.0 sp4", "nt4 sp4", true},
    {"microsoft visual basic standard edition for windows, version 6.0", "vb6", true},
    {"microsoft visual basic standard edition for windows, version 6.0", "vb 5", false},
    {"microsoft exchange server, version 5.5 sp3", "exch 5.5 sp3", true},
    {"microsoft exchange server, version 5.5 sp3", "exchange 5.5", true},
    {"microsoft exchange server, version 5.5 sp3", "ex", false},
    {"microsoft internet information server version 4.0", "iis4", true},
    {"microsoft systems management server version 1.2", "sms", true},
    {"microsoft visual c++, 32-bit editions, version 5.0", "visual c++ 5.0", true},
    {"microsoft windows for workgroups version 3.11", "wfw 3.11", true},
    {"microsoft link for ms-dos, versions 5.0x, 5.1x", "link 5.12", true},
    {"microsoft link for ms-dos, versions 5.0x, 5.1x", "link 5.2", false},
    {"microsoft c compiler 6.x", "c 6.0a", true},
    {"5.5 sp3", "5.5", true},
    {"5.5 sp3", "5.5 SP3", true},
    {"5.50", "5.5", true},
    {"15.5", "5.5", false},
    {"x", "", false},
    {"x", " ?! ", false},
    {"", "x", false},
    {"microsoft word 97 f\xc3\xbcr windows", "f\xc3\xbcr", true},
};

static void
test_value_must_be_meant_by_its_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (kb_value_is_meant(kb_span_cstr(cases[i].value),
                              kb_span_cstr(cases[i].text)) != cases[i].wanted)
            fail_msg("'%s' for '%s'", cases[i].text, cases[i].value);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_value_must_be_meant_by_its_words),
};

KB_TEST_MAIN(tests)
