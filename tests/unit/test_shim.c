/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/shards.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- files ---- */

static void
write_file(const char *path, const char *bytes, size_t n_bytes)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n_bytes, f), n_bytes);
    assert_int_equal(fclose(f), 0);
}

/* Overwrite a file in place with bytes that are no table; its length stays. */
static void
write_garbage(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    FILE *f = fopen(path, "r+");
    assert_non_null(f);
    uint32_t x = 1;
    for (off_t i = 0; i < st.st_size; i++) {
        x = x * 1664525u + 1013904223u;
        fputc((int)(x >> 24), f);
    }
    assert_int_equal(fclose(f), 0);
}

/* One shard at `path` with article 7, "hello", and the metadata key "k". */
static void
build_small(const char *path)
{
    struct kb_doc *doc = NULL;
    OK(kb_doc_new(&doc, &err));
    OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("hello"), 1, &err));
    OK(kb_doc_set_data(doc, KB_SPAN_LITERAL("seven"), &err));
    struct kb_writer *writer = new_writer(path);
    OK(kb_writer_put(writer, 7, doc, &err));
    OK(kb_writer_set_meta(writer, KB_SPAN_LITERAL("k"), KB_SPAN_LITERAL("v"), &err));
    close_writer(writer);
    kb_doc_free(doc);
}

/* ---- documents and writers ---- */

static void
test_version_names_the_library(void **state)
{
    (void)state;
    assert_true(strncmp(kb_shim_version(), "1.4.", 4) == 0);
}

static void
test_doc_refuses_bad_terms_and_keeps_the_rest(void **state)
{
    (void)state;
    char longest[KB_TERM_MAX_BYTES + 1], nuls[KB_TERM_MAX_BYTES / 2 + 1] = {0};
    memset(longest, 'x', sizeof(longest));
    char *data = kb_mem_array(KB_STORED_MAX_BYTES + 1, 1);
    assert_non_null(data);
    struct kb_doc *doc = NULL;
    OK(kb_doc_new(&doc, &err));
    OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("good"), 1, &err));
    OK(kb_doc_add_term(doc, kb_span_at(longest, KB_TERM_MAX_BYTES), 1, &err));
    OK(kb_doc_add_flag(doc, kb_span_at(nuls, KB_TERM_MAX_BYTES / 2), &err));
    OK(kb_doc_set_data(doc, kb_span_at(data, KB_STORED_MAX_BYTES), &err));
    OK(kb_doc_set_value(doc, 3, kb_span_at(data, KB_VALUE_MAX_BYTES), &err));
    FAILS(KB_E_LIMIT,
          kb_doc_set_value(doc, 3, kb_span_at(data, KB_VALUE_MAX_BYTES + 1), &err));
    FAILS(KB_E_INVALID, kb_doc_add_term(doc, kb_span_at(NULL, 0), 1, &err));
    FAILS(KB_E_INVALID, kb_doc_add_flag(doc, kb_span_at("", 0), &err));
    FAILS(KB_E_LIMIT,
          kb_doc_add_term(doc, kb_span_at(longest, sizeof(longest)), 1, &err));
    FAILS(KB_E_LIMIT, kb_doc_add_flag(doc, kb_span_at(nuls, sizeof(nuls)), &err));
    FAILS(KB_E_LIMIT,
          kb_doc_set_data(doc, kb_span_at(data, KB_STORED_MAX_BYTES + 1), &err));

    struct kb_writer *writer = new_writer(at("shard"));
    OK(kb_writer_put(writer, 1, doc, &err));
    FAILS(KB_E_INVALID, kb_writer_put(writer, 0, doc, &err));
    FAILS(KB_E_LIMIT, kb_writer_put(writer, KB_ARTICLE_MAX_ID + 1, doc, &err));
    OK(kb_writer_put(writer, KB_ARTICLE_MAX_ID, doc, &err));
    close_writer(writer);
    kb_doc_free(doc);
    kb_mem_free(data);

    uint32_t n_docs = 0;
    OK(kb_shard_verify(at("shard"), &n_docs, &err));
    assert_int_equal(n_docs, 2);
    struct kb_reader *reader = NULL;
    OK(open_one(at("shard"), &reader));
    struct kb_term_stats stats;
    OK(kb_reader_term(reader, kb_span_at(longest, KB_TERM_MAX_BYTES), &stats, &err));
    assert_int_equal(stats.n_docs, 2);
    OK(kb_reader_term(reader, kb_span_at(nuls, KB_TERM_MAX_BYTES / 2), &stats, &err));
    assert_int_equal(stats.n_docs, 2);
    FAILS(KB_E_LIMIT,
          kb_reader_term(reader, kb_span_at(longest, sizeof(longest)), &stats, &err));
    FAILS(KB_E_INVALID, kb_reader_term(reader, kb_span_at("", 0), &stats, &err));
    struct kb_buf buf = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    OK(kb_reader_data(reader, KB_ARTICLE_MAX_ID, NULL, &buf, &err));
    assert_int_equal(buf.n_bytes, KB_STORED_MAX_BYTES);
    kb_buf_clear(&buf);
    kb_reader_free(reader);
}

