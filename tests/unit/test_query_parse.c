/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language as a table: what tree a text gives and which notes. */
#include "support/scratch.h"

#include "base/limits.h"
#include "base/mem.h"
#include "query/dump.h"
#include "query/parse.h"

/* query, tree, notes (each ends with ';') */
static const struct {
    const char *query;
    const char *tree;
    const char *notes;
} cases[] = {
    /* words */
    {"backup hangs legato", "words 'backup hangs legato'", ""},
    {"  back-up, (of) C++: 3.5\" ", "words 'back-up, (of) C++: 3.5\"'", ""},
    {"", "nothing", ""},
    {" \t ?! -- \"\" () * ", "nothing", ""},
    {"error (see below) again", "words 'error (see below) again'", ""},
    {"BackupRead() fopen(name, mode)", "words 'BackupRead() fopen(name, mode)'", ""},
    {"error -1018 in -2147467259", "words 'error -1018 in -2147467259'", ""},
    {"Runtime Error -1, (-36) x", "words 'Runtime Error -1, (-36) x'", ""},
    {"Error: -36 word -97", "any(words 'Error: -36 word', not(words '97'))", ""},
    {"ping -t host", "words 'ping -t host'", ""},
    {"C:\\WINDOWS XADM: http://x.y/z std::map LPT1: 10:30",
     "words 'C:\\WINDOWS XADM: http://x.y/z std::map LPT1: 10:30'", ""},
    {"and or not near", "words 'and or not near'", ""},
    {"(legato)", "words 'legato'", ""},
    {":) ;-)", "nothing", ""},
    /* must and must not */
    {"+backup", "must(words 'backup')", ""},
    {"+backup -legato hangs",
     "any(must(words 'backup'), not(words 'legato'), words 'hangs')", ""},
    {"a -95", "any(words 'a', not(words '95'))", ""},
    {"a NOT b", "any(words 'a', not(words 'b'))", ""},
    {"a NOT NOT b", "any(words 'a', not(words 'b'))", ""},
    {"a NOT -bc", "any(words 'a', not(words 'bc'))", ""},
    {"-legato", "not(words 'legato')", ""},
    {"-\"a b\" +\"c d\"", "any(not(phrase 'a b'), must(phrase 'c d'))", ""},
    {"x -(a b)", "any(words 'x', not(words 'a b'))", ""},
    {"--help a--b", "words '--help a--b'", ""},
    {"a - b", "words 'a - b'", ""},
    {"c++ +c++ -c#", "any(words 'c++', must(words 'c++'), not(words 'c#'))", ""},
    {"-.net +tcp/ip", "any(not(words '.net'), must(words 'tcp/ip'))", ""},
    /* phrases */
    {"\"out of memory\"", "phrase 'out of memory'", ""},
    {"excel \"out of memory\"", "any(words 'excel', must(phrase 'out of memory'))", ""},
    {"\xe2\x80\x9cout of memory\xe2\x80\x9d", "phrase 'out of memory'", ""},
    {"\"a\"\"b\"", "any(must(phrase 'a'), must(phrase 'b'))", ""},
    {"5.25\" floppy", "words '5.25\" floppy'", ""},
    {"\"back up", "words 'back up'", "the quote is not closed: taken as words;"},
    {"x \"", "words 'x'", "the quote is not closed: taken as words;"},
    /* operators */
    {"a AND b", "and(words 'a', words 'b')", ""},
    {"a b AND c d", "and(words 'a b', words 'c d')", ""},
    {"a OR b AND c OR d", "or(words 'a', and(words 'b', words 'c'), words 'd')", ""},
    {"(a OR b) AND c", "and(or(words 'a', words 'b'), words 'c')", ""},
    {"(a OR b) c", "any(must(or(words 'a', words 'b')), words 'c')", ""},
    {"a AND NOT b", "and(words 'a', not(words 'b'))", ""},
    {"a AND (b c*)", "and(words 'a', any(words 'b', prefix 'c*'))", ""},
    {"((a))", "words 'a'", ""},
    {"AND", "words 'AND'", "nothing stands before 'AND': taken as a word;"},
    {"OR a", "words 'OR a'", "nothing stands before 'OR': taken as a word;"},
    {"a AND", "words 'a AND'", "nothing stands behind 'AND': taken as a word;"},
    {"a AND OR b", "and(words 'a', words 'OR b')",
     "nothing stands before 'OR': taken as a word;"},
    {"a NOT", "words 'a NOT'", "nothing stands behind 'NOT': taken as a word;"},
    {"(AND) b", "words 'AND) b'", "nothing stands before 'AND': taken as a word;"},
    {"a AND () b", "and(words 'a', words 'b')", ""},
    {"a AND ()", "words 'a AND'", "nothing stands behind 'AND': taken as a word;"},
    {"a)", "words 'a)'", ""},
    {"\"a b\" )", "phrase 'a b'", "a ')' without its '(' is left out;"},
    {"((a OR b", "or(words 'a', words 'b')",
     "a '(' without its ')' ends with the query;"},
    {"a (", "words 'a'", "a '(' without its ')' ends with the query;"},
    /* near */
    {"a NEAR/5 b", "near/5(words 'a', words 'b')", ""},
    {"x a NEAR b y", "any(words 'x', must(near/10(words 'a', words 'b')), words 'y')",
     ""},
    {"a NEAR/3 \"b c\" NEAR/7 d", "near/7(words 'a', phrase 'b c', words 'd')", ""},
    {"-ab NEAR/2 c", "not(near/2(words 'ab', words 'c'))", ""},
    {"NEAR/5 a", "words 'NEAR/5 a'",
     "nothing stands before 'NEAR/5': taken as a word;"},
    {"a NEAR/5", "words 'a NEAR/5'",
     "nothing stands behind 'NEAR/5': taken as a word;"},
    {"a NEAR/5 (b)", "words 'a NEAR/5 (b'",
     "no word or phrase stands behind 'NEAR/5': taken as a word;"},
    {"a* NEAR/5 b", "any(prefix 'a*', words 'NEAR/5 b')",
     "no word or phrase stands before 'NEAR/5': taken as a word;"},
    {"a NEAR/0 b NEAR/x c NEAR/99999 d", "words 'a NEAR/0 b NEAR/x c NEAR/99999 d'",
     ""},
    {"a NEAR/2 AND b", "and(words 'a NEAR/2', words 'b')",
     "no word or phrase stands behind 'NEAR/2': taken as a word;"},
    /* prefixes */
    {"backup*", "prefix 'backup*'", ""},
    {"backup* legato", "any(prefix 'backup*', words 'legato')", ""},
    {"+back*", "must(prefix 'back*')", ""},
    {"a* OR b*", "or(prefix 'a*', prefix 'b*')", ""},
    {"*.dll 5*3", "words '*.dll 5*3'", ""},
    {"ba*up", "words 'ba*up'", "'ba*up': a star counts at the end of a word only;"},
    /* parts */
    {"title:backup", "in title(words 'backup')", ""},
    {"Title:backup hangs", "any(must(in title(words 'backup')), words 'hangs')", ""},
    {"title:\"back up\"", "in title(phrase 'back up')", ""},
    {"title:(a OR \"b c\")", "in title(or(words 'a', phrase 'b c'))", ""},
    {"title:a NEAR/5 b", "in title(near/5(words 'a', words 'b'))", ""},
    {"-symptoms:hang*", "not(in symptoms(prefix 'hang*'))", ""},
    {"in:cause legato", "in cause(words 'legato')", ""},
    {"in:cause legato backup", "any(must(in cause(words 'legato')), words 'backup')",
     ""},
    {"in:cause (a AND b)", "in cause(and(words 'a', words 'b'))", ""},
    {"in:nowhere x", "words 'in:nowhere x'",
     "no part of articles stands behind 'in:': taken as a word;"},
    {"in:cause", "words 'in:cause'",
     "nothing to look for stands behind the part of 'in:': taken as a word;"},
    {"title:", "words 'title:'", "nothing stands behind 'title:': taken as a word;"},
    {"title: x", "words 'title: x'", ""},
    {"title:()", "nothing", ""},
    {"title:\"x", "words 'title:\"x'",
     "the quote is not closed: taken as words;nothing stands behind 'title:': taken as "
     "a word;"},
    {"title:(a type:bug)", "in title(words 'a type:bug')",
     "'type:bug' stands within the value of another name: taken as words;"},
    {"foo:bar", "words 'foo:bar'", "'foo:' is no name of a field: taken as words;"},
    /* values */
    {"product:exchange", "product 'exchange'", ""},
    {"backup product:\"windows nt\"", "any(words 'backup', must(product 'windows nt'))",
     ""},
    {"applies:\"windows nt 3.51\"", "applies 'windows nt 3.51'", ""},
    {"type:(bug OR fix)", "or(type 'bug', type 'fix')", ""},
    {"type:(bug fix)", "any(type 'bug', type 'fix')", ""},
    {"keyword:kbexc* -type:bug", "any(must(keyword 'kbexc*'), not(type 'bug'))", ""},
    {"file:C:\\WINDOWS\\USER.EXE", "file 'USER.EXE'", ""},
    {"code:-1018 a", "any(must(code '-1018'), words 'a')", ""},
    {"id:Q260695", "id Q260695", ""},
    {"id:(1 2)", "any(id Q1, id Q2)", ""},
    {"cites:Q191014 citedby:191014", "any(must(cites Q191014), must(citedby Q191014))",
     ""},
    {"cites:many", "words 'cites:many'",
     "'cites:many' is no article's number: taken as words;"},
    {"id:(1 x)", "any(id Q1, words 'x')", "'x' is no value of 'id:': taken as words;"},
    /* dates */
    {"date:1999..2001", "date 1999-01-01..2001-12-31", ""},
    {"date:>2000-06", "date 2000-07-01..", ""},
    {"a before:2000 after:1998-02",
     "any(words 'a', must(date ..1999-12-31), must(date 1998-03-01..))", ""},
    {"date:2001..1999", "date 1999-01-01..2001-12-31",
     "the range '2001..1999' runs backwards: turned round;"},
    {"date:2001-02-30", "words 'date:2001-02-30'",
     "'date:2001-02-30' is no date: taken as words;"},
    /* filters at the end hold for all */
    {"a OR b type:bug", "and(or(words 'a', words 'b'), type 'bug')", ""},
    {"a AND b c -type:bug date:1999",
     "and(and(words 'a', words 'b c'), not(type 'bug'), date 1999-01-01..1999-12-31)",
     ""},
    {"a OR product:x type:bug", "and(or(words 'a', product 'x'), type 'bug')", ""},
    {"a OR (b type:bug)", "or(words 'a', any(words 'b', must(type 'bug')))", ""},
    {"a OR type:bug", "or(words 'a', type 'bug')", ""},
    {"a OR b type:bug c", "or(words 'a', any(words 'b', must(type 'bug'), words 'c'))",
     ""},
    /* bytes of any kind */
    {"\xff\xfe -\x80", "any(words '\xff\xfe', not(words '\x80'))", ""},
    {"\xe2\x80\xae title:\xd7\x90",
     "any(words '\xe2\x80\xae', must(in title(words "
     "'\xd7\x90')))",
     ""},
};

