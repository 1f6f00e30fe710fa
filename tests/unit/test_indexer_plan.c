/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/limits.h"
#include "plan.h"

enum {
    MAX_FILES = 2500
};

static char *items[MAX_FILES];
static struct kb_paths paths = {items, 0, MAX_FILES};

static int
open_all(void **state)
{
    paths.n = 0;
    return set_up(state);
}

static int
close_all(void **state)
{
    for (size_t i = 0; i < paths.n; i++)
        free(items[i]);
    return tear_down(state);
}

/* Name a file in the list, in the order of the calls. */
static void
list(const char *name)
{
    items[paths.n] = strdup(at(name));
    assert_non_null(items[paths.n]);
    paths.n++;
}

static void
put_text(const char *name, uint32_t id)
{
    char text[200];
    snprintf(text, sizeof(text), "DOCUMENT:Q%u  11-NOV-2000  [exchange]\nTITLE   :t\n",
             id);
    put_file(name, text);
    list(name);
}

static void
put_page(const char *name, uint32_t id)
{
    char text[200];
    snprintf(text, sizeof(text),
             "---\nlayout: page\ntitle: \"Q%u: t\"\npermalink: /kb/1/Q%u/\n---\n", id,
             id);
    put_file(name, text);
    list(name);
}

static void
test_make_must_sort_articles_and_report_the_rest(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_plan plan;
    static const struct {
        const char *name;
        const char *text;
    } others[] = {{"b-empty", ""},
                  {"c-binary", "\x7f"
                               "ELF\x01\x02"},
                  {"d-notes", "DOCUMENTATION\n"},
                  {"e-zero", "DOCUMENT:Q0  11-NOV-2000  [exchange]\n"}};
    kb_report_init(&report, true);
    put_page("a", 300);
    for (size_t i = 0; i < COUNT(others); i++) {
        put_file(others[i].name, others[i].text);
        list(others[i].name);
    }
    put_text("f", 100);
    list("g-gone");
    put_dir("h-dir");
    list("h-dir");
    put_text("i", 300);
    put_page("j", 200);
    OK(kb_plan_make(&paths, 4, &report, &plan, &err));
    static const struct kb_task wanted[] = {{100, 5}, {200, 9}, {300, 0}, {300, 8}};
    assert_int_equal(plan.n, COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_int_equal(plan.tasks[i].id, wanted[i].id);
        assert_int_equal(plan.tasks[i].path, wanted[i].path);
    }
    assert_int_equal(plan.n_shards, 1);
    static const enum kb_status statuses[] = {KB_E_INVALID,   KB_E_INVALID,
                                              KB_E_INVALID,   KB_E_INVALID,
                                              KB_E_NOT_FOUND, KB_E_INVALID};
    assert_int_equal(report.n_skips, COUNT(statuses));
    for (size_t i = 0; i < COUNT(statuses); i++) {
        assert_int_equal(report.skips[i].status, statuses[i]);
        assert_true(strlen(report.skips[i].reason) > 5);
    }
    kb_plan_clear(&plan);
    assert_int_equal(plan.n, 0);
    kb_plan_clear(&plan);
    kb_report_clear(&report);
}

static void
test_make_must_live_without_articles(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_plan plan;
    kb_report_init(&report, true);
    OK(kb_plan_make(&paths, 4, &report, &plan, &err));
    assert_int_equal(plan.n, 0);
    assert_int_equal(plan.n_shards, 1);
    kb_plan_clear(&plan);
    kb_report_clear(&report);
}

static void
test_shard_must_be_the_same_for_every_run(void **state)
{
    (void)state;
    struct kb_report report;
    char name[16];
    kb_report_init(&report, true);
    for (uint32_t i = 0; i < MAX_FILES; i++) {
        snprintf(name, sizeof(name), "%04u", i);
        put_text(name, 1 + i * 3);
    }
    static const struct {
        size_t max_shards;
        size_t wanted;
    } cases[] = {{1, 1}, {2, 2}, {3, 3}, {KB_SHARDS_MAX, 3}};
    for (size_t c = 0; c < COUNT(cases); c++) {
        struct kb_plan plan;
        size_t in_shard[KB_SHARDS_MAX] = {0};
        OK(kb_plan_make(&paths, cases[c].max_shards, &report, &plan, &err));
        assert_int_equal(plan.n_shards, cases[c].wanted);
        for (size_t i = 0; i < plan.n; i++) {
            size_t shard = kb_plan_shard(&plan, plan.tasks[i].id);
            assert_true(shard < plan.n_shards);
            assert_int_equal(shard, kb_plan_shard(&plan, plan.tasks[i].id));
            in_shard[shard]++;
        }
        if (c < 2)
            for (size_t s = 0; s < plan.n_shards; s++)
                assert_true(in_shard[s] >= MAX_FILES / plan.n_shards - 1);
        kb_plan_clear(&plan);
    }
    assert_int_equal(report.n_skips, 0);
    kb_report_clear(&report);
}

static void
test_make_must_fail_without_memory(void **state)
{
    (void)state;
    put_page("a", 300);
    put_file("b", "no article");
    list("b");
    for (uint32_t i = 0; i < 20; i++) {
        char name[16];
        snprintf(name, sizeof(name), "c%02u", i);
        put_text(name, i + 1);
    }
    for (size_t n = 1;; n++) {
        struct kb_report report;
        struct kb_plan plan = {.n = 0};
        kb_report_init(&report, true);
        kb_mem_fail_at(n);
        enum kb_status st = kb_plan_make(&paths, 2, &report, &plan, &err);
        kb_mem_fail_at(0);
        kb_plan_clear(&plan);
        kb_report_clear(&report);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)

static const struct CMUnitTest tests[] = {
    TEST(test_make_must_sort_articles_and_report_the_rest),
    TEST(test_make_must_live_without_articles),
    TEST(test_shard_must_be_the_same_for_every_run),
    TEST(test_make_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