static void
test_doc_reset_leaves_nothing_behind(void **state)
{
    (void)state;
    struct kb_doc *doc = NULL;
    struct kb_writer *writer = new_writer(at("shard"));
    OK(kb_doc_new(&doc, &err));
    OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("first"), 1, &err));
    OK(kb_doc_set_data(doc, KB_SPAN_LITERAL("one"), &err));
    OK(kb_doc_set_value(doc, 5, KB_SPAN_LITERAL("20001111"), &err));
    OK(kb_doc_set_value(doc, 6, KB_SPAN_LITERAL("gone"), &err));
    OK(kb_doc_set_value(doc, 6, KB_SPAN_LITERAL(""), &err));
    OK(kb_writer_put(writer, 1, doc, &err));
    OK(kb_doc_reset(doc, &err));
    OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("second"), 1, &err));
    OK(kb_writer_put(writer, 2, doc, &err));
    kb_doc_free(doc);
    close_writer(writer);

    struct kb_reader *reader = NULL;
    OK(open_one(at("shard"), &reader));
    struct kb_term_stats stats;
    OK(kb_reader_term(reader, KB_SPAN_LITERAL("first"), &stats, &err));
    assert_int_equal(stats.n_docs, 1);
    struct kb_buf buf = KB_BUF_INIT(100);
    OK(kb_reader_data(reader, 2, NULL, &buf, &err)); /* there, without data */
    OK(kb_reader_value(reader, 0, 1, 6, &buf, &err));
    OK(kb_reader_value(reader, 0, 2, 5, &buf, &err));
    assert_int_equal(buf.n_bytes, 0);
    OK(kb_reader_value(reader, 0, 1, 5, &buf, &err));
    assert_string_equal(kb_buf_cstr(&buf), "20001111");
    FAILS(KB_E_INVALID, kb_reader_value(reader, 1, 1, 5, &buf, &err));
    FAILS(KB_E_INVALID, kb_reader_value(reader, 0, 0, 5, &buf, &err));
    struct kb_buf short_buf = KB_BUF_INIT(7);
    FAILS(KB_E_LIMIT, kb_reader_value(reader, 0, 1, 5, &short_buf, &err));
    kb_buf_clear(&short_buf);
    kb_buf_reset(&buf);
    assert_int_equal(buf.n_bytes, 0);
    FAILS(KB_E_NOT_FOUND, kb_reader_data(reader, 3, NULL, &buf, &err));
    kb_buf_clear(&buf);
    kb_reader_free(reader);
}

