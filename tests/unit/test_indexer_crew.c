/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include <signal.h>

#include "base/limits.h"
#include "crew.h"

enum {
    PARTS = 3,
    BIG = 3 * 1000 * 1000 /* more than a pipe holds */
};

static enum kb_status
say_part(void *context, size_t part, struct kb_buf *out, struct kb_error *e)
{
    const char *word = context;
    return kb_buf_printf(out, e, "%s %zu of process %d", word, part,
                         (int)(getpid() != getppid()));
}

static enum kb_status
say_much(void *context, size_t part, struct kb_buf *out, struct kb_error *e)
{
    (void)context;
    enum kb_status st = kb_buf_reserve(out, BIG, e);
    if (st == KB_OK) {
        memset(out->data, 'a' + (int)part, BIG);
        out->n_bytes = BIG;
    }
    return st;
}

static enum kb_status
fail_one(void *context, size_t part, struct kb_buf *out, struct kb_error *e)
{
    (void)context;
    if (part == 1)
        return kb_error_set(e, KB_E_CORRUPT, "part %zu is bad", part);
    return kb_buf_append_byte(out, 'x', e);
}

static enum kb_status
die(void *context, size_t part, struct kb_buf *out, struct kb_error *e)
{
    (void)context;
    (void)out;
    (void)e;
    if (part == 2)
        (void)raise(SIGKILL);
    return KB_OK;
}

static struct kb_buf outs[PARTS];

static void
clear_outs(size_t max_bytes)
{
    for (size_t i = 0; i < PARTS; i++) {
        kb_buf_clear(&outs[i]);
        outs[i].max_bytes = max_bytes;
    }
}

static void
test_run_must_bring_back_what_parts_say(void **state)
{
    (void)state;
    char word[] = "part";
    clear_outs(100);
    OK(kb_crew_run(PARTS, say_part, word, outs, &err));
    for (size_t i = 0; i < PARTS; i++) {
        char wanted[100];
        snprintf(wanted, sizeof(wanted), "part %zu of process 1", i);
        assert_string_equal(kb_buf_cstr(&outs[i]), wanted);
    }
    clear_outs(2 * BIG);
    OK(kb_crew_run(PARTS, say_much, NULL, outs, &err));
    for (size_t i = 0; i < PARTS; i++) {
        assert_int_equal(outs[i].n_bytes, BIG);
        assert_int_equal(outs[i].data[BIG - 1], 'a' + i);
    }
    clear_outs(100);
    OK(kb_crew_run(1, say_part, word, outs, &err));
    assert_int_equal(strncmp(kb_buf_cstr(&outs[0]), "part 0", 6), 0);
    clear_outs(0);
}

static void
test_run_must_tell_what_failed(void **state)
{
    (void)state;
    clear_outs(100);
    FAILS(KB_E_CORRUPT, kb_crew_run(PARTS, fail_one, NULL, outs, &err));
    assert_string_equal(err.msg, "part 1 is bad");
    FAILS(KB_E_IO, kb_crew_run(PARTS, die, NULL, outs, &err));
    SAYS("signal 9");
    FAILS(KB_E_LIMIT, kb_crew_run(PARTS, say_much, NULL, outs, &err));
    FAILS(KB_E_INTERNAL, kb_crew_run(KB_SHARDS_MAX + 1, say_part, NULL, outs, &err));
    clear_outs(0);
}

static enum kb_status
sleep_on(void *context, size_t part, struct kb_buf *out, struct kb_error *e)
{
    (void)context;
    (void)part;
    (void)out;
    (void)e;
    pause();
    return KB_OK;
}

static void
test_start_must_work_beside(void **state)
{
    (void)state;
    char word[] = "part";
    struct kb_crew_mate mate = KB_CREW_MATE_INIT;
    clear_outs(100);
    OK(kb_crew_start(say_part, word, 7, 100, &mate, &err));
    assert_true(mate.pid > 0);
    OK(kb_crew_take(&mate, &outs[0], &err));
    assert_string_equal(kb_buf_cstr(&outs[0]), "part 7 of process 1");
    assert_int_equal(mate.pid, -1);
    assert_int_equal(mate.fd, -1);
    OK(kb_crew_start(fail_one, NULL, 1, 100, &mate, &err));
    FAILS(KB_E_CORRUPT, kb_crew_take(&mate, &outs[0], &err));
    assert_string_equal(err.msg, "part 1 is bad");
    OK(kb_crew_start(die, NULL, 2, 100, &mate, &err));
    FAILS(KB_E_IO, kb_crew_take(&mate, &outs[0], &err));
    SAYS("signal 9");
    clear_outs(0);
}

static void
test_end_must_end_what_is_at_work(void **state)
{
    (void)state;
    struct kb_crew_mate mate = KB_CREW_MATE_INIT;
    kb_crew_end(&mate);
    OK(kb_crew_start(sleep_on, NULL, 0, 0, &mate, &err));
    pid_t pid = mate.pid;
    kb_crew_end(&mate);
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(mate.pid, -1);
    assert_int_equal(mate.fd, -1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_run_must_bring_back_what_parts_say),
    cmocka_unit_test(test_run_must_tell_what_failed),
    cmocka_unit_test(test_start_must_work_beside),
    cmocka_unit_test(test_end_must_end_what_is_at_work),
};

KB_TEST_MAIN(tests)
