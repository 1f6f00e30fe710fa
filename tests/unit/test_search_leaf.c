/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaves of a tree: values, numbers, dates (search/leaf) and words, phrases, prefixes,
 * words near each other, codes (search/leaf_words). */
#include "support/leaf.h"

#include "search/leaf_words.h"

static void
clear_part(struct kb_part *part)
{
    kb_query_free(part->query);
    kb_need_free(part->need);
}

/* The first leaf below a node, or a NEAR. */
static uint32_t
first_leaf(const struct kb_expr_tree *tree, uint32_t node)
{
    while (kb_expr_at(tree, node)->kind != KB_EXPR_NEAR &&
           kb_expr_at(tree, node)->first != 0)
        node = kb_expr_at(tree, node)->first;
    return node;
}

static enum kb_status
read_leaf(const char *query, enum kb_field_id field, struct asked_tree *asked,
          struct kb_part *out)
{
    enum kb_status st = read_tree(query, asked);
    if (st != KB_OK)
        return st;
    uint32_t node = first_leaf(&asked->tree, asked->tree.root);
    const struct kb_leaf_in in = {&asked->in, kb_expr_at(&asked->tree, node), node,
                                  field, field != KB_FIELD_COUNT};
    return kb_leaf_read(&in, out, &err);
}

/* query, note or NULL, articles; 'q' = the query alone tells, 'n' = the need does */
static const struct {
    const char *query;
    const char *wanted;
    const char *note;
} cases[] = {
    {"type:bug", "2 q", NULL},
    {"type:nothing", " q", "no article has 'type:nothing'"},
    {"product:\"microsoft nt\"", "3 7 8 9 q", NULL},
    {"applies:\"exch 5.5 sp3\"", "1 q", NULL},
    {"keyword:kbt*", "1 2 3 4 5 6 7 8 9 q", NULL},
    {"version:4.0", "1 2 3 4 5 6 7 8 9 q", NULL},
    {"date:1996..1997", "6 7 8 9 q", NULL},
    {"before:1996-07", "8 q", NULL},
    {"after:2000", "3 q", NULL},
    {"id:Q100003", "3 q", NULL},
    {"id:Q100077", " q", "Q100077 is not in this archive"},
    {"cites:Q100002", "1 q", NULL},
    {"cites:Q100006", " q", "no article here cites Q100006"},
    {"citedby:Q100001", "2 q", NULL}, /* Q199999 is not there */
    {"citedby:Q100006", " q", "Q100006 cites no article"},
    {"citedby:Q100077", " q", "Q100077 is not in this archive"},
    {"tape", "1 2 7 qn", NULL},
    {"stopped", "1 qn", NULL}, /* any form */
    {"tape printer", "1 2 4 5 6 7 qn", NULL},
    {"the tape", "1 2 7 qn", NULL},
    {"back-up", "1 3 qn", NULL},
    {"ntbackup.exe", "2 qn", NULL},
    {"to be", "3 4 5 7 n",
     NULL}, /* nothing but stop words: the index has them in titles */
    {"file:c:\\win\\user.exe", "8 qn", NULL},
    {"code:2147500037", "1 2 qn", NULL},
    {"code:8000-4005", "1 2 qn", NULL},
    {"code:8000-4006", " qn", NULL},
    {"\"tape drive\"", "1 2 n", NULL},
    {"\"TAPE  drive!\"", "1 2 n", NULL},
    {"\"tape drives\"", " n", NULL},
    {"backup NEAR/2 program", "1 n", NULL},
    {"\"backup program\" NEAR/2 stops", "1 n", NULL},
    {"tap*", "1 2 7 qn", NULL},
    {"organiz*", "2 3 n", NULL},
    {"zz*", " q", "no word begins with 'zz'"},
};

static void
test_leaf_must_name_its_articles(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct asked_tree asked;
        struct kb_part part = KB_PART_INIT;
        char got[200];
        OK(read_leaf(cases[i].query, KB_FIELD_COUNT, &asked, &part));
        assert_false(part.is_nothing);
        const struct kb_need *need = part.is_exact ? NULL : part.need;
        snprintf(got, sizeof(got), "%s %s%s", found_by(part.query, need),
                 part.is_exact ? "q" : "", part.is_full ? "n" : "");
        if (strcmp(got, cases[i].wanted) != 0)
            fail_msg("%s: '%s' instead of '%s'", cases[i].query, got, cases[i].wanted);
        if (part.is_full) { /* the need says the same without the query */
            snprintf(got, sizeof(got), "%s ", found_by(NULL, part.need));
            assert_memory_equal(got, cases[i].wanted, strlen(got));
        }
        assert_int_equal(asked.tree.notes.n, cases[i].note != NULL);
        if (cases[i].note != NULL)
            assert_string_equal(asked.tree.notes.items[0].text, cases[i].note);
        clear_part(&part);
        clear_tree(&asked);
    }
}