static void
test_writer_put_replaces_and_takes_any_order(void **state)
{
    (void)state;
    static const uint32_t ids[] = {5, 3, 9, 3, 1, 9};
    struct kb_doc *doc = NULL;
    struct kb_writer *writer = new_writer(at("shard"));
    OK(kb_doc_new(&doc, &err));
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        char data = (char)('a' + i);
        OK(kb_doc_reset(doc, &err));
        OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("word"), 1, &err));
        OK(kb_doc_set_data(doc, kb_span_at(&data, 1), &err));
        OK(kb_writer_put(writer, ids[i], doc, &err));
        if (i == 2) { /* what is written out is replaced as what is not */
            close_writer(writer);
            OK(kb_writer_open_existing(at("shard"), &writer, &err));
        }
    }
    close_writer(writer);
    kb_doc_free(doc);

    struct kb_reader *reader = NULL;
    OK(open_one(at("shard"), &reader));
    uint32_t n_docs = 0;
    OK(kb_reader_count(reader, &n_docs, &err));
    assert_int_equal(n_docs, 4);
    struct kb_buf buf = KB_BUF_INIT(100);
    OK(kb_reader_data(reader, 1, NULL, &buf, &err));
    OK(kb_reader_data(reader, 3, NULL, &buf, &err));
    OK(kb_reader_data(reader, 5, NULL, &buf, &err));
    OK(kb_reader_data(reader, 9, NULL, &buf, &err));
    assert_string_equal(kb_buf_cstr(&buf), "edaf");
    kb_buf_clear(&buf);
    kb_reader_free(reader);
}

static void
test_writer_free_without_close_throws_away(void **state)
{
    (void)state;
    struct kb_doc *doc = NULL;
    struct kb_writer *writer = new_writer(at("shard"));
    OK(kb_doc_new(&doc, &err));
    OK(kb_doc_set_data(doc, KB_SPAN_LITERAL("x"), &err));
    OK(kb_writer_put(writer, 1, doc, &err));
    OK(kb_writer_set_meta(writer, KB_SPAN_LITERAL("k"), KB_SPAN_LITERAL("v"), &err));
    kb_writer_free(writer);
    kb_doc_free(doc);

    struct kb_reader *reader = NULL;
    struct kb_buf buf = KB_BUF_INIT(100);
    OK(open_one(at("shard"), &reader));
    uint32_t n_docs = 0;
    OK(kb_reader_count(reader, &n_docs, &err));
    assert_int_equal(n_docs, 0);
    FAILS(KB_E_NOT_FOUND, kb_reader_meta(reader, 0, KB_SPAN_LITERAL("k"), &buf, &err));
    kb_reader_free(reader);
    OK(kb_shard_verify(at("shard"), &n_docs, &err));
    FAILS(KB_E_INVALID,
          kb_writer_open(at("shard"), &writer, &err)); /* no lock is left */
}

static void
test_meta_checks_lengths_and_is_kept_per_shard(void **state)
{
    (void)state;
    char key[KB_KEY_MAX_BYTES + 1];
    memset(key, 'k', sizeof(key));
    char *value = kb_mem_array(KB_STORED_MAX_BYTES + 1, 1);
    assert_non_null(value);
    value[0] = 'v';
    struct kb_span max_key = kb_span_at(key, KB_KEY_MAX_BYTES),
                   one = kb_span_at(value, 1);
    struct kb_writer *writer = new_writer(at("shard"));
    OK(kb_writer_set_meta(writer, max_key, one, &err));
    OK(kb_writer_set_meta(writer, max_key, kb_span_at(value, KB_STORED_MAX_BYTES),
                          &err));
    FAILS(KB_E_LIMIT,
          kb_writer_set_meta(writer, kb_span_at(key, sizeof(key)), one, &err));
    FAILS(KB_E_INVALID, kb_writer_set_meta(writer, kb_span_at("", 0), one, &err));
    FAILS(KB_E_INVALID, kb_writer_set_meta(writer, max_key, kb_span_at("", 0), &err));
    FAILS(KB_E_LIMIT,
          kb_writer_set_meta(writer, max_key,
                             kb_span_at(value, KB_STORED_MAX_BYTES + 1), &err));
    close_writer(writer);
    kb_mem_free(value);

    struct kb_reader *reader = NULL;
    struct kb_buf buf = KB_BUF_INIT(KB_STORED_MAX_BYTES), tiny = KB_BUF_INIT(1);
    OK(open_one(at("shard"), &reader));
    OK(kb_reader_meta(reader, 0, max_key, &buf, &err));
    assert_int_equal(buf.n_bytes, KB_STORED_MAX_BYTES);
    FAILS(KB_E_LIMIT, kb_reader_meta(reader, 0, max_key, &tiny, &err));
    FAILS(KB_E_LIMIT,
          kb_reader_meta(reader, 0, kb_span_at(key, sizeof(key)), &buf, &err));
    FAILS(KB_E_INVALID, kb_reader_meta(reader, 0, kb_span_at("", 0), &buf, &err));
    FAILS(KB_E_INVALID, kb_reader_meta(reader, 1, max_key, &buf, &err));
    kb_reader_free(reader);

    reader = build("m", 3, 5);
    for (size_t s = 0; s < 3; s++) {
        kb_buf_reset(&buf);
        OK(kb_reader_meta(reader, s, KB_SPAN_LITERAL("shard"), &buf, &err));
        assert_int_equal(buf.data[0], '0' + s);
    }
    kb_reader_free(reader);
    kb_buf_clear(&buf);
}

