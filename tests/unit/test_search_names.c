/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other names of what a query asks for (search/names), what they find (search/asked)
 * and where they are seen (search/look). */
#include "support/wordlist.h"

#include "base/limits.h"
#include "search/look.h"
#include "search/names.h"
#include "search/ranked.h"

static const struct listed words[] = {
    {"access", 150, 9},    {"acl", 40, 9},      {"blue", 60, 9},
    {"bsod", 9, 9},        {"com", 290, 9},     {"component", 30, 9},
    {"control", 150, 9},   {"excel", 80, 9},    {"fail", 20, 9},
    {"foxpro", 60, 9},     {"list", 150, 9},    {"model", 30, 9},
    {"object", 30, 9},     {"outlook", 100, 9}, {"owa", 50, 9},
    {"powerpoint", 9, 9},  {"ppt", 9, 9},       {"qb", 9, 9},
    {"quickbasic", 60, 9}, {"screen", 70, 9},   {"vfp", 20, 9},
    {"visual", 70, 9},     {"w2k", 9, 9},       {"web", 90, 9},
    {"win2000", 60, 9},    {"win2k", 9, 9},     {"xl", 9, 9},
};

/* By key. "fail" is called by a word that no article has, "com" by what few say of it.
 */
static const struct {
    const char *key;
    const char *other;
    uint32_t n_docs;
    bool is_brief;
} names[] = {
    {"Zaccess Zcontrol Zlist", "acl", 10, false},
    {"Zcompon Zobject Zmodel", "com", 5, false},
    {"Zoutlook Zweb Zaccess", "owa", 10, false},
    {"Zvisual Zfoxpro", "vfp", 10, false},
    {"acl", "access control list", 10, true},
    {"com", "component object model", 5, true},
    {"fail", "gone control", 10, true},
    {"owa", "outlook web access", 10, true},
    {"vfp", "visual foxpro", 10, true},
};

static struct kb_learned_writer writer;
static struct kb_buf bytes;
static struct kb_learned learned;

static int
open_all(void **state)
{
    if (set_up(state) != 0)
        return -1;
    make_shard(words, COUNT(words), 300);
    kb_learned_writer_init(&writer);
    bytes = (struct kb_buf)KB_BUF_INIT(KB_LEARNED_MAX_BYTES);
    for (size_t i = 0; i < COUNT(names); i++)
        OK(kb_learned_add_name(&writer, kb_span_cstr(names[i].key),
                               &(struct kb_learned_name){kb_span_cstr(names[i].other),
                                                         names[i].n_docs,
                                                         names[i].is_brief},
                               &err));
    OK(kb_learned_finish(&writer, &bytes, &err));
    OK(kb_learned_open(kb_buf_span(&bytes), &learned, &err));
    return 0;
}

static int
close_all(void **state)
{
    kb_learned_writer_clear(&writer);
    kb_buf_clear(&bytes);
    close_shard();
    return tear_down(state);
}

static void
read_query(const char *query, struct kb_asked *asked)
{
    *asked = (struct kb_asked)KB_ASKED_INIT;
    OK(kb_asked_read(analyzer, reader, kb_span_cstr(query), asked, &err));
    OK(kb_names_ask(asked, analyzer, reader, &learned, 1, &err));
}

/* "first+n: words of the other name", a semicolon between. */
static const struct {
    const char *query;
    const char *wanted;
} cases[] = {
    {"owa fails", "0+1: outlook web access"},
    {"the OWA, fails", "0+1: outlook web access"},
    {"fail in outlook web access", "1+3: owa"},
    {"Visual FoxPro", "0+2: vfp"},
    {"vfp owa", "0+1: visual foxpro;1+1: outlook web access"},
    {"access control lists", "0+3: acl"},
    {"ACLs",
     ""}, /* by the word itself: a plural is rare, and would be worth too much */
    {"outlook web access control list", "0+3: owa"},
    {"control list access", ""},
    {"outlook web", ""},
    {"outlook and its web access", ""},
    {"outlook web of access", "0+3: owa"}, /* a stop word may stand between */
    {"owa outlook web access", ""},        /* all is asked for */
    {"com object", ""},                    /* too few say that "com" is short for it */
    {"component object model", ""},
    {"fail", ""}, /* no article has "gone" */
    {"list", ""},
    /* nobody spells these out */
    {"bsod", "0+1: blue screen"},
    {"ppt", "0+1: powerpoint"},
    {"qb", "0+1: quickbasic"},
    {"w2k", "0+1: win2000"},
    {"win2k", "0+1: win2000"},
    {"xl", "0+1: excel"},
    {"the", ""},
    {"", ""},
};

