/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "article/parse.h"
#include "base/limits.h"
#include "document.h"

#include "schema/field.h"
#include "schema/pack.h"
#include "schema/stored.h"
#include "schema/words.h"

#define RULE20 "--------------------"
#define RULE70 "======================================================================"

/* One article with something in every field. */
static const char file[] =
    "DOCUMENT:Q260695  11-NOV-2000  [exchange]\n"
    "TITLE   :XADM: Backup Program Stops\n"
    "PRODUCT :Microsoft Exchange\n"
    "PROD/VER:winnt:5.5 SP3\n"
    "OPER/SYS:winnt\n"
    "KEYWORDS:exc55sp3 kbBug\n"
    "\n" RULE70 "\n" RULE20 RULE20 RULE20 RULE20 "\n"
    "The information in this article applies to:\n"
    "\n"
    " - Microsoft Exchange Server, version 5.5 SP3\n" RULE20 RULE20 RULE20 RULE20 "\n"
    "\n"
    "SYMPTOMS\n"
    "========\n"
    "\n"
    "The backup stops, see Q191014 and Q200001.\n"
    "\n"
    "CAUSE\n"
    "=====\n"
    "\n"
    "A fault in ntfs.sys.\n"
    "\n"
    "Additional query words: hang\n"
    "\n" RULE70 "\n"
    "Keywords          : exc55sp3 kbBug\n"
    "Issue type        : kbbug\n";

static struct kb_article article;
static struct kb_maker *maker;
static struct kb_reader *reader;

static int
open_all(void **state)
{
    if (set_up(state) != 0)
        return -1;
    reader = NULL;
    kb_article_init(&article);
    OK(kb_article_parse(KB_SPAN_LITERAL(file), &article, &err));
    OK(kb_maker_new(kb_span_at(NULL, 0), &maker, &err));
    return 0;
}

static int
close_all(void **state)
{
    kb_mem_fail_at(0);
    kb_reader_free(reader);
    kb_maker_free(maker);
    kb_maker_free(NULL);
    kb_article_clear(&article);
    return tear_down(state);
}

/* Put the article's document into a shard of its own and open that. */
static void
index_at(const char *name, struct kb_made *made)
{
    struct kb_writer *writer = NULL;
    OK(kb_maker_make(maker, &article, made, &err));
    OK(kb_writer_open(at(name), &writer, &err));
    OK(kb_writer_put(writer, article.id, made->doc, &err));
    OK(kb_writer_close(writer, &err));
    kb_writer_free(writer);
    const char *path = at(name);
    OK(kb_reader_open(&path, 1, &reader, &err));
}

static void
index_article(struct kb_made *made)
{
    index_at("shard", made);
}

static bool
has_term(const char *term)
{
    struct kb_term_stats stats = {0};
    OK(kb_reader_term(reader, kb_span_cstr(term), &stats, &err));
    return stats.n_docs == 1;
}

static void
test_make_must_give_terms_by_the_field_table(void **state)
{
    (void)state;
    static const char *const there[] = {
        /* the weighted stream */
        "Zbackup", "Zprogram", "Zstop", "Zhang", "Zfault", "ntfs.sys", "Zntfs",
        "Zexchang", "sp3", "5.5", "Zxadm",
        /* fields of their own */
        "q260695", "Sq260695", "ZSbackup", "ZSxadm", "ZXQhang",
        /* whole values */
        "Q260695", "XPmicrosoft exchange", "Kexc55sp3", "Kkbbug", "Y2000", "XIbug",
        "XV5.5 sp3", "XR191014", "XR200001",
        "XAmicrosoft exchange server, version 5.5 sp3"};
    static const char *const absent[] = {
        "Zthe",      "Za",      "Zin",       "ZShang",          "ZXQbackup",
        "ZXCbackup", "backup",  "Backup",    "Kexc55sp3 kbbug", "XPmicrosoft",
        "QQ260695",  "ZSstopp", "ZXSbackup", "XR260695",        "XAmicrosoft exchange",
        "XVwinnt",   "XV5.5",   "XIkbbug"};
    struct kb_made made;
    index_article(&made);
    for (size_t i = 0; i < COUNT(there); i++) {
        if (!has_term(there[i]))
            fail_msg("no term '%s'", there[i]);
    }
    for (size_t i = 0; i < COUNT(absent); i++) {
        if (has_term(absent[i]))
            fail_msg("term '%s' is there", absent[i]);
    }
}

