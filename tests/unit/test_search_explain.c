/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/engine.h"

#include <math.h>

/* The first result of a query, explained. */
static void
ask(const char *query, struct kb_results *out)
{
    const struct kb_request request = {
        .query = kb_span_cstr(query), .n_max = 10, .explain = true, .no_correct = true};
    *out = (struct kb_results)KB_RESULTS_INIT;
    OK(kb_engine_search(engine, &request, out, &err));
}

static void
test_gains_must_add_up_to_the_score(void **state)
{
    (void)state;
    static const char *const queries[] = {
        "backup",
        "backup tape",
        "the",
        "Q100001",
        "100001",
        "organiz* registry",
        "\"backup program\" hang",
        "type:bug tape",
        "code:80004005",
        "back up",
        "stops OR printer",
        "title:printer",
        "-backup",
        "type:prb",
        "ntbackup.exe -backup",
    };
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct kb_results results;
        ask(queries[i], &results);
        assert_true(results.n > 0);
        for (size_t k = 0; k < results.n; k++) {
            const struct kb_result *r = &results.items[k];
            double rest = r->score;
            assert_non_null(r->reasons);
            for (size_t g = 0; g < r->n_reasons; g++) {
                rest -= r->reasons[g].gain;
                assert_false(
                    kb_span_equal(r->reasons[g].what, KB_SPAN_LITERAL("other")));
            }
            if (fabs(rest) > 1e-6)
                fail_msg("%s: Q%u: %g is not told", queries[i], r->id, rest);
        }
        kb_results_clear(&results);
    }
}

/* "what: how in where" of the reasons that are words. */
static const char *
reason(const struct kb_result *result, const char *what)
{
    static char text[500];
    for (size_t i = 0; i < result->n_reasons; i++) {
        const struct kb_reason *r = &result->reasons[i];
        if (!kb_span_equal(r->what, kb_span_cstr(what)))
            continue;
        snprintf(text, sizeof(text), "%s in %s", kb_buf_cstr(&r->how),
                 kb_buf_cstr(&r->where));
        return text;
    }
    return "no reason";
}

static void
test_words_must_say_how_and_where(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *what;
        const char *wanted;
        uint32_t id; /* of the first result */
    } cases[] = {
        {"legato backup", "backup", "exact in title, SYMPTOMS", 100001},
        {"legato backup", "legato", "exact in QUERY WORDS", 100001},
        {"legato stopped", "stopped", "as 'stops' in title, SYMPTOMS", 100001},
        {"registry back-up", "back-up", "exact in title, SUMMARY", 100003},
        {"ntbackup lost", "ntbackup", "part of a compound in title, SYMPTOMS", 100002},
        {"0x80004005 lost", "0x80004005", "code in SYMPTOMS", 100002},
        {"registry organiz*", "organiz*", "as 'organize' in title", 100003},
        {"registry exchange", "exchange", "no reason", 100003},
        {"Q100003", "Q100003", "exact in title", 100003},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_results results;
        ask(cases[i].query, &results);
        const char *got = reason(&results.items[0], cases[i].what);
        if (results.items[0].id != cases[i].id || strcmp(got, cases[i].wanted) != 0)
            fail_msg("%s: Q%u: '%s' instead of '%s'", cases[i].query,
                     results.items[0].id, got, cases[i].wanted);
        kb_results_clear(&results);
    }
}

static void
test_features_must_be_told_in_words(void **state)
{
    (void)state;
    struct kb_results results;
    ask("backup tape", &results);
    assert_string_equal(reason(&results.items[0], "exact"),
                        "100 % of what was asked is there as it was written in ");
    kb_results_clear(&results);
    ask("type:bug", &results); /* no word ranks */
    assert_int_equal(results.items[0].n_reasons, 0);
    assert_true(results.items[0].score <= 0);
    kb_results_clear(&results);
}

static void
test_explain_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct kb_results results = KB_RESULTS_INIT;
        const struct kb_request request = {.query = KB_SPAN_LITERAL("backup hang"),
                                           .n_max = 2,
                                           .explain = true,
                                           .no_correct = true};
        kb_mem_fail_at(n);
        enum kb_status st = kb_engine_search(engine, &request, &results, &err);
        kb_mem_fail_at(0);
        kb_results_clear(&results);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 1000);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_archive, close_engine)

static const struct CMUnitTest tests[] = {
    TEST(test_gains_must_add_up_to_the_score),
    TEST(test_words_must_say_how_and_where),
    TEST(test_features_must_be_told_in_words),
    TEST(test_explain_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