/* ---- shards that cannot be used ---- */

static void
test_open_says_what_is_wrong_with_a_path(void **state)
{
    (void)state;
    static const struct {
        const char *folder; /* made if not NULL */
        const char *file;   /* made if not NULL, with `text`; the path if no folder */
        const char *text;
        enum kb_status open, writer;
    } cases[] = {
        {NULL, NULL, NULL, KB_E_NOT_FOUND, KB_OK},
        {NULL, "text", "hello world\n", KB_E_NOT_FOUND, KB_E_IO},
        {NULL, "nothing", "", KB_E_NOT_FOUND, KB_E_IO},
        {NULL, "stub", "auto good\n", KB_E_NOT_FOUND, KB_E_IO},
        {"empty", NULL, NULL, KB_E_NOT_FOUND, KB_OK},
        {"stub-folder", "stub-folder/XAPIANDB", "auto ../good\n", KB_E_NOT_FOUND,
         KB_OK},
        {"other", "other/README", "hello\n", KB_E_NOT_FOUND, KB_OK},
        {"flint", "flint/iamflint", "IAmFlint", KB_E_NOT_FOUND, KB_OK},
        {"chert", "chert/iamchert", "IAmChert", KB_E_NOT_FOUND, KB_OK},
        {"magic", "magic/iamglass", "no such magic at all", KB_E_CORRUPT, KB_OK},
        {"short", "short/iamglass", "", KB_E_CORRUPT, KB_OK},
        {"old", "old/iamglass",
         "\x0f\x0dXapian Glass\x01\x01=======================", KB_E_SCHEMA, KB_OK},
    };
    build_small(at("good"));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct kb_reader *reader = NULL;
        struct kb_writer *writer = NULL;
        uint32_t n_docs = 77;
        const char *name = cases[i].folder != NULL ? cases[i].folder : cases[i].file;
        char path[2 * PATH_BYTES];
        snprintf(path, sizeof(path), "%s", at(name == NULL ? "missing" : name));
        if (cases[i].folder != NULL)
            assert_int_equal(mkdir(path, 0700), 0);
        if (cases[i].file != NULL)
            write_file(at(cases[i].file), cases[i].text, strlen(cases[i].text));
        FAILS(cases[i].open, open_one(path, &reader));
        assert_non_null(strstr(err.msg, path));
        FAILS(cases[i].open, kb_shard_verify(path, &n_docs, &err));
        assert_null(reader);
        assert_int_equal(n_docs, 77);
        if (cases[i].writer != KB_OK)
            FAILS(cases[i].writer, kb_writer_open(path, &writer, &err));
        else
            close_writer(new_writer(path));
    }
}