static void
describe(const struct kb_asked *asked, struct kb_buf *out)
{
    for (size_t k = 0; k < asked->n_names; k++) {
        const struct kb_asked_name *name = &asked->names[k];
        OK(kb_buf_printf(out, &err, "%s%u+%u:", k > 0 ? ";" : "", name->of,
                         name->n_of));
        for (size_t i = 0; i < name->n; i++)
            OK(kb_buf_printf(out, &err, " %.*s",
                             KB_SPAN_ARG(asked->terms[name->terms[i]].word->text)));
    }
}

static void
test_ask_must_add_other_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_asked asked;
        struct kb_buf got = KB_BUF_INIT(10000);
        read_query(cases[i].query, &asked);
        describe(&asked, &got);
        if (strcmp(kb_buf_cstr(&got), cases[i].wanted) != 0)
            fail_msg("'%s': %s", cases[i].query, kb_buf_cstr(&got));
        kb_buf_clear(&got);
        kb_asked_clear(&asked);
    }
}

/* How many articles are found, and the score of the last. */
static uint32_t
count(const char *query, bool with_boosts, double *score)
{
    struct kb_asked asked;
    struct kb_query *made = NULL;
    struct kb_hits hits = KB_HITS_INIT;
    struct kb_boosts boosts = {.is_set = with_boosts};
    const struct kb_search_params params = {
        .max = 300, .check_at_least = 300, .k1 = 1.2, .b = 0.75};
    boosts.delta[KB_FIELD_TITLE] = with_boosts ? 1 : 0;
    read_query(query, &asked);
    OK(kb_ranked_query(&asked, &boosts, reader, &params, &made, &err));
    OK(kb_reader_search(reader, made, &params, &hits, &err));
    uint32_t n = (uint32_t)hits.n;
    *score = hits.items[n - 1].score;
    kb_hits_clear(&hits);
    kb_query_free(made);
    kb_asked_clear(&asked);
    return n;
}

/* Articles 1 to 20 have "vfp", 1 to 60 "visual" and "foxpro". */
static void
test_query_must_find_articles_with_all_words_of_the_other_name(void **state)
{
    (void)state;
    double last = 0;
    double last_boosted = 0;
    assert_int_equal(count("vfp", false, &last), 60);
    assert_true(last > 0);
    assert_int_equal(count("vfp", true, &last_boosted), 60);
    assert_true(last_boosted > 0.999 * last && last_boosted < 1.001 * last);
    assert_int_equal(count("owa", false, &last), 90);
    assert_int_equal(count("fail", false, &last), 20);
}

/* Who has all of another name has what it stands for; a word of it alone is nothing. */
static void
test_counted_must_tell_what_is_there(void **state)
{
    (void)state;
    struct kb_asked asked;
    read_query("owa visual", &asked);
    assert_int_equal(asked.n_main, 2);
    assert_int_equal(asked.n, 5);
    assert_int_equal(kb_asked_counted(&asked, 0x1c), 0x1);
    assert_int_equal(kb_asked_counted(&asked, 0x1e), 0x3);
    assert_int_equal(kb_asked_counted(&asked, 0x0c), 0);
    assert_int_equal(kb_asked_counted(&asked, 0x0d), 0x1);
    kb_asked_clear(&asked);
    read_query("outlook web access", &asked);
    assert_int_equal(kb_asked_counted(&asked, 0x8), 0x7);
    kb_asked_clear(&asked);
}