static void
dump(const struct kb_expr_tree *tree, struct kb_buf *out)
{
    kb_buf_reset(out);
    OK(kb_dump(tree, false, out, &err));
}

static void
test_parse_must_give_these_trees(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(100000);
    struct kb_buf notes = KB_BUF_INIT(100000);
    size_t n_wrong = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_expr_tree tree = {.nodes = NULL};
        OK(kb_parse(kb_span_cstr(cases[i].query), &tree, &err));
        dump(&tree, &got);
        kb_buf_reset(&notes);
        for (size_t k = 0; k < tree.notes.n; k++)
            OK(kb_buf_printf(&notes, &err, "%s;", tree.notes.items[k].text));
        if (strcmp(kb_buf_cstr(&got), cases[i].tree) != 0 ||
            strcmp(kb_buf_cstr(&notes), cases[i].notes) != 0) {
            n_wrong++;
            print_error("%s\n  wanted %s | %s\n  got    %s | %s\n", cases[i].query,
                        cases[i].tree, cases[i].notes, kb_buf_cstr(&got),
                        kb_buf_cstr(&notes));
        }
        kb_expr_clear(&tree);
    }
    kb_buf_clear(&got);
    kb_buf_clear(&notes);
    assert_int_equal(n_wrong, 0);
}

