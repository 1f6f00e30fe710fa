/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include <math.h>

#include "base/limits.h"
#include "search/ranked.h"
#include "schema/term.h"

/* Article i + 1 has these words. */
static const char *const documents[] = {
    "the backup hangs", "the backup stops",   "the restore stops at night",
    "windows 95 setup", "the the the report", "who is who",
    "no_disk_ready",
};

static struct kb_analyzer *analyzer;
static struct kb_reader *reader;

static void
put_words(struct kb_writer *writer, uint32_t id, const char *text)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    struct kb_doc *doc = NULL;
    struct kb_buf term = KB_BUF_INIT(KB_TERM_MAX_BYTES);
    OK(kb_doc_new(&doc, &err));
    OK(kb_analyze(analyzer, kb_span_cstr(text), &tokens, &err));
    for (size_t i = 0; i < tokens.n; i++) {
        struct kb_span word = tokens.items[i].word->term;
        OK(kb_doc_add_term(doc, word, 1, &err));
        OK(kb_term_of_word(KB_FIELD_TITLE, word, &term, &err));
        OK(kb_doc_add_term(doc, kb_buf_span(&term), i == 0 ? 1 : 3, &err));
    }
    OK(kb_writer_put(writer, id, doc, &err));
    kb_tokens_clear(&tokens);
    kb_buf_clear(&term);
    kb_doc_free(doc);
}

static int
open_all(void **state)
{
    if (set_up(state) != 0)
        return -1;
    struct kb_writer *writer = NULL;
    struct kb_buf many = KB_BUF_INIT(10000);
    OK(kb_analyzer_new(false, &analyzer, &err));
    OK(kb_writer_open(at("shard"), &writer, &err));
    for (uint32_t i = 0; i < COUNT(documents); i++)
        put_words(writer, i + 1, documents[i]);
    /* Articles 100 to 199 have word000 to word099; the first words are in more. */
    for (uint32_t i = 0; i < 100; i++) {
        kb_buf_reset(&many);
        for (uint32_t w = 0; w <= i; w++)
            OK(kb_buf_printf(&many, &err, "word%03u ", w));
        put_words(writer, 100 + i, many.data);
    }
    OK(kb_writer_close(writer, &err));
    kb_writer_free(writer);
    kb_buf_clear(&many);
    const char *path = at("shard");
    OK(kb_reader_open(&path, 1, &reader, &err));
    return 0;
}

static int
close_all(void **state)
{
    kb_mem_fail_at(0);
    kb_reader_free(reader);
    kb_analyzer_free(analyzer);
    return tear_down(state);
}

/* The terms of a query as "text:term:documents ...", < before one that stands in a
 * wider one. */
static void
describe(const struct kb_asked *asked, struct kb_buf *out)
{
    kb_buf_reset(out);
    for (size_t i = 0; i < asked->n; i++) {
        const struct kb_asked_term *t = &asked->terms[i];
        OK(kb_buf_printf(out, &err, "%s%s%.*s:%.*s:%u", i == 0 ? "" : " ",
                         t->share < 1 ? "<" : "", KB_SPAN_ARG(t->text),
                         KB_SPAN_ARG(t->word->term), t->n_docs));
    }
}

/* As kb_query_boosted has it. */
static void
is_bm25_idf(const struct kb_asked_term *term)
{
    double n_all = (double)COUNT(documents) + 100;
    double t = (n_all - term->n_docs + 0.5) / (term->n_docs + 0.5);
    double idf = log(t < 2 ? 1 + t / 2 : t);
    assert_true(fabs(term->idf - term->share * idf) < 1e-9);
    assert_true(fabs(term->weight - term->share) < 1e-12);
}

static void
test_read_must_choose_terms(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        const char *wanted;
        size_t n_words;
    } cases[] = {
        {"backup", "backup:Zbackup:2", 1},
        {"the backup hangs", "backup:Zbackup:2 hangs:Zhang:1", 3},
        {"Backup BACKUPS backup", "Backup:Zbackup:2", 3},
        {"hang, backup", "hang:Zhang:1 backup:Zbackup:2", 2},
        {"back up", "back up:Zbackup:2", 2},
        {"win95", "win95:win95:1", 1},
        {"Windows 95", "<Windows:Zwindow:1 Windows 95:win95:1 <95:95:1", 2},
        {"unknown", "", 1},
        {"backup unknown", "backup:Zbackup:2", 2},
        {"the", "the:Zthe:4", 1}, /* nothing but stop words */
        {"who is the who", "who:Zwho:1 is:Zis:1 the:Zthe:4", 4},
        {"with you", "", 2},
        {"the unknown", "", 2}, /* a word is left, though nothing has it */
        {"", "", 0},
        {" \t.,;-\n", "", 0},
    };
    struct kb_buf got = KB_BUF_INIT(10000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_asked asked = KB_ASKED_INIT;
        OK(kb_asked_read(analyzer, reader, kb_span_cstr(cases[i].query), &asked, &err));
        describe(&asked, &got);
        assert_string_equal(kb_buf_cstr(&got), cases[i].wanted);
        assert_int_equal(asked.n_words, cases[i].n_words);
        for (size_t k = 0; k < asked.n; k++)
            is_bm25_idf(&asked.terms[k]);
        kb_asked_clear(&asked);
        assert_null(asked.terms);
        assert_int_equal(asked.n, 0);
    }
    kb_buf_clear(&got);
}