/* The matches of a text: "term@position". */
static void
see(const struct kb_asked *asked, const char *text, struct kb_buf *out)
{
    struct kb_look look = {.asked = NULL};
    struct kb_words_writer record;
    struct kb_buf written = KB_BUF_INIT(10000);
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    kb_words_writer_init(&record);
    kb_words_writer_reset(&record);
    OK(kb_analyze(analyzer, kb_span_cstr(text), &tokens, &err));
    OK(kb_words_write(&record, KB_SECTION_CAUSE, &tokens, &err));
    OK(kb_words_finish(&record, &written, &err));
    kb_look_begin(&look, asked, 0);
    for (int i = 0; i < 2; i++) { /* nothing stays from the article before */
        OK(kb_look_at(&look, kb_buf_span(&written), KB_LOOK_UNKNOWN, &err));
        kb_buf_reset(out);
        for (size_t k = 0; k < look.n; k++)
            OK(kb_buf_printf(out, &err, "%s%u@%u", k > 0 ? " " : "",
                             look.matches[k].term, look.matches[k].position));
    }
    kb_look_clear(&look);
    kb_tokens_clear(&tokens);
    kb_words_writer_clear(&record);
    kb_buf_clear(&written);
}

static void
test_look_must_take_a_name_for_what_it_stands_for(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *text;
        const char *wanted;
    } looks[] = {
        {"owa fails", "Outlook Web Access fails", "0@2 1@3"},
        {"owa fails", "outlook for the web access", ""},
        {"owa fails", "outlook of web access", "0@3"},
        {"owa fails", "web access of outlook, outlook web", ""},
        {"owa fails", "outlook outlook web access owa", "0@3 0@4"},
        {"visual foxpro fails", "vfp fails", "0@0 1@0 2@1"},
        {"outlook web access", "web owa", "1@0 0@1 1@1 2@1"},
    };
    for (size_t i = 0; i < COUNT(looks); i++) {
        struct kb_asked asked;
        struct kb_buf got = KB_BUF_INIT(10000);
        read_query(looks[i].query, &asked);
        see(&asked, looks[i].text, &got);
        if (strcmp(kb_buf_cstr(&got), looks[i].wanted) != 0)
            fail_msg("'%s' in '%s': %s", looks[i].query, looks[i].text,
                     kb_buf_cstr(&got));
        kb_buf_clear(&got);
        kb_asked_clear(&asked);
    }
}

/* What is pasted has its own words. */
static void
test_ask_must_leave_long_queries_alone(void **state)
{
    (void)state;
    struct kb_asked asked;
    struct kb_buf query = KB_BUF_INIT(1000);
    OK(kb_buf_printf(&query, &err, "owa"));
    for (int i = 0; i < 24; i++)
        OK(kb_buf_printf(&query, &err, " zz%cq", 'a' + i));
    read_query(query.data, &asked);
    assert_int_equal(asked.n_names, 0);
    kb_asked_clear(&asked);
    kb_buf_clear(&query);
}

static void
test_ask_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct kb_asked asked = KB_ASKED_INIT;
        kb_mem_fail_at(n);
        enum kb_status st = kb_asked_read(
            analyzer, reader, KB_SPAN_LITERAL("owa visual foxpro"), &asked, &err);
        if (st == KB_OK)
            st = kb_names_ask(&asked, analyzer, reader, &learned, 1, &err);
        kb_mem_fail_at(0);
        kb_asked_clear(&asked);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)

static const struct CMUnitTest tests[] = {
    TEST(test_ask_must_add_other_names),
    TEST(test_query_must_find_articles_with_all_words_of_the_other_name),
    TEST(test_counted_must_tell_what_is_there),
    TEST(test_look_must_take_a_name_for_what_it_stands_for),
    TEST(test_ask_must_leave_long_queries_alone),
    TEST(test_ask_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
