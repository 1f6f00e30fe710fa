/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/leaf.h"

/* Which articles the condition of a query names; "-" = it has none. An 'n' behind them:
 * articles are judged by a need besides; a 'w': only those that have one of its words.
 */
static const char *
describe(const char *query)
{
    static char text[300];
    struct asked_tree asked;
    struct kb_condition condition = {NULL, NULL, false};
    OK(read_tree(query, &asked));
    OK(kb_condition_read(&asked.in, &condition, &err));
    bool is_none =
        condition.filter == NULL && condition.need == NULL && !condition.is_asked_for;
    snprintf(text, sizeof(text), "%s%s%s",
             is_none ? "-" : found_by(condition.filter, condition.need),
             condition.need != NULL ? " n" : "",
             is_none || condition.is_asked_for ? "" : " w");
    kb_condition_clear(&condition);
    assert_null(condition.filter);
    clear_tree(&asked);
    return text;
}

static const struct {
    const char *query;
    const char *wanted;
} cases[] = {
    /* words only rank */
    {"backup", "-"},
    {"backup tape*", "-"},
    {"backup OR tape", "-"},
    {"(backup tape) hang", "-"},
    {"", "-"},
    /* what must be there and what must not */
    {"+backup", "1 3"},
    {"+backup +tape", "1"},
    {"+backup tape", "1 3"},
    {"-backup", "2 4 5 6 7 8 9"},
    {"tape -backup", "2 4 5 6 7 8 9 w"},
    {"backup AND tape", "1"},
    {"backup AND (registry OR full)", "1 3"},
    {"NOT tape", "3 4 5 6 8 9"},
    {"tape AND NOT backup", "2 7"},
    {"+(registry legato)", "1 3"},
    /* values narrow what words find, but name articles where there are no words */
    {"type:bug", "2"},
    {"tape type:bug", "2 w"},
    {"tape type:(bug OR prb)", "1 2 w"},
    {"tape +type:(bug OR prb) date:(1999 2000)", "1 2 w"},
    {"tape (type:bug OR (product:exchange AND date:2000))", "1 2 w"},
    {"tape (type:bug OR id:100006)", "2 6"},
    {"tape (type:bug OR title:happy)", "2 6"},
    {"product:exchange", "1 2"},
    {"product:exchange AND tape", "1 2"},
    {"tape OR printer product:word", "4 5 6"},
    {"date:1996 program", "8 9 w"},
    {"id:100003", "3"},
    {"cites:100001", "3"},
    {"citedby:100001", "2"},
    /* what terms cannot tell */
    {"\"backup program\"", "1 n"},
    {"\"program backup\"", " n"},
    {"-\"backup program\"", "2 3 4 5 6 7 8 9 n"},
    {"\"to be or not to be\"", "7 n"},
    {"cause:organic", "1 n"},
    {"symptoms:organic", "2 n"}, /* any form: organization */
    {"title:tape", "2 7"},
    {"title:\"tape drive\"", "2 n"},
    {"in:resolution driver", "4 5 n"},
    {"backup NEAR/2 program", "1 n"},
    {"stops NEAR/2 backup", "1 n"},
    {"tape NEAR/1 backup", " n"},
    /* prefixes whose stems have other words */
    {"organic*", "1 n"},
    {"organiz*", "2 3 n"},
    {"organiz* registry", "2 3 n w"},
    {"organiz* type:howto", "3 n w"},
    {"+organiz* tape", "2 3 n"},
    {"organi*", "-"},
    {"title:organiz*", "3 n"},
    {"organiz* OR happiness", "2 3 6 n"},
    {"-organiz* tape", "1 7 n w"},
    /* a need beside a value: the need's articles first */
    {"\"backup program\" OR type:bug", "1 2"},
    {"organiz* OR type:prb", "1 2 3"},
    {"NOT (\"backup program\" OR type:bug)", "3 4 5 6 7 8 9"},
};

static void
test_condition_must_name_its_articles(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = describe(cases[i].query);
        if (strcmp(got, cases[i].wanted) != 0)
            fail_msg("%s: '%s' instead of '%s'", cases[i].query, got, cases[i].wanted);
    }
}

/* More than KB_QUERY_MAX_SETTLED needs beside values: the rest goes by terms alone. */
static void
test_condition_must_settle_only_so_many(void **state)
{
    (void)state;
    struct asked_tree asked;
    struct kb_condition condition = {NULL, NULL, false};
    struct kb_buf query = KB_BUF_INIT(1000);
    for (int i = 0; i <= KB_QUERY_MAX_SETTLED; i++)
        OK(kb_buf_printf(&query, &err, "%s(\"program backup\" OR type:bug)",
                         i == 0 ? "" : " AND "));
    OK(read_tree(kb_buf_cstr(&query), &asked));
    OK(kb_condition_read(&asked.in, &condition, &err));
    assert_int_equal(asked.n_settled, KB_QUERY_MAX_SETTLED);
    assert_int_equal(asked.tree.notes.n, 1);
    assert_non_null(strstr(asked.tree.notes.items[0].text, "too many phrases"));
    assert_string_equal(found_by(condition.filter, condition.need), "2");
    kb_condition_clear(&condition);
    clear_tree(&asked);
    kb_buf_clear(&query);
}

static void
test_condition_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct asked_tree asked;
        struct kb_condition condition = {NULL, NULL, false};
        kb_mem_fail_at(n);
        enum kb_status st =
            read_tree("(\"backup program\" OR type:bug) AND organiz* -cause:x", &asked);
        if (st == KB_OK)
            st = kb_condition_read(&asked.in, &condition, &err);
        kb_mem_fail_at(0);
        kb_condition_clear(&condition);
        clear_tree(&asked);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 500);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_archive, close_engine)

static const struct CMUnitTest tests[] = {
    TEST(test_condition_must_name_its_articles),
    TEST(test_condition_must_settle_only_so_many),
    TEST(test_condition_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
