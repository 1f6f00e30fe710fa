/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/engine.h"

#include "search/expansion.h"
#include "query/parse.h"
#include "search/prefixes.h"

static enum kb_status
expand(const char *prefix, enum kb_field_id field, struct kb_expansion *out)
{
    const struct kb_expansion_in in = {
        engine->index.reader, kb_analyzer_lexicon_borrow(engine->analyzer), 2, field};
    return kb_expansion_read(&in, kb_span_cstr(prefix), out, &err);
}

/* "word:articles ..." in the order of the words; '!' where terms alone tell. */
static const char *
describe(const char *prefix, enum kb_field_id field)
{
    static char text[1000];
    size_t n = 0;
    struct kb_expansion e = KB_EXPANSION_INIT;
    OK(expand(prefix, field, &e));
    text[0] = '\0';
    for (size_t i = 0; i < e.n; i++)
        n +=
            (size_t)snprintf(text + n, sizeof(text) - n, "%s%.*s:%u", i == 0 ? "" : " ",
                             KB_SPAN_ARG(e.terms[i].word->text), e.terms[i].n_docs);
    snprintf(text + n, sizeof(text) - n, "%s", e.is_exact ? "!" : "");
    kb_expansion_clear(&e);
    return text;
}

static void
test_read_must_give_words_and_not_stems(void **state)
{
    (void)state;
    static const struct {
        const char *prefix;
        enum kb_field_id field;
        const char *wanted;
    } cases[] = {
        {"organ", KB_FIELD_COUNT, "organic:3!"},
        {"organi", KB_FIELD_COUNT, "organic:3!"},      /* all its words begin so */
        {"organiz", KB_FIELD_COUNT, "organization:2"}, /* organic does not */
        {"organic", KB_FIELD_COUNT, "organic:1"},
        {"organic", KB_FIELD_TITLE, "organic:1"},
        {"organiz", KB_FIELD_TITLE, "organization:1"},
        {"happi", KB_FIELD_COUNT, "happiness:1"},
        {"happy", KB_FIELD_COUNT, "happy:1"},
        {"happ", KB_FIELD_COUNT, "happiness:1!"},
        {"goi", KB_FIELD_COUNT, "going:1"}, /* "go" may be about: lists have it not */
        {"go", KB_FIELD_COUNT, "going:1 goes:1!"},
        {"user", KB_FIELD_COUNT, "user:1 user.exe:1!"},
        {"user.", KB_FIELD_COUNT, "user.exe:1!"},
        {"0x8", KB_FIELD_COUNT, "0x80004005:2!"},
        {"nothing-begins-so", KB_FIELD_COUNT, "!"},
        {"S", KB_FIELD_COUNT, "!"}, /* words are folded; terms of fields are none */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = describe(cases[i].prefix, cases[i].field);
        if (strcmp(got, cases[i].wanted) != 0)
            fail_msg("%s* in %d: '%s' instead of '%s'", cases[i].prefix,
                     (int)cases[i].field, got, cases[i].wanted);
    }
}

/* So many that one letter begins more words than are taken. */
static void
test_read_must_stop_at_its_limit(void **state)
{
    (void)state;
    struct kb_expansion e = KB_EXPANSION_INIT;
    OK(expand("t", KB_FIELD_COUNT, &e));
    assert_true(e.is_whole && e.is_exact);
    assert_int_equal(e.n_words, 0); /* of single letters the stems are all */
    kb_expansion_clear(&e);
    OK(expand("many", KB_FIELD_COUNT, &e));
    assert_false(e.is_whole);
    assert_int_equal(e.n, KB_QUERY_MAX_EXPANSION);
    for (size_t i = 1; i < e.n; i++) {
        assert_true(e.terms[i - 1].n_docs >= e.terms[i].n_docs);
        assert_true(e.terms[i].word->text.n_bytes == 6);
    }
    kb_expansion_clear(&e);
}

/* By codes alone: each of those that the words have. */
static void
test_read_must_tell_the_codes(void **state)
{
    (void)state;
    struct kb_expansion e = KB_EXPANSION_INIT;
    OK(expand("organiz", KB_FIELD_COUNT, &e));
    assert_true(e.n_words >= 1 && e.n_words <= 2); /* organize, organization */
    for (size_t i = 0; i < e.n_words; i++) {
        assert_true(kb_span_starts(e.words[i]->text, KB_SPAN_LITERAL("organiz")));
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(e.words[i]->code, e.words[k]->code);
    }
    kb_expansion_clear(&e);
}

static void
test_prefixes_must_be_read_in_their_part(void **state)
{
    (void)state;
    const struct kb_expansion_in in = {engine->index.reader,
                                       kb_analyzer_lexicon_borrow(engine->analyzer), 2,
                                       KB_FIELD_COUNT};
    struct kb_expr_tree tree = {.nodes = NULL};
    struct kb_prefixes prefixes = {.n = 0};
    OK(kb_parse(KB_SPAN_LITERAL("Tape* title:(tape* OR cab*) many* zz*"), &tree, &err));
    OK(kb_prefixes_read(&in, &tree, &prefixes, &err));
    assert_int_equal(prefixes.n, 5);
    SPAN_IS("tape", prefixes.items[0].folded);
    assert_int_equal(prefixes.items[0].expansion.terms[0].n_docs, 3);
    assert_int_equal(prefixes.items[1].expansion.terms[0].n_docs, 2);
    assert_int_equal(prefixes.items[2].expansion.n, 0);
    assert_ptr_equal(kb_prefixes_at(&prefixes, prefixes.items[2].node),
                     &prefixes.items[2]);
    assert_int_equal(tree.notes.n, 3);
    assert_string_equal(tree.notes.items[0].text, "no word there begins with 'cab'");
    assert_non_null(strstr(tree.notes.items[1].text, "'many*': of the words"));
    assert_string_equal(tree.notes.items[2].text, "no word begins with 'zz'");
    kb_prefixes_clear(&prefixes);
    kb_prefixes_clear(&prefixes);
    kb_expr_clear(&tree);
}

static void
test_read_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct kb_expansion e = KB_EXPANSION_INIT;
        kb_mem_fail_at(n);
        enum kb_status st = expand("organiz", KB_FIELD_COUNT, &e);
        kb_mem_fail_at(0);
        kb_expansion_clear(&e);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 200);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_archive, close_engine)

static const struct CMUnitTest tests[] = {
    TEST(test_read_must_give_words_and_not_stems),
    TEST(test_read_must_stop_at_its_limit),
    TEST(test_read_must_tell_the_codes),
    TEST(test_prefixes_must_be_read_in_their_part),
    TEST(test_read_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