static void
value_is(uint32_t slot, const char *wanted)
{
    struct kb_buf value = KB_BUF_INIT(KB_VALUE_MAX_BYTES);
    OK(kb_reader_value(reader, 0, article.id, slot, &value, &err));
    assert_string_equal(kb_buf_cstr(&value), wanted);
    kb_buf_clear(&value);
}

static void
test_make_must_give_values(void **state)
{
    (void)state;
    struct kb_made made;
    index_article(&made);
    value_is(KB_SLOT_MODIFIED, "20001111");
    value_is(KB_SLOT_PRODUCT, "Microsoft Exchange");
    value_is(KB_SLOT_TYPE, "bug");
    value_is(KB_SLOT_FIRST_FREE, "");
}

/* Without an applies-to list product and versions stand for it. */
static void
test_make_must_cut_versions(void **state)
{
    (void)state;
    static const struct {
        const char *versions;
        const char *terms[5];
    } cases[] = {
        {"winnt:3.5,3.51 SP5; WINDOWS:95",
         {"XV3.5", "XV3.51 sp5", "XV95", "XAmicrosoft exchange winnt 3.5,3.51 sp5",
          "XAmicrosoft exchange windows 95"}},
        {"3.10 3.5 4.00a",
         {"XV3.10", "XV3.5", "XV4.00a", "XAmicrosoft exchange 3.10 3.5 4.00a"}},
        {"6.x 1.00", {"XV6.x", "XV1.00", "XAmicrosoft exchange 6.x 1.00"}},
        {"1993 edition", {"XV1993 edition"}},
        {"Preview 2,2", {"XVpreview 2", "XV2"}},
        {":; winnt: ,4.0,", {"XV4.0", "XAmicrosoft exchange winnt ,4.0,"}},
        {"", {"XAmicrosoft exchange"}},
    };
    char name[16];
    article.applies_to.n = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_made made;
        article.versions = kb_span_cstr(cases[i].versions);
        snprintf(name, sizeof(name), "v%zu", i);
        index_at(name, &made);
        for (size_t k = 0; k < COUNT(cases[i].terms) && cases[i].terms[k]; k++) {
            if (!has_term(cases[i].terms[k]))
                fail_msg("'%s' gives no '%s'", cases[i].versions, cases[i].terms[k]);
        }
        kb_reader_free(reader);
        reader = NULL;
    }
}

/* A word counts as often as the boost of each field that has it: its score over the
 * field's own terms shows the sum. */
static void
test_make_must_count_by_boosts(void **state)
{
    (void)state;
    static const struct {
        const char *term;
        double wanted;
    } cases[] = {
        {"Zbackup", 5 + 2},  /* title, symptoms */
        {"Zstop", 5 + 2},    /* " */
        {"Zhang", 3},        /* query words */
        {"Zfault", 1},       /* cause */
        {"Zexchang", 1 + 1}, /* product and applies-to */
    };
    struct kb_made made;
    index_article(&made);
    double unit = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < COUNT(cases); i++) {
            struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
            struct kb_query *query = NULL;
            struct kb_hits hits = KB_HITS_INIT;
            params.k1 = 1e6; /* so large that a score grows with the count alone */
            params.b = 0;
            OK(kb_query_term(kb_span_cstr(cases[i].term), 1.0, &query, &err));
            OK(kb_reader_search(reader, query, &params, &hits, &err));
            assert_int_equal(hits.n, 1);
            if (pass == 0 && cases[i].wanted < 1.5)
                unit = hits.items[0].score;
            double got = pass == 0 ? 0 : hits.items[0].score / unit;
            if (pass == 1 &&
                !(got > cases[i].wanted - 0.01 && got < cases[i].wanted + 0.01))
                fail_msg("'%s' counts %g times", cases[i].term, got);
            kb_hits_clear(&hits);
            kb_query_free(query);
        }
    }
}