static void
repeat(struct kb_buf *out, const char *piece, size_t n)
{
    for (size_t i = 0; i < n; i++)
        OK(kb_buf_append(out, kb_span_cstr(piece), &err));
}

/* Sizes that no person writes. */
static void
test_parse_must_bear_any_size(void **state)
{
    (void)state;
    static const struct {
        const char *pieces[3];
        const char *begin; /* of the tree */
        const char *note;
    } wild[] = {
        {{"(", "x", ")"}, "words 'x", "brackets more than 32 deep are left out"},
        {{"(", "x", ""}, "words 'x", "brackets more than 32 deep are left out"},
        {{"(a OR ", "x", ")"},
         "any(must(or(words 'a', or(",
         "brackets more than 32 deep"},
        {{"title:(", "x", ")"}, "in title(", "brackets more than 32 deep"},
        {{"\"a b\" ", "x", ""}, "any(must(phrase", "the query has too many parts"},
        {{"-ab ", "x", ""}, "any(not(words", "the query has too many parts"},
        {{"a AND ", "x", ""}, "any(must(and(words", "the query has too many parts"},
        {{"NOT ", "x", ""}, "not(words 'x')", ""},
        {{"foo:bar ", "x", ""}, "words 'foo:bar", "'foo:' is no name of a field"},
        {{"a* ", "x", ""}, "any(prefix 'a*', ", "more than 16 prefixes and values"},
        {{"type:a ", "x", ""}, "any(must(type 'a'), ", "more than 16 prefixes"},
        {{"\"", "x", ""}, "words 'x'", ""},
        {{")", "x", "("}, "words 'x", "a ')' without its '('"},
    };
    struct kb_buf query = KB_BUF_INIT(10 * KB_QUERY_MAX_BYTES);
    struct kb_buf got = KB_BUF_INIT(10 * KB_QUERY_MAX_BYTES);
    for (size_t i = 0; i < COUNT(wild); i++) {
        struct kb_expr_tree tree = {.nodes = NULL};
        size_t n = (KB_QUERY_MAX_BYTES - 1) /
                   (strlen(wild[i].pieces[0]) + strlen(wild[i].pieces[2]));
        kb_buf_reset(&query);
        repeat(&query, wild[i].pieces[0], n < 10000 ? n : 10000);
        repeat(&query, wild[i].pieces[1], 1);
        repeat(&query, wild[i].pieces[2], n < 10000 ? n : 10000);
        OK(kb_parse(kb_buf_span(&query), &tree, &err));
        dump(&tree, &got);
        if (strncmp(kb_buf_cstr(&got), wild[i].begin, strlen(wild[i].begin)) != 0)
            fail_msg("%.20s... gives %.60s", kb_buf_cstr(&query), kb_buf_cstr(&got));
        assert_true(tree.n <= KB_QUERY_MAX_NODES);
        if (wild[i].note[0] != '\0') {
            bool found = false;
            for (size_t k = 0; k < tree.notes.n; k++)
                found = found || strstr(tree.notes.items[k].text, wild[i].note) != NULL;
            if (!found)
                fail_msg("%.20s... has no note '%s'", kb_buf_cstr(&query),
                         wild[i].note);
        }
        kb_expr_clear(&tree);
    }
    kb_buf_reset(&query);
    repeat(&query, "x", KB_QUERY_MAX_BYTES + 1);
    struct kb_expr_tree tree = {.nodes = NULL};
    FAILS(KB_E_LIMIT, kb_parse(kb_buf_span(&query), &tree, &err));
    kb_buf_clear(&query);
    kb_buf_clear(&got);
}