static void
test_open_checks_its_arguments(void **state)
{
    (void)state;
    build_small(at("good"));
    const char *paths[KB_SHARDS_MAX + 1];
    for (size_t i = 0; i <= KB_SHARDS_MAX; i++)
        paths[i] = scratch;
    struct kb_reader *reader = NULL;
    struct kb_writer *writer = NULL;
    uint32_t n_docs;
    FAILS(KB_E_INVALID, kb_reader_open(paths, 0, &reader, &err));
    FAILS(KB_E_LIMIT, kb_reader_open(paths, KB_SHARDS_MAX + 1, &reader, &err));
    paths[0] = at("good");
    paths[1] = "";
    FAILS(KB_E_INVALID, kb_reader_open(paths, 2, &reader, &err));
    FAILS(KB_E_INVALID, kb_writer_open("", &writer, &err));
    FAILS(KB_E_INVALID, kb_shard_verify("", &n_docs, &err));
    FAILS(KB_E_IO, kb_writer_open(at("no/such"), &writer, &err));
    assert_int_equal(kb_reader_open(paths, 2, &reader, NULL), KB_E_INVALID);
}

static void
test_shard_exists_or_is_locked(void **state)
{
    (void)state;
    struct kb_writer *writer = new_writer(at("shard")), *second = NULL;
    struct kb_reader *reader = NULL;
    uint32_t n_docs = 77;
    FAILS(KB_E_BUSY, kb_writer_open(at("shard"), &second, &err));
    pid_t child = fork();
    if (child == 0)
        _exit(kb_writer_open(at("shard"), &second, &err) == KB_E_BUSY ? 0 : 1);
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    OK(kb_shard_verify(at("shard"), &n_docs, &err)); /* readers do not mind */
    assert_int_equal(n_docs, 0);
    OK(open_one(at("shard"), &reader));
    kb_reader_free(reader);
    close_writer(writer);
    FAILS(KB_E_INVALID, kb_writer_open(at("shard"), &second, &err));
    assert_int_equal(unlink(at("shard/iamglass")), 0); /* half deleted */
    FAILS(KB_E_INVALID, kb_writer_open(at("shard"), &second, &err));
    assert_null(second);
}

/* What every reading entry says of a damaged shard: right or KB_E_CORRUPT, no more. */
static void
use_damaged(const char *path)
{
    struct kb_reader *reader = NULL;
    enum kb_status st[7] = {open_one(path, &reader)};
    if (st[0] == KB_OK) {
        struct kb_search_params params = all_ranks();
        struct kb_buf buf = KB_BUF_INIT(1000);
        struct kb_hits hits = KB_HITS_INIT;
        struct kb_query *query = term_query(word_term("", 3), 1), *boosted = NULL;
        struct kb_boosted_term term = {word_term("", 4), NULL, 0, 1};
        struct kb_term_stats stats;
        uint32_t n_docs;
        st[1] = kb_reader_count(reader, &n_docs, &err);
        st[2] = kb_reader_meta(reader, 0, KB_SPAN_LITERAL("shard"), &buf, &err);
        st[3] = kb_reader_data(reader, article_id(490), NULL, &buf, &err);
        st[4] = kb_reader_term(reader, word_term("", 2), &stats, &err);
        st[5] = kb_reader_search(reader, query, &params, &hits, &err);
        kb_hits_clear(&hits);
        st[6] = kb_query_boosted(reader, &term, &params, &boosted, &err);
        if (boosted != NULL) {
            st[6] = kb_reader_search(reader, boosted, &params, &hits, &err);
            kb_hits_clear(&hits);
        }
        kb_query_free(boosted);
        kb_query_free(query);
        kb_buf_clear(&buf);
    }
    for (size_t i = 0; i < sizeof(st) / sizeof(st[0]); i++)
        if (st[i] != KB_OK && st[i] != KB_E_CORRUPT)
            fail_msg("%s: entry %zu: %s: %s", path, i, kb_status_name(st[i]), err.msg);
    kb_reader_free(reader);
}