static void
test_make_must_keep_head_and_body(void **state)
{
    (void)state;
    struct kb_made made;
    struct kb_buf head = KB_BUF_INIT(1000);
    struct kb_buf body = KB_BUF_INIT(10000);
    struct kb_buf wanted = KB_BUF_INIT(10000);
    struct kb_unpacker *unpacker = NULL;
    index_article(&made);
    OK(kb_reader_data(reader, 260695, NULL, &head, &err));
    assert_string_equal(head.data, "id=Q260695\ntitle=XADM: Backup Program Stops\n"
                                   "product=Microsoft Exchange\nmodified=20001111\n"
                                   "cites=191014,200001\n");
    OK(kb_unpacker_new(kb_span_at(NULL, 0), &unpacker, &err));
    OK(kb_unpack(unpacker, made.body, &body, &err));
    OK(kb_stored_record_write(&article, &wanted, &err));
    assert_true(kb_span_equal(kb_buf_span(&body), kb_buf_span(&wanted)));
    kb_unpacker_free(unpacker);
    kb_buf_clear(&head);
    kb_buf_clear(&body);
    kb_buf_clear(&wanted);
}

/* Nothing of one article gets into the next, whatever became of the first. */
static void
test_make_must_give_the_words_in_order(void **state)
{
    (void)state;
    static const struct {
        enum kb_section_kind kind;
        uint32_t n_words;
    } wanted[] = {
        {KB_SECTION_TITLE, 4}, {KB_SECTION_PRODUCT, 2},    {KB_SECTION_SYMPTOMS, 7},
        {KB_SECTION_CAUSE, 4}, {KB_SECTION_APPLIES_TO, 6}, {KB_SECTION_QUERY_WORDS, 1},
    };
    struct kb_made made;
    struct kb_words words = {.places = NULL};
    index_article(&made);
    OK(kb_words_read(made.words, &words, &err));
    assert_int_equal(words.n_parts, COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_int_equal(words.parts[i].kind, wanted[i].kind);
        assert_int_equal(words.parts[i].n_words, wanted[i].n_words);
    }
    kb_words_clear(&words);
}

static void
test_make_must_begin_anew_each_time(void **state)
{
    (void)state;
    struct kb_made made;
    struct kb_article first;
    kb_article_init(&first);
    first.id = 1;
    first.title = KB_SPAN_LITERAL("leftover words of another article");
    OK(kb_maker_make(maker, &first, &made, &err));
    index_article(&made);
    assert_false(has_term("Zleftov"));
    assert_false(has_term("ZSleftov"));
    assert_false(has_term("Q1"));
    assert_true(has_term("ZSbackup"));
    kb_article_clear(&first);
}

static void
test_make_must_work_after_a_failure(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct kb_made made;
        struct kb_maker *own = NULL;
        kb_mem_fail_at(n);
        enum kb_status st = kb_maker_new(kb_span_at(NULL, 0), &own, &err);
        if (st == KB_OK)
            st = kb_maker_make(own, &article, &made, &err);
        kb_mem_fail_at(0);
        if (st != KB_OK && own != NULL)
            OK(kb_maker_make(own, &article, &made, &err));
        kb_maker_free(own);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 300);
    }
}

/* The counts after a failed article are those of an untouched maker. */
static void
test_make_must_not_keep_counts_of_a_failure(void **state)
{
    (void)state;
    struct kb_buf text = KB_BUF_INIT(100000);
    struct kb_article other;
    struct kb_made made;
    kb_article_init(&other);
    other.id = 1;
    for (int i = 0; i < 1000; i++)
        OK(kb_buf_printf(&text, &err, "spill%d backup ", i));
    other.title = kb_buf_span(&text);
    bool failed = false;
    for (size_t n = 1; n < 40; n++) {
        kb_mem_fail_at(n);
        failed = kb_maker_make(maker, &other, &made, &err) == KB_E_NOMEM || failed;
        kb_mem_fail_at(0);
    }
    assert_true(failed);
    index_article(&made);
    assert_false(has_term("spill0"));
    assert_false(has_term("Sspill1"));
    kb_article_clear(&other);
    kb_buf_clear(&text);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)

static const struct CMUnitTest tests[] = {
    TEST(test_make_must_give_terms_by_the_field_table),
    TEST(test_make_must_give_values),
    TEST(test_make_must_cut_versions),
    TEST(test_make_must_count_by_boosts),
    TEST(test_make_must_keep_head_and_body),
    TEST(test_make_must_give_the_words_in_order),
    TEST(test_make_must_begin_anew_each_time),
    TEST(test_make_must_work_after_a_failure),
    TEST(test_make_must_not_keep_counts_of_a_failure),
};

KB_TEST_MAIN(tests)
