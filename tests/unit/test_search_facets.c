/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/engine.h"

/* "product: Microsoft Word 3, ..." of a query, a facet each line. */
static const char *
count(const char *query, unsigned facets)
{
    static char text[1000];
    size_t n = 0;
    struct kb_results results = KB_RESULTS_INIT;
    const struct kb_request request = {
        .query = kb_span_cstr(query), .n_max = 1, .facets = facets, .no_correct = true};
    OK(kb_engine_search(engine, &request, &results, &err));
    text[0] = '\0';
    for (size_t f = 0; f < results.n_facets; f++) {
        const struct kb_facet *facet = &results.facets[f];
        assert_int_equal(facet->n, facet->n_values);
        n += (size_t)snprintf(text + n, sizeof(text) - n, "%s:", facet->name);
        for (size_t i = 0; i < facet->n; i++)
            n +=
                (size_t)snprintf(text + n, sizeof(text) - n, " %s=%u",
                                 kb_buf_cstr(&facet->items[i].text), facet->items[i].n);
        n += (size_t)snprintf(text + n, sizeof(text) - n, ";");
    }
    kb_results_clear(&results);
    return text;
}

static void
test_facets_must_count_all_matches(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        unsigned facets;
        const char *wanted;
    } cases[] = {
        {"printer", KB_FACET_PRODUCT, "product: Microsoft Word=3;"},
        {"printer", KB_FACET_YEAR, "year: 1998=2 1997=1;"},
        {"printer", KB_FACET_TYPE, "type: fix=2;"}, /* one has none */
        {"tape", KB_FACET_PRODUCT | KB_FACET_YEAR,
         "product: Microsoft Exchange=2 Microsoft Windows NT=1;"
         "year: 1997=1 1999=1 2000=1;"},
        {"tape type:bug", KB_FACET_TYPE, "type: bug=1;"},
        {"\"backup program\"", KB_FACET_TYPE, "type: prb=1;"},
        {"zzqq", KB_FACET_TYPE, ""},
        {"tape", 0, ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = count(cases[i].query, cases[i].facets);
        if (strcmp(got, cases[i].wanted) != 0)
            fail_msg("%s: '%s' instead of '%s'", cases[i].query, got, cases[i].wanted);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_archive, close_engine)

static const struct CMUnitTest tests[] = {
    TEST(test_facets_must_count_all_matches),
};

KB_TEST_MAIN(tests)