static void
test_read_must_keep_the_rarest_of_many_terms(void **state)
{
    (void)state;
    struct kb_buf query = KB_BUF_INIT(KB_QUERY_MAX_BYTES);
    struct kb_asked asked = KB_ASKED_INIT;
    for (uint32_t w = 0; w < 100; w++) /* each twice, in a mixed order */
        OK(kb_buf_printf(&query, &err, "word%03u word%03u ", w * 37 % 100, w));
    OK(kb_asked_read(analyzer, reader, kb_buf_span(&query), &asked, &err));
    assert_int_equal(asked.n, KB_QUERY_MAX_TERMS);
    assert_int_equal(asked.n_words, 200);
    for (size_t i = 0; i < asked.n; i++) {
        assert_true(asked.terms[i].n_docs <= KB_QUERY_MAX_TERMS);
        assert_true(i == 0 || asked.terms[i - 1].text.data < asked.terms[i].text.data);
    }
    kb_asked_clear(&asked);
    kb_buf_clear(&query);
}

/* A name of many parts must not count for as many words. */
static void
test_read_must_bound_what_parts_are_worth_together(void **state)
{
    (void)state;
    struct kb_asked asked = KB_ASKED_INIT;
    OK(kb_asked_read(analyzer, reader, kb_span_cstr("hangs no_disk_ready"), &asked,
                     &err));
    assert_int_equal(asked.n, 5);
    assert_false(asked.terms[1].is_part);
    double parts = 0;
    for (size_t i = 2; i < asked.n; i++) {
        is_bm25_idf(&asked.terms[i]);
        assert_true(asked.terms[i].is_part);
        parts += asked.terms[i].idf;
    }
    assert_true(fabs(parts - asked.terms[1].idf / 2) < 1e-9);
    assert_true(asked.terms[0].share >= 1 && asked.terms[1].share >= 1);
    kb_asked_clear(&asked);
    /* parts of what no article has are all there is */
    OK(kb_asked_read(analyzer, reader, kb_span_cstr("no_disk_hangs"), &asked, &err));
    assert_int_equal(asked.n, 3);
    for (size_t i = 0; i < asked.n; i++)
        assert_true(asked.terms[i].share >= 1);
    kb_asked_clear(&asked);
}

/* The words of a prefix: they stand at one place and are worth the same. */
static void
test_read_must_weigh_words_for_one_thing_as_one(void **state)
{
    (void)state;
    static const struct kb_span query = {"the st* backup", 14};
    static const char *const words[] = {"stops", "setup", "unknown"};
    struct kb_asked_text texts[5] = {{.text = kb_span_at(query.data, 3)}};
    struct kb_asked asked = KB_ASKED_INIT;
    for (size_t i = 0; i < COUNT(words); i++) {
        texts[i + 1].shown = kb_span_at(query.data + 4, 3);
        OK(kb_lexicon_find(kb_analyzer_lexicon_borrow(analyzer), kb_span_cstr(words[i]),
                           &texts[i + 1].word, &err));
    }
    texts[4].text = kb_span_at(query.data + 8, 6);
    OK(kb_asked_read_texts(analyzer, reader, texts, COUNT(texts), &asked, &err));
    assert_int_equal(asked.n, 3);
    assert_int_equal(asked.n_words, 3);
    assert_int_equal(asked.n_unknown, 1);
    const struct kb_asked_term *stops = &asked.terms[0]; /* 2 articles */
    const struct kb_asked_term *setup = &asked.terms[1]; /* 1 */
    assert_true(kb_span_equal(stops->text, KB_SPAN_LITERAL("st*")));
    assert_true(kb_span_equal(setup->text, KB_SPAN_LITERAL("st*")));
    assert_int_equal(stops->position, 1);
    assert_int_equal(setup->position, 1);
    assert_int_equal(asked.terms[2].position, 2);
    assert_false(kb_asked_is_other(&asked, 0));
    assert_true(kb_asked_is_other(&asked, 1));
    assert_false(kb_asked_is_other(&asked, 2));
    double three = log((COUNT(documents) + 100 - 3 + 0.5) / 3.5);
    assert_true(fabs(stops->idf - three) < 1e-9 && fabs(setup->idf - three) < 1e-9);
    assert_true(stops->weight < 1 && setup->weight < stops->weight);
    is_bm25_idf(&asked.terms[2]);
    kb_asked_clear(&asked);
}

