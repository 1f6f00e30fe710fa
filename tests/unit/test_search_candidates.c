/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/wordlist.h"

#include "search/candidates.h"

/* In byte order. */
static const struct listed words[] = {
    {"backup", 150, 900},   {"boot", 150, 300},   {"ca_t", 3, 9},
    {"cold", 3, 30},        {"error", 150, 900},  {"hold", 3, 30},
    {"lanes", 9, 100},      {"mail", 2, 2},       {"message", 150, 900},
    {"old", 150, 200},      {"printed", 9, 10},   {"printer", 200, 1000},
    {"rare", 2, 2},         {"sector", 120, 300}, {"tea", 2, 5},
    {"the", 200, 100000},   {"ti", 4, 4},         {"transport", 5, 50},
    {"windows", 200, 9000},
};

static int
open_all(void **state)
{
    if (set_up(state) != 0)
        return -1;
    make_shard(words, COUNT(words), 200);
    return 0;
}

static int
close_all(void **state)
{
    close_shard();
    return tear_down(state);
}

static void
test_cost_must_weigh_slips(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        const char *meant;
        unsigned max;
        unsigned wanted;
    } cases[] = {
        {"", "", 8, 0},
        {"backup", "backup", 8, 0},
        {"bakup", "backup", 8, 4},   /* left out */
        {"backkup", "backup", 8, 3}, /* doubled */
        {"backxup", "backup", 8, 4}, /* put in */
        {"backap", "backup", 8, 5},  /* another */
        {"bakcup", "backup", 8, 4},  /* turned round */
        {"instal", "install", 8, 3}, /* one of two alike left out */
        {"vackup", "backup", 8, 7},  /* the first */
        {"ackup", "backup", 8, 6},   /* the first left out */
        {"xbackup", "backup", 8, 6}, /* one in front */
        {"bbackup", "backup", 8, 3}, /* the first doubled */
        {"abckup", "backup", 8, 4},  /* the first two turned round */
        {"bckpu", "backup", 8, 8},   /* left out, turned round */
        {"printer", "painted", 20, 10},
        {"kitten", "sitting", 20, 16},
        {"kitten", "sitting", 8, 9}, /* more than 8 */
        {"a", "abcd", 20, 12},
        {"", "abcd", 20, 18},
        {"ca", "abc", 20, 14}, /* a pair is turned round once, as it stands */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        unsigned got = kb_slips_cost(kb_span_cstr(cases[i].typed),
                                     kb_span_cstr(cases[i].meant), cases[i].max);
        if (got != cases[i].wanted)
            fail_msg("'%s', '%s': %u", cases[i].typed, cases[i].meant, got);
    }
    char letters[KB_WORD_MAX_BYTES + 1];
    memset(letters, 'a', sizeof(letters));
    struct kb_span longest = kb_span_at(letters, KB_WORD_MAX_BYTES);
    assert_int_equal(kb_slips_cost(longest, longest, 8), 0);
    assert_int_equal(kb_slips_cost(kb_span_at(letters, 1), longest, 8), 9);
    assert_int_equal(kb_slips_cost(longest, kb_span_at(letters, sizeof(letters)), 8),
                     9); /* no word is so long */
}

static void
test_apply_must_leave_out_codes(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        bool wanted;
    } cases[] = {
        {"bakup", true}, {"teh", false},          {"c7ff000d", false}, {"sp4", false},
        {"", false},     {"caf\xc3\xa9s", false}, {"ntfs.sys", false}, {"don't", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (kb_candidates_apply(kb_span_cstr(cases[i].word)) != cases[i].wanted)
            fail_msg("'%s'", cases[i].word);
    }
}

static void
test_find_must_name_what_may_be_meant(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        const char *wanted; /* with a star where they are two words */
    } cases[] = {
        {"prnter", "printer"},
        {"printr", "printer"},
        {"pritner", "printer"},
        {"printerr", "printer"},
        {"rinter", "printer"},  /* the first letter left out */
        {"qrinter", "printer"}, /* another */
        {"xprinter", "printer"},
        {"rpinter", "printer"},
        {"bckpu", ""}, /* two slips in a short word */
        {"wnidosw", ""},
        {"trnasprot", "transport"}, /* and in a long one */
        {"bold", "cold hold"},      /* "old" is too short */
        {"rares", ""},              /* too rare itself */
        {"catt", ""},               /* "ca_t" is none that is typed */
        {"bootsector", "boot*sector"},
        {"errormessage", "error*message"},
        {"bootti", "boot"},       /* too short for two words */
        {"messageti", "message"}, /* two letters are a piece of anything */
        {"thebackup", ""},        /* a stop word is none of them */
        {"mailbackup", ""},       /* too rare */
        {"zzzzzz", ""},
        {"printer", "printed"},
    };
    const struct kb_candidates_in in = {analyzer, reader, 1};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_candidates found;
        struct kb_buf got = KB_BUF_INIT(1000);
        double whole = 0;
        OK(kb_candidates_find(&in, kb_span_cstr(cases[i].word), true, &found, &err));
        for (size_t k = 0; k < found.n; k++) {
            const struct kb_candidate *c = &found.items[k];
            OK(kb_buf_printf(&got, &err, "%s%.*s%s%.*s", k == 0 ? "" : " ",
                             KB_SPAN_ARG(kb_candidate_first(c)),
                             c->split > 0 ? "*" : "",
                             KB_SPAN_ARG(kb_candidate_second(c))));
            whole += c->share;
            assert_true(k == 0 || found.items[k - 1].share >= c->share);
        }
        if (strcmp(kb_buf_cstr(&got), cases[i].wanted) != 0)
            fail_msg("'%s': %s", cases[i].word, kb_buf_cstr(&got));
        assert_true(found.n == 0 || (whole > 0.999 && whole < 1.001));
        kb_buf_clear(&got);
    }
}

static void
test_find_must_do_without_near_words(void **state)
{
    (void)state;
    const struct kb_candidates_in in = {analyzer, reader, 1};
    struct kb_candidates found;
    struct kb_buf got = KB_BUF_INIT(1000);
    OK(kb_candidates_find(&in, KB_SPAN_LITERAL("prnter"), false, &found, &err));
    assert_int_equal(found.n, 0);
    OK(kb_candidates_find(&in, KB_SPAN_LITERAL("bootsector"), false, &found, &err));
    assert_int_equal(found.n, 1);
    OK(kb_candidate_write(&found.items[0], &got, &err));
    assert_string_equal(kb_buf_cstr(&got), "boot sector");
    kb_buf_clear(&got);
}

static void
test_find_must_fail_without_memory(void **state)
{
    (void)state;
    const struct kb_candidates_in in = {analyzer, reader, 1};
    for (size_t n = 1;; n++) {
        struct kb_candidates found;
        kb_mem_fail_at(n);
        enum kb_status st = kb_candidates_find(&in, KB_SPAN_LITERAL("errormessgae"),
                                               true, &found, &err);
        kb_mem_fail_at(0);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_cost_must_weigh_slips),
    cmocka_unit_test(test_apply_must_leave_out_codes),
    cmocka_unit_test_setup_teardown(test_find_must_name_what_may_be_meant, open_all,
                                    close_all),
    cmocka_unit_test_setup_teardown(test_find_must_do_without_near_words, open_all,
                                    close_all),
    cmocka_unit_test_setup_teardown(test_find_must_fail_without_memory, open_all,
                                    close_all),
};

KB_TEST_MAIN(tests)
