/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "article/parse.h"
#include "base/limits.h"
#include "scan.h"

enum {
    FILES_MAX = 400
};

#define RULE "=================================================="
#define LONG_AGO INT64_C(1000000000) /* one second after the epoch */
#define BEGUN INT64_C(9000000000)    /* of the scan before */

static void
put_article(const char *name, unsigned id, const char *text)
{
    char file[300];
    snprintf(file, sizeof(file),
             "DOCUMENT:Q%u  11-NOV-2000  [x]\nTITLE   :t\nPRODUCT :p\nPROD/VER:1\n"
             "OPER/SYS:\nKEYWORDS:\n\n" RULE "\n%s\n",
             id, text);
    put_file(name, file);
}

/* A file as the walk finds it; its times are made up. */
static struct kb_input *
add(struct kb_inputs *inputs, const char *name, int64_t mtime_ns)
{
    struct stat info = {.st_size = 0};
    assert_int_equal(kb_mem_grow(&inputs->items, inputs->n, &inputs->capacity,
                                 sizeof(*inputs->items)),
                     KB_OK);
    struct kb_input *input = &inputs->items[inputs->n++];
    (void)stat(at(name), &info);
    *input = (struct kb_input){.n_bytes = (uint64_t)info.st_size,
                               .mtime_ns = mtime_ns,
                               .ctime_ns = mtime_ns,
                               .reason = ""};
    OK(kb_inputs_keep(inputs, kb_span_cstr(at(name)), &input->path, &err));
    inputs->begun_ns = BEGUN;
    return input;
}

static struct kb_inputs before;
static struct kb_inputs now;
static struct kb_scan_counts counts;

static int
open_all(void **state)
{
    before = (struct kb_inputs)KB_INPUTS_INIT;
    now = (struct kb_inputs)KB_INPUTS_INIT;
    return set_up(state);
}

static int
close_all(void **state)
{
    kb_mem_fail_at(0);
    kb_inputs_clear(&now);
    kb_inputs_clear(&before);
    return tear_down(state);
}

/* One file, scanned once, as the table before. */
static void
scan_one(unsigned id, const char *text)
{
    struct kb_inputs nothing = KB_INPUTS_INIT;
    put_article("a", id, text);
    add(&before, "a", LONG_AGO);
    OK(kb_scan(&nothing, 1, &before, &counts, &err));
}

static void
test_scan_must_read_what_is_new(void **state)
{
    (void)state;
    struct kb_inputs nothing = KB_INPUTS_INIT;
    put_article("a", 100001, "text");
    put_file("b", "no article");
    add(&now, "a", LONG_AGO);
    add(&now, "b", LONG_AGO);
    add(&now, "gone", LONG_AGO);
    OK(kb_scan(&nothing, 1, &now, &counts, &err));
    assert_int_equal(counts.n_read, 3);
    assert_int_equal(counts.n_same, 0);
    assert_false(counts.is_as_before);
    assert_int_equal(now.items[0].state, KB_INPUT_ARTICLE);
    assert_int_equal(now.items[0].id, 100001);
    assert_int_equal(now.items[0].modified, 20001111);
    assert_int_equal(now.items[0].form, KB_FORM_TEXT);
    assert_true(now.items[0].hash_low != 0);
    assert_int_equal(now.items[1].state, KB_INPUT_SKIPPED);
    assert_int_equal(now.items[1].status, KB_E_INVALID);
    assert_false(now.items[1].again);
    assert_true(strlen(now.items[1].reason) > 5);
    assert_int_equal(now.items[2].state, KB_INPUT_SKIPPED);
    assert_int_equal(now.items[2].status, KB_E_NOT_FOUND);
    assert_true(now.items[2].again);
    assert_string_equal(now.items[2].reason, "is not there");
}

static void
test_scan_must_not_read_what_has_its_times(void **state)
{
    (void)state;
    scan_one(100001, "text");
    put_article("a", 100002, "text"); /* as long as before: nobody looks */
    add(&now, "a", LONG_AGO);
    OK(kb_scan(&before, 1, &now, &counts, &err));
    assert_int_equal(counts.n_read, 0);
    assert_true(counts.is_as_before);
    assert_int_equal(now.items[0].id, 100001);
    assert_true(kb_input_same_bytes(&now.items[0], &before.items[0]));
}

static void
test_scan_must_know_a_touched_file(void **state)
{
    (void)state;
    scan_one(100001, "text");
    add(&now, "a", LONG_AGO + 1);
    OK(kb_scan(&before, 1, &now, &counts, &err));
    assert_int_equal(counts.n_read, 1);
    assert_int_equal(counts.n_same, 1);
    assert_false(counts.is_as_before); /* the times are to be noted */
    assert_true(kb_input_same_bytes(&now.items[0], &before.items[0]));
    assert_int_equal(now.items[0].id, 100001);
    assert_true(now.items[0].mtime_ns == LONG_AGO + 1);
}

static void
test_scan_must_read_what_changed(void **state)
{
    (void)state;
    scan_one(100001, "text");
    put_article("a", 100001, "TEXT");
    add(&now, "a", LONG_AGO)->ctime_ns++; /* the time of contents was set back */
    OK(kb_scan(&before, 1, &now, &counts, &err));
    assert_int_equal(counts.n_read, 1);
    assert_int_equal(counts.n_same, 0);
    assert_false(kb_input_same_bytes(&now.items[0], &before.items[0]));
}

