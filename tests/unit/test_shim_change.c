/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shard that is changed must answer as one that was built so at once. */
#include "support/shards.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Words and length of a document hang on its number and its version. */
static void
put_doc(struct kb_writer *writer, uint32_t id, unsigned version)
{
    struct kb_doc *doc = NULL;
    char word[32];
    OK(kb_doc_new(&doc, &err));
    OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("all"), 1 + id % 5, &err));
    for (unsigned i = 0; i < 3 + id % 7; i++) {
        snprintf(word, sizeof(word), "w%u", (id * 31 + version * 17 + i * 7) % 40);
        OK(kb_doc_add_term(doc, kb_span_cstr(word), 1 + i + version, &err));
    }
    snprintf(word, sizeof(word), "%u.%u", id, version);
    OK(kb_doc_set_data(doc, kb_span_cstr(word), &err));
    OK(kb_writer_put(writer, id, doc, &err));
    OK(kb_writer_set_meta(writer, kb_span_cstr(word), KB_SPAN_LITERAL("meta"), &err));
    kb_doc_free(doc);
}

static unsigned
new_version(uint32_t id)
{
    return id % 10 == 3 ? 2 : 1;
}

static bool
is_removed(uint32_t id)
{
    return id % 10 == 7;
}

/* "s": built at once; "t": the first version of all, then changed. */
static void
build_both(void)
{
    struct kb_writer *writer = new_writer(at("s"));
    for (uint32_t id = 1; id <= N_DOCS; id++) {
        if (!is_removed(id))
            put_doc(writer, id, new_version(id));
    }
    close_writer(writer);
    writer = new_writer(at("t"));
    for (uint32_t id = 1; id <= N_DOCS; id++) {
        if (id % 10 != 9)
            put_doc(writer, id, 1);
    }
    close_writer(writer);
    OK(kb_writer_open_existing(at("t"), &writer, &err));
    for (uint32_t id = 1; id <= N_DOCS; id++) {
        char key[32];
        snprintf(key, sizeof(key), "%u.1", id);
        if (id % 10 == 9 || new_version(id) == 2)
            put_doc(writer, id, new_version(id));
        if (is_removed(id))
            OK(kb_writer_remove(writer, id, &err));
        if (is_removed(id) || new_version(id) == 2)
            OK(kb_writer_remove_meta(writer, kb_span_cstr(key), &err));
    }
    close_writer(writer);
}

static void
compare_searches(struct kb_reader *a, struct kb_reader *b)
{
    for (unsigned i = 0; i < 40; i++) {
        char words[2][8];
        struct kb_query *parts[2] = {NULL, NULL};
        struct kb_query *query = NULL;
        struct kb_hits hits[2] = {KB_HITS_INIT, KB_HITS_INIT};
        struct kb_search_params params = KB_SEARCH_PARAMS_INIT;
        params.max = N_DOCS;
        params.check_at_least = UINT32_MAX;
        for (unsigned k = 0; k < 2; k++) {
            snprintf(words[k], sizeof(words[k]), "w%u", (i * 3 + k * 11) % 40);
            OK(kb_query_term(kb_span_cstr(words[k]), 1, &parts[k], &err));
        }
        OK(kb_query_or(parts, 2, &query, &err));
        OK(kb_reader_search(a, query, &params, &hits[0], &err));
        OK(kb_reader_search(b, query, &params, &hits[1], &err));
        assert_int_equal(hits[0].n, hits[1].n);
        assert_int_equal(hits[0].total, hits[1].total);
        for (size_t k = 0; k < hits[0].n; k++) {
            assert_int_equal(hits[0].items[k].docid, hits[1].items[k].docid);
            assert_memory_equal(&hits[0].items[k].score, &hits[1].items[k].score,
                                sizeof(double));
        }
        for (unsigned k = 0; k < 2; k++) {
            kb_hits_clear(&hits[k]);
            kb_query_free(parts[k]);
        }
        kb_query_free(query);
    }
}