static void
test_damage_is_found_and_never_fatal(void **state)
{
    (void)state;
    static const char *const files[] = {"iamglass", "postlist.glass", "docdata.glass",
                                        "termlist.glass"};
    enum {
        GARBAGE,
        HALF,
        EMPTY,
        GONE,
        N_KINDS
    };
    for (size_t f = 0; f < 4; f++) {
        for (int kind = 0; kind < N_KINDS; kind++) {
            char name[32], file[64];
            struct stat st;
            snprintf(name, sizeof(name), "d%zu%d-", f, kind);
            kb_reader_free(build(name, 1, 5));
            snprintf(name, sizeof(name), "d%zu%d-0", f, kind);
            snprintf(file, sizeof(file), "%s/%s", name, files[f]);
            assert_int_equal(stat(at(file), &st), 0);
            if (kind == GARBAGE)
                write_garbage(at(file));
            else if (kind == GONE)
                assert_int_equal(unlink(at(file)), 0);
            else
                assert_int_equal(truncate(at(file), kind == HALF ? st.st_size / 2 : 0),
                                 0);
            uint32_t n_docs = 77;
            FAILS(f == 0 && kind == GONE ? KB_E_NOT_FOUND : KB_E_CORRUPT,
                  kb_shard_verify(at(name), &n_docs, &err));
            assert_int_equal(n_docs, 77);
            if (f != 0 || kind != GONE)
                use_damaged(at(name));
        }
    }
}

/* Xapian's own check crashes on some of these. */
static void
test_verify_survives_damage_anywhere(void **state)
{
    (void)state;
    static const char *const files[] = {"s0/iamglass", "s0/postlist.glass",
                                        "s0/docdata.glass", "s0/termlist.glass"};
    kb_reader_free(build("s", 1, 5));
    unsigned n_found = 0;
    for (size_t f = 0; f < 4; f++) {
        struct stat st;
        assert_int_equal(stat(at(files[f]), &st), 0);
        FILE *file = fopen(at(files[f]), "r+");
        assert_non_null(file);
        for (long k = 0; k < 25; k++) {
            long offset = (st.st_size - 4) * k / 25;
            char old[4], damage[4] = {(char)(17 * k), '\xff', (char)k, '\x7f'};
            assert_int_equal(fseek(file, offset, SEEK_SET), 0);
            assert_int_equal(fread(old, 4, 1, file), 1);
            assert_int_equal(fseek(file, offset, SEEK_SET), 0);
            assert_int_equal(fwrite(damage, 4, 1, file), 1);
            assert_int_equal(fflush(file), 0);
            uint32_t n_docs;
            enum kb_status found = kb_shard_verify(at("s0"), &n_docs, &err);
            n_found += found == KB_E_CORRUPT;
            if (found != KB_OK && found != KB_E_SCHEMA)
                FAILS(KB_E_CORRUPT, found);
            assert_int_equal(fseek(file, offset, SEEK_SET), 0);
            assert_int_equal(fwrite(old, 4, 1, file), 1);
            assert_int_equal(fflush(file), 0);
        }
        assert_int_equal(fclose(file), 0);
    }
    assert_true(n_found > 20);
}

static void
test_damage_after_open_is_an_error(void **state)
{
    (void)state;
    struct kb_reader *reader = build("s", 1, 5);
    struct kb_search_params params = all_ranks();
    struct kb_query *query = term_query(word_term("", 1), 1);
    struct kb_hits hits = KB_HITS_INIT;
    struct kb_buf buf = KB_BUF_INIT(1000);
    write_garbage(at("s0/postlist.glass"));
    write_garbage(at("s0/docdata.glass"));
    FAILS(KB_E_CORRUPT, kb_reader_search(reader, query, &params, &hits, &err));
    FAILS(KB_E_CORRUPT, kb_reader_data(reader, article_id(490), NULL, &buf, &err));
    assert_null(hits.items);
    kb_query_free(query);
    kb_buf_clear(&buf);
    kb_reader_free(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_version_names_the_library),
    TEST(test_doc_refuses_bad_terms_and_keeps_the_rest),
    TEST(test_doc_reset_leaves_nothing_behind),
    TEST(test_writer_put_replaces_and_takes_any_order),
    TEST(test_writer_free_without_close_throws_away),
    TEST(test_meta_checks_lengths_and_is_kept_per_shard),
    TEST(test_open_says_what_is_wrong_with_a_path),
    TEST(test_open_checks_its_arguments),
    TEST(test_shard_exists_or_is_locked),
    TEST(test_damage_is_found_and_never_fatal),
    TEST(test_verify_survives_damage_anywhere),
    TEST(test_damage_after_open_is_an_error),
};

KB_TEST_MAIN(tests)
