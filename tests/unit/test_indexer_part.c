/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "article/parse.h"
#include "base/limits.h"
#include "part.h"
#include "schema/stored.h"

enum {
    FIRST = 100000,
    MANY = 1203 /* more than one part, and some that do not fill a batch */
};

static struct kb_maker *maker;

/* An article whose title no other has. */
static void
make(uint32_t id, struct kb_made *made)
{
    struct kb_buf file = KB_BUF_INIT(1000);
    struct kb_article article;
    kb_article_init(&article);
    OK(kb_buf_printf(&file, &err,
                     "DOCUMENT:Q%u  11-NOV-2000  [x]\nTITLE   :Title%u of a Test\n"
                     "PRODUCT :Parts\nPROD/VER:\nOPER/SYS:\nKEYWORDS:\n\n"
                     "======================\nBody of %u.\n",
                     id, id, id));
    OK(kb_article_parse(kb_buf_span(&file), &article, &err));
    OK(kb_maker_make(maker, &article, made, &err));
    kb_article_clear(&article);
    kb_buf_clear(&file);
}

/* A shard of n articles with even numbers, and what the last of them became. */
static void
build(const char *name, size_t n, struct kb_made *last)
{
    struct kb_parts parts = {.path = at(name)};
    struct kb_writer *writer = NULL;
    for (size_t i = 0; i < n; i++) {
        uint32_t id = FIRST + 2 * (uint32_t)i;
        make(id, last);
        OK(kb_parts_put(&parts, id, last, &err));
    }
    OK(kb_parts_end(&parts, &writer, &err));
    OK(kb_writer_set_meta(writer, kb_span_cstr("end"), kb_span_cstr("set"), &err));
    OK(kb_parts_join(&parts, &err));
    kb_parts_clear(&parts);
}

static size_t
count_files(const char *prefix)
{
    size_t n = 0;
    DIR *dir = opendir(scratch);
    assert_non_null(dir);
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir))
        n += strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
    closedir(dir);
    return n;
}

static void
test_put_must_keep_every_article(void **state)
{
    (void)state;
    struct kb_made last;
    struct kb_reader *reader = NULL;
    struct kb_buf data = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    const char *path = at("many");
    uint32_t n_docs = 0;
    build("many", MANY, &last);
    OK(kb_shard_verify(path, &n_docs, &err));
    assert_int_equal(n_docs, MANY);
    assert_int_equal(count_files("many"), 1); /* no part is left */
    OK(kb_reader_open(&path, 1, &reader, &err));
    for (uint32_t i = 0; i < MANY; i++) {
        uint32_t id = FIRST + 2 * i;
        char wanted[64];
        char key[KB_STORED_KEY_BYTES];
        size_t shard;
        struct kb_stored_head head;
        struct kb_term_stats stats;
        kb_buf_reset(&data);
        OK(kb_reader_data(reader, id, &shard, &data, &err));
        OK(kb_stored_head_read(kb_buf_span(&data), &head, &err));
        snprintf(wanted, sizeof(wanted), "Title%u of a Test", id);
        assert_int_equal(head.id, id);
        assert_true(kb_span_equal(head.title, kb_span_cstr(wanted)));
        snprintf(wanted, sizeof(wanted), "title%u", id);
        OK(kb_reader_term(reader, kb_span_cstr(wanted), &stats, &err));
        assert_int_equal(stats.n_docs, 1);
        kb_stored_words_key(id, key);
        OK(kb_reader_meta(reader, 0, kb_span_cstr(key), &data, &err));
    }
    char key[KB_STORED_KEY_BYTES];
    kb_stored_body_key(FIRST + 2 * (MANY - 1), key);
    kb_buf_reset(&data);
    OK(kb_reader_meta(reader, 0, kb_span_cstr(key), &data, &err));
    assert_true(kb_span_equal(kb_buf_span(&data), last.body));
    kb_buf_reset(&data);
    OK(kb_reader_meta(reader, 0, kb_span_cstr("end"), &data, &err));
    assert_true(kb_span_equal(kb_buf_span(&data), kb_span_cstr("set")));
    kb_reader_free(reader);
    kb_buf_clear(&data);
}

static void
test_join_must_make_an_empty_shard_of_nothing(void **state)
{
    (void)state;
    struct kb_made last;
    uint32_t n_docs = 1;
    build("none", 0, &last);
    OK(kb_shard_verify(at("none"), &n_docs, &err));
    assert_int_equal(n_docs, 0);
}

static void
test_put_must_tell_what_cannot_be_written(void **state)
{
    (void)state;
    struct kb_parts parts = {.path = at("no/folder")};
    struct kb_made made;
    struct kb_writer *writer = NULL;
    make(FIRST, &made);
    enum kb_status st = kb_parts_put(&parts, FIRST, &made, &err);
    if (st == KB_OK) /* it may wait */
        st = kb_parts_end(&parts, &writer, &err);
    assert_int_not_equal(st, KB_OK);
    SAYS("no/folder");
    kb_parts_clear(&parts);
}

static int
open_maker(void **state)
{
    int failed = set_up(state);
    return failed != 0 ? failed
                       : kb_maker_new(kb_span_at(NULL, 0), &maker, &err) != KB_OK;
}

static int
close_maker(void **state)
{
    kb_maker_free(maker);
    return tear_down(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_maker, close_maker)

static const struct CMUnitTest tests[] = {
    TEST(test_put_must_keep_every_article),
    TEST(test_join_must_make_an_empty_shard_of_nothing),
    TEST(test_put_must_tell_what_cannot_be_written),
};

KB_TEST_MAIN(tests)
