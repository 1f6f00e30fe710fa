/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/opt.h"

enum {
    MAX_ARGS = 10
};

static const struct kb_opt opts[] = {
    {1, 'i', "index", "INDEX", "folder of the index"},
    {2, 'q', "quiet", NULL, "say nothing"},
    {3, '\0', "format", "FORMAT", "text or json"},
    {4, '\0', "version", NULL, "show versions"},
    {0, '\0', NULL, NULL, NULL},
};

/* What was found, as "id=value " each. */
static enum kb_status
note(void *context, int id, const char *value, struct kb_error *why)
{
    if (value != NULL && strcmp(value, "refuse") == 0)
        return kb_error_set(why, KB_E_LIMIT, "refused by the program");
    return kb_buf_printf(context, why, "%d=%s ", id, value == NULL ? "-" : value);
}

/* Cut `line` at its spaces and parse it; operands follow what was found after "| ". */
static enum kb_status
parse(const char *line, struct kb_buf *out)
{
    char copy[200];
    char name[] = "program";
    char *argv[MAX_ARGS] = {name};
    int argc = 1;
    int first = 0;
    snprintf(copy, sizeof(copy), "%s", line);
    for (char *p = copy; *p != '\0'; argc++) {
        assert_true(argc < MAX_ARGS - 1);
        argv[argc] = p;
        p += strcspn(p, " ");
        if (*p == ' ')
            *p++ = '\0';
    }
    kb_buf_reset(out);
    enum kb_status st = kb_opt_parse(opts, argc, argv, note, out, &first, &err);
    if (st == KB_OK)
        OK(kb_buf_append(out, KB_SPAN_LITERAL("|"), &err));
    for (int i = first; st == KB_OK && i < argc; i++)
        OK(kb_buf_printf(out, &err, " %s", argv[i]));
    return st;
}

static void
test_parse_must_hand_over_in_order(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "|"},
        {"a b", "| a b"},
        {"-i x a", "1=x | a"},
        {"-ix a", "1=x | a"},
        {"--index x a", "1=x | a"},
        {"--index=x a", "1=x | a"},
        {"--index= a", "1= | a"},
        {"-q --format json --quiet -i y", "2=- 3=json 2=- 1=y |"},
        {"-qi y", "2=- 1=y |"},
        {"a -q b --version c", "2=- 4=- | a b c"},
        {"-q -- -i --quiet a", "2=- | -i --quiet a"},
        {"--", "|"},
        {"- a", "| - a"},
        {"-i -q", "1=-q |"},
        {"--index --quiet", "1=--quiet |"},
        {"-i x -i y", "1=x 1=y |"},
    };
    struct kb_buf got = KB_BUF_INIT(1000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        OK(parse(cases[i][0], &got));
        assert_string_equal(kb_buf_cstr(&got), cases[i][1]);
    }
    kb_buf_clear(&got);
}

static void
test_parse_must_refuse_what_it_does_not_know(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum kb_status status;
        const char *said;
    } cases[] = {
        {"-x", KB_E_INVALID,
         "unknown option '-x' (see --help; behind -- nothing is an option)"},
        {"-qx", KB_E_INVALID, "unknown option '-x'"},
        {"--nothing", KB_E_INVALID, "'--nothing'"},
        {"--nothing=1", KB_E_INVALID, "'--nothing=1'"},
        {"--quie", KB_E_INVALID,
         "shortened option '--quiet'"}, /* it: may mean another one later */
        {"--ind x", KB_E_INVALID, "shortened option '--index'"},
        {"--ind=x", KB_E_INVALID, "shortened option '--index'"},
        {"--q", KB_E_INVALID, "shortened option '--quiet'"},
        {"-i", KB_E_INVALID, "option '-i' needs a value"},
        {"--index", KB_E_INVALID, "option '--index' needs a value"},
        {"--quiet=1", KB_E_INVALID, "no value is taken by option '--quiet=1'"},
        {"-i refuse", KB_E_LIMIT, "refused by the program"},
        {"a -q b -x", KB_E_INVALID, "'-x'"},
    };
    struct kb_buf got = KB_BUF_INIT(1000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum kb_status st = parse(cases[i].line, &got);
        if (st != cases[i].status)
            fail_msg("'%s': %s", cases[i].line, kb_status_name(st));
        SAYS(cases[i].said);
    }
    kb_buf_clear(&got);
}

static void
test_help_must_list_all(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(1000);
    OK(kb_opt_help(opts, &out, &err));
    assert_string_equal(out.data, "  -i, --index=INDEX          folder of the index\n"
                                  "  -q, --quiet                say nothing\n"
                                  "      --format=FORMAT        text or json\n"
                                  "      --version              show versions\n");
    kb_buf_clear(&out);
    out.max_bytes = 50;
    FAILS(KB_E_LIMIT, kb_opt_help(opts, &out, &err));
    kb_buf_clear(&out);
}

static void
test_number_must_keep_to_its_range(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long wanted; /* -1 = refused */
    } cases[] = {
        {"1", 1},   {"64", 64},  {"007", 7},
        {"+5", 5},  {"0", -1},   {"65", -1},
        {"", -1},   {"x", -1},   {"1x", -1},
        {"1 ", -1}, {"1.0", -1}, {"0x10", -1},
        {"-1", -1}, {"--", -1},  {"99999999999999999999999", -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        long got = 77;
        enum kb_status st = kb_opt_number("jobs", cases[i].text, 1, 64, &got, &err);
        assert_int_equal(st, cases[i].wanted < 0 ? KB_E_INVALID : KB_OK);
        assert_int_equal(got, cases[i].wanted < 0 ? 77 : cases[i].wanted);
        if (st != KB_OK)
            SAYS("--jobs takes a number from 1 to 64, not '");
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_parse_must_hand_over_in_order),
    cmocka_unit_test(test_parse_must_refuse_what_it_does_not_know),
    cmocka_unit_test(test_help_must_list_all),
    cmocka_unit_test(test_number_must_keep_to_its_range),
};

KB_TEST_MAIN(tests)