/* Times that are too young, in the future, or of a clock that was set back since. */
static void
test_scan_must_not_trust_young_times(void **state)
{
    (void)state;
    static const int64_t times[] = {BEGUN - 1, BEGUN, BEGUN + 1, BEGUN * 1000};
    struct kb_inputs nothing = KB_INPUTS_INIT;
    for (size_t i = 0; i < COUNT(times); i++) {
        kb_inputs_clear(&before);
        kb_inputs_clear(&now);
        put_article("a", 100001, "text");
        add(&before, "a", times[i]);
        OK(kb_scan(&nothing, 1, &before, &counts, &err));
        add(&now, "a", times[i]);
        OK(kb_scan(&before, 1, &now, &counts, &err));
        assert_int_equal(counts.n_read, 1);
        assert_true(counts.is_as_before); /* nothing is to be written */
        put_article("a", 100002, "text");
        kb_inputs_clear(&now);
        add(&now, "a", times[i]);
        OK(kb_scan(&before, 1, &now, &counts, &err));
        assert_int_equal(now.items[0].id, 100002);
        assert_false(counts.is_as_before);
    }
}

static void
test_scan_must_read_again_what_could_not_be_read(void **state)
{
    (void)state;
    struct kb_inputs nothing = KB_INPUTS_INIT;
    add(&before, "a", LONG_AGO);
    OK(kb_scan(&nothing, 1, &before, &counts, &err));
    assert_int_equal(before.items[0].state, KB_INPUT_SKIPPED);
    add(&now, "a", LONG_AGO);
    OK(kb_scan(&before, 1, &now, &counts, &err));
    assert_int_equal(counts.n_read, 1);
    assert_true(counts.is_as_before); /* as unreadable as before */
    kb_inputs_clear(&now);
    put_article("a", 100001, "text");
    add(&now, "a", LONG_AGO)->n_bytes = 0;
    OK(kb_scan(&before, 1, &now, &counts, &err));
    assert_int_equal(now.items[0].state, KB_INPUT_ARTICLE);
    assert_false(counts.is_as_before);
}

static void
test_scan_must_notice_what_went(void **state)
{
    (void)state;
    scan_one(100001, "text");
    OK(kb_scan(&before, 1, &now, &counts, &err));
    assert_int_equal(counts.n_read, 0);
    assert_false(counts.is_as_before);
}

/* Who is taken of several is decided anew each time. */
static void
test_scan_must_make_twins_articles(void **state)
{
    (void)state;
    scan_one(100001, "text");
    before.items[0].state = KB_INPUT_TWIN;
    add(&now, "a", LONG_AGO);
    OK(kb_scan(&before, 1, &now, &counts, &err));
    assert_int_equal(now.items[0].state, KB_INPUT_ARTICLE);
}

static void
test_scan_must_be_the_same_by_several_processes(void **state)
{
    (void)state;
    struct kb_inputs nothing = KB_INPUTS_INIT;
    for (size_t i = 0; i < FILES_MAX; i++) {
        char name[16];
        snprintf(name, sizeof(name), "f%03zu", i);
        if (i % 10 == 3)
            put_file(name, "no article");
        else
            put_article(name, 100000 + (unsigned)i, "text");
        add(&now, name, LONG_AGO);
        add(&before, name, LONG_AGO);
    }
    OK(kb_scan(&nothing, 1, &before, &counts, &err));
    OK(kb_scan(&nothing, 3, &now, &counts, &err));
    for (size_t i = 0; i < FILES_MAX; i++) {
        const struct kb_input *a = &before.items[i];
        const struct kb_input *b = &now.items[i];
        assert_true(kb_input_same_bytes(a, b));
        assert_int_equal(a->id, b->id);
        assert_int_equal(a->state, b->state);
        assert_string_equal(a->reason, b->reason);
    }
}

static void
test_scan_must_fail_without_memory(void **state)
{
    (void)state;
    struct kb_inputs nothing = KB_INPUTS_INIT;
    put_article("a", 100001, "text");
    put_file("b", "no article");
    for (size_t n = 1;; n++) {
        kb_inputs_clear(&now);
        add(&now, "a", LONG_AGO);
        add(&now, "b", LONG_AGO);
        kb_mem_fail_at(n);
        enum kb_status st = kb_scan(&nothing, 1, &now, &counts, &err);
        kb_mem_fail_at(0);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 200);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)

static const struct CMUnitTest tests[] = {
    TEST(test_scan_must_read_what_is_new),
    TEST(test_scan_must_not_read_what_has_its_times),
    TEST(test_scan_must_know_a_touched_file),
    TEST(test_scan_must_read_what_changed),
    TEST(test_scan_must_not_trust_young_times),
    TEST(test_scan_must_read_again_what_could_not_be_read),
    TEST(test_scan_must_notice_what_went),
    TEST(test_scan_must_make_twins_articles),
    TEST(test_scan_must_be_the_same_by_several_processes),
    TEST(test_scan_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