static void
test_parse_must_say_when_memory_is_gone(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct kb_expr_tree tree = {.nodes = NULL};
        kb_mem_fail_at(n);
        enum kb_status st = kb_parse(
            KB_SPAN_LITERAL("a AND (b OR \"c d\") -e +f g* title:(h i) type:(j k)"),
            &tree, &err);
        kb_mem_fail_at(0);
        if (st == KB_OK) {
            kb_expr_clear(&tree);
            assert_true(n > 3);
            return;
        }
        assert_int_equal(st, KB_E_NOMEM);
        assert_null(tree.nodes);
    }
}

static void
test_dump_must_indent_lines(void **state)
{
    (void)state;
    struct kb_expr_tree tree = {.nodes = NULL};
    struct kb_buf got = KB_BUF_INIT(1000);
    OK(kb_parse(KB_SPAN_LITERAL("a +b (c OR \"d e\")"), &tree, &err));
    OK(kb_dump(&tree, true, &got, &err));
    assert_string_equal(kb_buf_cstr(&got), "any\n"
                                           "  words 'a'\n"
                                           "  must\n"
                                           "    words 'b'\n"
                                           "  must\n"
                                           "    or\n"
                                           "      words 'c'\n"
                                           "      phrase 'd e'\n");
    kb_buf_clear(&got);
    kb_expr_clear(&tree);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_parse_must_give_these_trees),
    cmocka_unit_test(test_parse_must_bear_any_size),
    cmocka_unit_test(test_parse_must_say_when_memory_is_gone),
    cmocka_unit_test(test_dump_must_indent_lines),
};

KB_TEST_MAIN(tests)