static void
test_leaf_must_use_the_terms_of_a_field(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        enum kb_field_id field;
        const char *wanted;
    } in_field[] = {
        {"tape", KB_FIELD_TITLE, "2 7"},
        {"the", KB_FIELD_TITLE, "4 5"}, /* titles have stop words */
        {"tape", KB_FIELD_QUERY_WORDS, "1"},
        {"organi*", KB_FIELD_TITLE, "3"},
    };
    for (size_t i = 0; i < COUNT(in_field); i++) {
        struct asked_tree asked;
        struct kb_part part = KB_PART_INIT;
        OK(read_leaf(in_field[i].query, in_field[i].field, &asked, &part));
        assert_true(part.is_exact);
        assert_string_equal(found_by(part.query, NULL), in_field[i].wanted);
        clear_part(&part);
        clear_tree(&asked);
    }
}

static void
test_leaf_must_have_limits(void **state)
{
    (void)state;
    struct asked_tree asked;
    struct kb_part part = KB_PART_INIT;
    struct kb_buf query = KB_BUF_INIT(10000);
    OK(kb_buf_printf(&query, &err, "\"tape"));
    for (int i = 0; i < KB_QUERY_MAX_TERMS + 5; i++)
        OK(kb_buf_printf(&query, &err, " w%d", i));
    OK(kb_buf_printf(&query, &err, "\""));
    OK(read_leaf(kb_buf_cstr(&query), KB_FIELD_COUNT, &asked, &part));
    assert_int_equal(part.need->n_words, KB_QUERY_MAX_TERMS);
    assert_int_equal(asked.tree.notes.n, 1);
    assert_non_null(strstr(asked.tree.notes.items[0].text, "the rest is left out"));
    clear_part(&part);
    clear_tree(&asked);
    kb_buf_clear(&query);
}

static void
test_code_must_have_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *wanted; /* NULL = no code */
    } codes[] = {
        {"0x80004005", "0x80004005"},
        {"80004005", "0x80004005"},
        {"80004005H", "0x80004005"},
        {"8000-4005", "0x80004005"},
        {"C7FF-000D", "0xc7ff000d"},
        {"-2147467259", "0x80004005"},
        {"2147500037", "0x80004005"},
        {"0xC7FF000D", "0xc7ff000d"},
        {"-1018", "0xfffffc06"},
        {"", NULL},
        {"-", NULL},
        {"1018", NULL},
        {"800-04005", NULL},
        {"legato", NULL},
        {"8000-40055", NULL},
        {"123456789012345678901234567890", NULL},
    };
    for (size_t i = 0; i < COUNT(codes); i++) {
        const struct kb_word *word = NULL;
        OK(kb_leaf_code(engine->analyzer, kb_span_cstr(codes[i].text), &word, &err));
        if (codes[i].wanted == NULL)
            assert_null(word);
        else
            SPAN_IS(codes[i].wanted, word->text);
    }
}

static void
test_leaf_must_fail_without_memory(void **state)
{
    (void)state;
    static const char *const queries[] = {
        "tape printer ntbackup.exe", "citedby:Q100001", "\"tape drive\" NEAR/3 found",
        "organiz*", "code:80004005"};
    for (size_t i = 0; i < COUNT(queries); i++) {
        for (size_t n = 1;; n++) {
            struct asked_tree asked;
            struct kb_part part = KB_PART_INIT;
            kb_mem_fail_at(n);
            enum kb_status st = read_leaf(queries[i], KB_FIELD_COUNT, &asked, &part);
            kb_mem_fail_at(0);
            clear_part(&part);
            clear_tree(&asked);
            if (st == KB_OK)
                break;
            assert_int_equal(st, KB_E_NOMEM);
            assert_true(n < 300);
        }
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_archive, close_engine)

static const struct CMUnitTest tests[] = {
    TEST(test_leaf_must_name_its_articles),
    TEST(test_leaf_must_use_the_terms_of_a_field),
    TEST(test_leaf_must_have_limits),
    TEST(test_code_must_have_one_form),
    TEST(test_leaf_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
