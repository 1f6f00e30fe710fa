/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that a text spells out. */
#include "support/kb_test.h"

#include <stdio.h>
#include <string.h>

#include "acronym.h"

/* What is found, "brief=words of the long name" each, a semicolon between. */
static const struct {
    const char *text;
    const char *wanted;
} cases[] = {
    /* behind the long name, and before it */
    {"Open Outlook Web Access (OWA) and log on.", "owa=Outlook Web Access"},
    {"Install SFU (Services for UNIX) first.", "sfu=Services UNIX"},
    {"a (GPF) or GPF (general protection fault)", "gpf=general protection fault"},
    {"Outlook Web\nAccess (\"OWA\")", "owa=Outlook Web Access"},
    {"general\n\nprotection fault (GPF)", ""},
    {"the Access Control Lists (ACLs) of it", "acl=Access Control Lists"},
    {"RAS (Remote Access), MTA (message transfer agent)", "mta=message transfer agent"},
    /* words that may have no initial, and may have one */
    {"Windows for Workgroups (WFW)", "wfw=Windows Workgroups"},
    {"point of view (POV)", "pov=point view"},
    {"the Time to Live (TTL)", "ttl=Time Live"},
    {"routing and remote access service (RRAS)", "rras=routing remote access service"},
    /* inner capitals, hyphens, digits, an x */
    {"Visual FoxPro (VFP)", "vfp=Visual FoxPro"},
    {"QuickBasic (QB)", "qb=QuickBasic"},
    {"Client Services for NetWare (CSNW)", "csnw=Client Services NetWare"},
    {"a non-delivery report (NDR)", "ndr=non delivery report"},
    {"OEM Service Release 2 (OSR2)", "osr2=OEM Service Release 2"},
    {"Extensible Markup Language (XML)", "xml=Extensible Markup Language"},
    /* what does not begin so */
    {"the user interface (OWA)", ""},
    {"Web Access (OWA)", ""},
    {"Outlook, Web Access (OWA)", ""},
    {"Outlook Web Access. (OWA)", ""},
    {"Outlook Web Access client (OWA)", ""},
    {"outlook web access (owa)", ""},
    {"Outlook Web Access (O.W.A)", ""},
    {"SFU (Services for UNIX 2.0)", ""},
    {"SFU (Services, for UNIX)", ""},
    {"MySFU (Services for UNIX)", ""},
    {"something (A) else (Bc) (TOOLONGNAME) ()", ""},
    {"caf\xc3\xa9 Web Access (CWA)", ""},
    {"(OWA)", ""},
    {"Outlook Web Access (OWA", ""},
    {"", ""},
    /* more than one */
    {"Visual FoxPro (VFP) and SFU (Services for UNIX) (or so)",
     "vfp=Visual FoxPro;sfu=Services UNIX"},
};

static void
describe(const struct kb_acronym *a, char *out, size_t n_out)
{
    size_t n = strlen(out);
    n += (size_t)snprintf(out + n, n_out - n, "%s%.*s=", n > 0 ? ";" : "",
                          (int)a->n_brief, a->brief);
    for (size_t i = 0; i < a->n_words; i++)
        n += (size_t)snprintf(out + n, n_out - n, "%s%.*s", i > 0 ? " " : "",
                              KB_SPAN_ARG(a->words[i]));
}

static void
test_next_must_find_what_a_text_spells_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char got[500] = "";
        struct kb_acronym a;
        size_t at = 0;
        while (kb_acronym_next(kb_span_cstr(cases[i].text), &at, &a))
            describe(&a, got, sizeof(got));
        if (strcmp(got, cases[i].wanted) != 0)
            fail_msg("'%s': %s", cases[i].text, got);
    }
}

/* However long the words are, and however many: none is cut. */
static void
test_next_must_find_no_piece_of_a_word(void **state)
{
    (void)state;
    struct kb_acronym a;
    for (int n = 50; n < 200; n++) {
        char text[300];
        size_t at = 0;
        snprintf(text, sizeof(text), "X%0*d Web Access (OWA)", n, 0);
        memset(text + 1, 'O', (size_t)n);
        assert_false(kb_acronym_next(kb_span_cstr(text), &at, &a));
        assert_int_equal(at, strlen(text));
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_next_must_find_what_a_text_spells_out),
    cmocka_unit_test(test_next_must_find_no_piece_of_a_word),
};

KB_TEST_MAIN(tests)
