/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/shards.h"

/* A part with the articles first to last, each with the term "word" and its number as
 * data. */
static void
make_part(const char *path, uint32_t first, uint32_t last)
{
    struct kb_writer *writer = new_writer(path);
    struct kb_doc *doc = NULL;
    OK(kb_doc_new(&doc, &err));
    for (uint32_t id = first; id <= last; id++) {
        char data[32];
        int n = snprintf(data, sizeof(data), "data of %u", id);
        OK(kb_doc_reset(doc, &err));
        OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("word"), 1 + id % 3, &err));
        OK(kb_doc_set_data(doc, kb_span_at(data, (size_t)n), &err));
        OK(kb_writer_put(writer, id, doc, &err));
    }
    char key[32];
    int n = snprintf(key, sizeof(key), "key-%u", first);
    OK(kb_writer_set_meta(writer, kb_span_at(key, (size_t)n), KB_SPAN_LITERAL("kept"),
                          &err));
    kb_doc_free(doc);
    close_writer(writer);
}

static void
test_compact_joins_parts_and_keeps_numbers(void **state)
{
    (void)state;
    char a[2 * PATH_BYTES], b[2 * PATH_BYTES], whole[2 * PATH_BYTES];
    const char *parts[] = {a, b};
    uint32_t n_docs = 0;
    struct kb_reader *reader = NULL;
    struct kb_term_stats stats;
    struct kb_buf buf = KB_BUF_INIT(1000);
    snprintf(a, sizeof(a), "%s/a", scratch);
    snprintf(b, sizeof(b), "%s/b", scratch);
    snprintf(whole, sizeof(whole), "%s/whole", scratch);
    make_part(a, 10, 700);
    make_part(b, 701, 900);
    OK(kb_shard_compact(parts, 2, whole, &err));
    OK(kb_shard_verify(whole, &n_docs, &err));
    assert_int_equal(n_docs, 891);
    OK(open_one(whole, &reader));
    OK(kb_reader_term(reader, KB_SPAN_LITERAL("word"), &stats, &err));
    assert_int_equal(stats.n_docs, 891);
    OK(kb_reader_data(reader, 701, NULL, &buf, &err));
    assert_string_equal(buf.data, "data of 701");
    kb_buf_reset(&buf);
    OK(kb_reader_meta(reader, 0, KB_SPAN_LITERAL("key-10"), &buf, &err));
    OK(kb_reader_meta(reader, 0, KB_SPAN_LITERAL("key-701"), &buf, &err));
    assert_string_equal(buf.data, "keptkept");
    kb_reader_free(reader);
    kb_buf_clear(&buf);
}

static void
test_compact_refuses_what_does_not_fit(void **state)
{
    (void)state;
    char a[2 * PATH_BYTES], b[2 * PATH_BYTES], whole[2 * PATH_BYTES];
    const char *parts[] = {a, b};
    snprintf(a, sizeof(a), "%s/a", scratch);
    snprintf(b, sizeof(b), "%s/b", scratch);
    snprintf(whole, sizeof(whole), "%s/whole", scratch);
    make_part(a, 10, 20);
    FAILS(KB_E_INVALID, kb_shard_compact(parts, 0, whole, &err));
    FAILS(KB_E_NOT_FOUND, kb_shard_compact(parts, 2, whole, &err));
    make_part(b, 15, 30);
    FAILS(KB_E_INVALID, kb_shard_compact(parts, 2, whole, &err));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_compact_joins_parts_and_keeps_numbers),
    TEST(test_compact_refuses_what_does_not_fit),
};

KB_TEST_MAIN(tests)
