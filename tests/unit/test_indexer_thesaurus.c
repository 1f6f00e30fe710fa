/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Links of a thesaurus (indexer/thesaurus) between terms that are made up here. */
#include "thesaurus.h"

#include "support/scratch.h"

#include "base/file.h"

/* In alphabetical order, as lessons have them; of how many articles each is. */
static struct kb_taught_term terms[] = {
    {.term = {"Zannot", 6}, .n_docs = 5},   {.term = {"Zcomment", 8}, .n_docs = 50},
    {.term = {"Zdelet", 6}, .n_docs = 600}, {.term = {"Zmention", 8}, .n_docs = 3},
    {.term = {"Zremark", 7}, .n_docs = 30}, {.term = {"Zremov", 6}, .n_docs = 31},
};
enum {
    ANNOTATE,
    COMMENT,
    DELETE,
    MENTION,
    REMARK,
    REMOVE
};
static const struct kb_lessons lessons = {
    .terms = terms, .n_terms = COUNT(terms), .n_articles = 600};

static struct kb_links links;

static enum kb_status
read_text(const char *text)
{
    OK(kb_file_write(at("thesaurus"), kb_span_cstr(text), &err));
    kb_links_clear(&links);
    return kb_thesaurus_read(&lessons, at("thesaurus"), &links, &err);
}

static int
end(void **state)
{
    kb_mem_fail_at(0);
    kb_links_clear(&links);
    return tear_down(state);
}

static void
is_link(size_t i, uint32_t asked, uint32_t word, double strength)
{
    assert_true(i < links.n);
    assert_int_equal(links.items[i].asked, asked);
    assert_int_equal(links.items[i].word, word);
    assert_true(links.items[i].strength > (float)strength - 0.001f &&
                links.items[i].strength < (float)strength + 0.001f);
}

static void
test_thesaurus_must_link_words_of_one_sense(void **state)
{
    (void)state;
    OK(read_text("UTF-8\n"
                 "remarks|3\n"
                 "(noun)|comment|unknown|annotation\n"
                 "(verb)|Comment|de-lete|delete it|remark\n"
                 "(verb)|mention|delete (generic term)\n"
                 "mention|0\n"));
    assert_int_equal(links.n, 3);
    is_link(0, REMARK, COMMENT, 0.3);
    is_link(1, REMARK, ANNOTATE, 0.3);
    is_link(2, REMARK, MENTION, 0.1);
}

/* What the archive has often it teaches itself: one article of 20 is the bound. */
static void
test_thesaurus_must_not_speak_for_frequent_words(void **state)
{
    (void)state;
    OK(read_text("UTF-8\n"
                 "delete|1\n(verb)|remove\n"
                 "remove|1\n(verb)|delete\n"
                 "mention|1\n(verb)|delete"));
    assert_int_equal(links.n, 1);
    is_link(0, MENTION, DELETE, 0.3);
}

static void
test_thesaurus_must_refuse_what_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *message;
    } cases[] = {
        {"UTF-8\nremark\n", "line 2: no number of senses"},
        {"UTF-8\nremark|\n", "line 2: no number of senses"},
        {"UTF-8\nmention|0\nremark|1x\n", "line 3: no number of senses"},
        {"UTF-8\nremark|1001\n", "line 2: no number of senses"},
        {"UTF-8\nremark|18446744073709551617\n(noun)|x\n", "line 2: no number"},
        {"UTF-8\nremark|2\n(noun)|comment\n", "line 3: fewer senses than it says"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(read_text(cases[i].text), KB_E_INVALID);
        assert_non_null(strstr(err.msg, cases[i].message));
    }
    OK(read_text(""));
    assert_int_equal(links.n, 0);
    FAILS(KB_E_NOT_FOUND, kb_thesaurus_read(&lessons, at("missing"), &links, &err));
}

static void
test_thesaurus_must_fail_without_memory(void **state)
{
    (void)state;
    for (unsigned n = 1;; n++) {
        kb_mem_fail_at(n);
        enum kb_status st = kb_thesaurus_read(&lessons, at("thesaurus"), &links, &err);
        kb_mem_fail_at(0);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
}

static int
begin_with_file(void **state)
{
    if (set_up(state) != 0)
        return -1;
    return read_text("UTF-8\nremark|1\n(noun)|comment\n") == KB_OK ? 0 : -1;
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_thesaurus_must_link_words_of_one_sense, set_up,
                                    end),
    cmocka_unit_test_setup_teardown(test_thesaurus_must_not_speak_for_frequent_words,
                                    set_up, end),
    cmocka_unit_test_setup_teardown(test_thesaurus_must_refuse_what_is_none, set_up,
                                    end),
    cmocka_unit_test_setup_teardown(test_thesaurus_must_fail_without_memory,
                                    begin_with_file, end),
};

KB_TEST_MAIN(tests)