static void
test_changed_shard_answers_as_one_built_at_once(void **state)
{
    (void)state;
    struct kb_reader *readers[2] = {NULL, NULL};
    uint32_t *ids[2] = {NULL, NULL};
    size_t n[2];
    uint32_t n_docs = 0;
    build_both();
    OK(open_one(at("s"), &readers[0]));
    OK(open_one(at("t"), &readers[1]));
    for (size_t i = 0; i < 2; i++)
        OK(kb_reader_ids(readers[i], 0, &ids[i], &n[i], &err));
    assert_int_equal(n[0], N_DOCS - N_DOCS / 10);
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(ids[0], ids[1], n[0] * sizeof(*ids[0]));
    compare_searches(readers[0], readers[1]);
    for (uint32_t id = 1; id <= N_DOCS; id++) {
        for (unsigned version = 1; version <= 2; version++) {
            char key[32];
            struct kb_buf buf = KB_BUF_INIT(100);
            bool there = !is_removed(id) && version == new_version(id);
            snprintf(key, sizeof(key), "%u.%u", id, version);
            assert_int_equal(
                kb_reader_meta(readers[1], 0, kb_span_cstr(key), &buf, &err),
                there ? KB_OK : KB_E_NOT_FOUND);
            kb_buf_clear(&buf);
        }
    }
    OK(kb_shard_verify(at("t"), &n_docs, &err));
    assert_int_equal(n_docs, n[0]);
    for (size_t i = 0; i < 2; i++) {
        kb_mem_free(ids[i]);
        kb_reader_free(readers[i]);
    }
}

static void
test_remove_tells_what_is_not_there(void **state)
{
    (void)state;
    struct kb_writer *writer = new_writer(at("s"));
    put_doc(writer, 7, 1);
    FAILS(KB_E_NOT_FOUND, kb_writer_remove(writer, 8, &err));
    FAILS(KB_E_INVALID, kb_writer_remove(writer, 0, &err));
    FAILS(KB_E_INVALID, kb_writer_remove_meta(writer, kb_span_at("", 0), &err));
    OK(kb_writer_remove_meta(writer, KB_SPAN_LITERAL("no such key"), &err));
    OK(kb_writer_remove(writer, 7, &err));
    FAILS(KB_E_NOT_FOUND, kb_writer_remove(writer, 7, &err));
    close_writer(writer);
}

static void
test_open_existing_tells_what_is_wrong(void **state)
{
    (void)state;
    struct kb_writer *writer = NULL;
    struct kb_writer *second = NULL;
    FAILS(KB_E_NOT_FOUND, kb_writer_open_existing(at("none"), &writer, &err));
    put_dir("empty");
    FAILS(KB_E_NOT_FOUND, kb_writer_open_existing(at("empty"), &writer, &err));
    writer = new_writer(at("s"));
    put_doc(writer, 7, 1);
    FAILS(KB_E_BUSY, kb_writer_open_existing(at("s"), &second, &err));
    close_writer(writer);
    OK(kb_writer_open_existing(at("s"), &writer, &err));
    FAILS(KB_E_BUSY, kb_writer_open_existing(at("s"), &second, &err));
    close_writer(writer);
    put_file("s/iamglass", "not glass at all");
    enum kb_status st = kb_writer_open_existing(at("s"), &writer, &err);
    assert_true(st == KB_E_CORRUPT || st == KB_E_SCHEMA);
}

static void
test_ids_checks_its_arguments(void **state)
{
    (void)state;
    struct kb_reader *reader = NULL;
    uint32_t *ids = NULL;
    size_t n = 1;
    close_writer(new_writer(at("s")));
    OK(open_one(at("s"), &reader));
    FAILS(KB_E_INVALID, kb_reader_ids(reader, 1, &ids, &n, &err));
    OK(kb_reader_ids(reader, 0, &ids, &n, &err));
    assert_int_equal(n, 0);
    kb_mem_free(ids);
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_reader_ids(reader, 0, &ids, &n, &err));
    kb_mem_fail_at(0);
    kb_reader_free(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_changed_shard_answers_as_one_built_at_once),
    TEST(test_remove_tells_what_is_not_there),
    TEST(test_open_existing_tells_what_is_wrong),
    TEST(test_ids_checks_its_arguments),
};

KB_TEST_MAIN(tests)