static double
score_of(const struct kb_asked *asked, const struct kb_boosts *boosts, uint32_t id)
{
    struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
    struct kb_query *query = NULL;
    struct kb_hits hits = KB_HITS_INIT;
    double score = 0;
    OK(kb_ranked_query(asked, boosts, reader, &params, &query, &err));
    OK(kb_reader_search(reader, query, &params, &hits, &err));
    for (size_t i = 0; i < hits.n; i++)
        score = hits.items[i].docid == id ? hits.items[i].score : score;
    kb_hits_clear(&hits);
    kb_query_free(query);
    return score;
}

static void
test_query_must_rank_by_all_terms(void **state)
{
    (void)state;
    struct kb_asked asked = KB_ASKED_INIT;
    struct kb_boosts boosts = {{0}, false};
    OK(kb_asked_read(analyzer, reader, KB_SPAN_LITERAL("backup stops"), &asked, &err));
    double both = score_of(&asked, &boosts, 2);
    assert_true(both > score_of(&asked, &boosts, 1));
    assert_true(both > score_of(&asked, &boosts, 3));
    assert_true(score_of(&asked, &boosts, 1) > 0 && score_of(&asked, &boosts, 3) > 0);
    assert_true(score_of(&asked, &boosts, 4) <= 0);
    kb_asked_clear(&asked);
}

static void
test_query_must_obey_boosts(void **state)
{
    (void)state;
    struct kb_asked asked = KB_ASKED_INIT;
    struct kb_boosts boosts = {{0}, false};
    OK(kb_asked_read(analyzer, reader, KB_SPAN_LITERAL("backup"), &asked, &err));
    double plain = score_of(&asked, &boosts, 1);
    boosts.is_set = true; /* but nothing differs */
    assert_true(fabs(score_of(&asked, &boosts, 1) - plain) < 1e-9);
    boosts.delta[KB_FIELD_TITLE] = 2;
    assert_true(score_of(&asked, &boosts, 1) > plain + 1e-6);
    boosts.delta[KB_FIELD_TITLE] = -0.3;
    assert_true(score_of(&asked, &boosts, 1) < plain - 1e-6);
    boosts.delta[KB_FIELD_TITLE] = 0;
    boosts.delta[KB_FIELD_QUERY_WORDS] = 9; /* no article has such a field */
    assert_true(fabs(score_of(&asked, &boosts, 1) - plain) < 1e-9);
    boosts.delta[KB_FIELD_CAUSE] = 9; /* has no terms of its own */
    assert_true(fabs(score_of(&asked, &boosts, 1) - plain) < 1e-9);
    kb_asked_clear(&asked);
}

static void
test_read_must_fail_without_memory(void **state)
{
    (void)state;
    struct kb_boosts boosts = {{0}, true};
    boosts.delta[KB_FIELD_TITLE] = 1;
    for (size_t n = 1;; n++) {
        struct kb_asked asked = KB_ASKED_INIT;
        struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
        struct kb_query *query = NULL;
        kb_mem_fail_at(n);
        enum kb_status st =
            kb_asked_read(analyzer, reader, KB_SPAN_LITERAL("the backup word001 stops"),
                          &asked, &err);
        if (st == KB_OK)
            st = kb_ranked_query(&asked, &boosts, reader, &params, &query, &err);
        kb_mem_fail_at(0);
        kb_query_free(query);
        kb_asked_clear(&asked);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_read_must_choose_terms, open_all, close_all),
    cmocka_unit_test_setup_teardown(test_read_must_keep_the_rarest_of_many_terms,
                                    open_all, close_all),
    cmocka_unit_test_setup_teardown(test_read_must_bound_what_parts_are_worth_together,
                                    open_all, close_all),
    cmocka_unit_test_setup_teardown(test_read_must_weigh_words_for_one_thing_as_one,
                                    open_all, close_all),
    cmocka_unit_test_setup_teardown(test_query_must_rank_by_all_terms, open_all,
                                    close_all),
    cmocka_unit_test_setup_teardown(test_query_must_obey_boosts, open_all, close_all),
    cmocka_unit_test_setup_teardown(test_read_must_fail_without_memory, open_all,
                                    close_all),
};

KB_TEST_MAIN(tests)
