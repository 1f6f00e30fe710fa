/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/wordlist.h"

#include "base/limits.h"
#include "search/mend.h"

/* In byte order. */
static const struct listed words[] = {
    {"back", 120, 300},    {"background", 40, 400}, {"backup", 150, 9000},
    {"boot", 250, 3000},   {"file", 299, 9000},     {"filesystem", 9, 9},
    {"ground", 110, 300},  {"hang", 150, 900},      {"mail", 120, 300},
    {"printed", 30, 2000}, {"printer", 200, 10000}, {"receive", 150, 9000},
    {"recieve", 2, 2},     {"retrieve", 20, 30},    {"sector", 250, 3000},
    {"system", 299, 9000}, {"wrap", 150, 9000},     {"wrep", 1, 1},
};

static int
open_all(void **state)
{
    if (set_up(state) != 0)
        return -1;
    make_shard(words, COUNT(words), 300);
    return 0;
}

static int
close_all(void **state)
{
    close_shard();
    return tear_down(state);
}

/* The terms asked for as "typed:word", a star for each that is a guess, its strength in
 * per cent where it stands for others, then the notes. */
static void
describe(const struct kb_asked *asked, const struct kb_notes *notes,
         const struct kb_mended *mended, struct kb_buf *out)
{
    for (size_t i = 0; i < asked->n; i++) {
        const struct kb_asked_term *t = &asked->terms[i];
        OK(kb_buf_printf(out, &err, "%s%.*s:%.*s", i == 0 ? "" : " ",
                         KB_SPAN_ARG(t->text), KB_SPAN_ARG(t->word->text)));
        if (t->is_guess)
            OK(kb_buf_append_byte(out, '*', &err));
        if (t->of != i)
            OK(kb_buf_printf(out, &err, "=%u+%u/%d", t->of, t->n_of,
                             (int)(100 * t->strength + 0.5)));
        assert_int_equal(i < asked->n_main, t->of == i);
    }
    OK(kb_buf_printf(out, &err, "|%s%s", kb_buf_cstr(&mended->query),
                     mended->is_instead ? "!" : ""));
    for (size_t i = 0; i < notes->n; i++)
        OK(kb_buf_printf(out, &err, "|%s", notes->items[i].text));
}

static const struct {
    const char *query;
    const char *wanted;
} cases[] = {
    {"printer hang", "printer:printer hang:hang|"},
    {"prnter", "prnter:printer*|printer!"},
    {"the PRNTER, hang", "PRNTER:printer* hang:hang|the printer, hang"
                         "|no article has 'PRNTER': searched for 'printer'"},
    {"mail prnter hang", "mail:mail prnter:printer* hang:hang|mail printer hang"
                         "|no article has 'prnter': searched for 'printer'"},
    {"recieve hang", "recieve:recieve hang:hang recieve:receive*=0+1/80|receive hang"
                     "|'recieve' is in 2 articles: also searched for 'receive'"},
    {"wrep hang", "wrep:wrep hang:hang|"}, /* short ones may be right */
    {"wrap hang", "wrap:wrap hang:hang|"},
    {"printee hang", "printee:printer* hang:hang printee:printed*=0+1/16|printer hang"
                     "|no article has 'printee': searched for 'printer', 'printed'"},
    {"mailprinter hang", "mailprinter:mail* mailprinter:printer* hang:hang"
                         "|mail printer hang"
                         "|no article has 'mailprinter': searched for 'mail printer'"},
    {"filesystem",
     "filesystem:filesystem filesystem:file*=0+1/80 filesystem:system*=0+1/80"
     "|file system"
     "|'filesystem' is in 9 articles: also searched for 'file system'"},
    {"back ground hang", "back:back ground:ground hang:hang "
                         "back ground:background*=0+2/80|"},
    {"hang back ground", "hang:hang back:back ground:ground "
                         "back ground:background*=1+2/80|"},
    {"ground, back", "ground:ground back:back|"},
    {"prnter printer", "printer:printer|printer printer"
                       "|no article has 'prnter': searched for 'printer'"},
    /* codes, names and pieces of them */
    {"prnter.exe hang", "hang:hang|"},
    {"EcPrnter hang", "hang:hang|"},
    {"c:\\prnter hang", "hang:hang|"},
    {"prnter95 hang", "hang:hang|"},
    {"zzzzz hang", "hang:hang|"},
    {"the", "|"},
    {"", "|"},
};

static void
test_mend_must_ask_for_what_may_be_meant(void **state)
{
    (void)state;
    const struct kb_candidates_in in = {analyzer, reader, 1};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_asked asked = KB_ASKED_INIT;
        struct kb_notes notes = {.n = 0};
        struct kb_mended mended = KB_MENDED_INIT;
        struct kb_buf got = KB_BUF_INIT(10000);
        struct kb_span query = kb_span_cstr(cases[i].query);
        OK(kb_asked_read(analyzer, reader, query, &asked, &err));
        OK(kb_mend(&in, query, &asked, &notes, &mended, &err));
        describe(&asked, &notes, &mended, &got);
        if (strcmp(kb_buf_cstr(&got), cases[i].wanted) != 0)
            fail_msg("'%s': %s", cases[i].query, kb_buf_cstr(&got));
        kb_buf_clear(&got);
        kb_buf_clear(&mended.query);
        kb_asked_clear(&asked);
    }
}

/* What is pasted has words of its own; and each costs time. */
static void
test_mend_must_leave_long_queries_alone(void **state)
{
    (void)state;
    const struct kb_candidates_in in = {analyzer, reader, 1};
    struct kb_buf query = KB_BUF_INIT(10000);
    for (int i = 0; i < 30; i++) {
        struct kb_asked asked = KB_ASKED_INIT;
        struct kb_notes notes = {.n = 0};
        struct kb_mended mended = KB_MENDED_INIT;
        OK(kb_buf_printf(&query, &err, "prnt%cer%c ", 'a' + i % 26,
                         i < 26 ? 'x' : 'y'));
        OK(kb_asked_read(analyzer, reader, kb_buf_span(&query), &asked, &err));
        OK(kb_mend(&in, kb_buf_span(&query), &asked, &notes, &mended, &err));
        assert_true(notes.n <= 3);
        if (i >= 24)
            assert_int_equal(asked.n, 0);
        kb_buf_clear(&mended.query);
        kb_asked_clear(&asked);
    }
    kb_buf_clear(&query);
}

static void
test_mend_must_fail_without_memory(void **state)
{
    (void)state;
    const struct kb_candidates_in in = {analyzer, reader, 1};
    const struct kb_span query = KB_SPAN_LITERAL("recieve mailprinter back ground");
    for (size_t n = 1;; n++) {
        struct kb_asked asked = KB_ASKED_INIT;
        struct kb_notes notes = {.n = 0};
        struct kb_mended mended = KB_MENDED_INIT;
        kb_mem_fail_at(n);
        enum kb_status st = kb_asked_read(analyzer, reader, query, &asked, &err);
        if (st == KB_OK)
            st = kb_mend(&in, query, &asked, &notes, &mended, &err);
        kb_mem_fail_at(0);
        kb_buf_clear(&mended.query);
        kb_asked_clear(&asked);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 200);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_mend_must_ask_for_what_may_be_meant, open_all,
                                    close_all),
    cmocka_unit_test_setup_teardown(test_mend_must_leave_long_queries_alone, open_all,
                                    close_all),
    cmocka_unit_test_setup_teardown(test_mend_must_fail_without_memory, open_all,
                                    close_all),
};

KB_TEST_MAIN(tests)
