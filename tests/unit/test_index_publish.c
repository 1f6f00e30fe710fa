/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "base/file.h"
#include "index/publish.h"
#include "schema/field.h"
#include "text/analyze.h"

enum {
    INDEX_BYTES = 2 * PATH_BYTES
};

static char index_dir[INDEX_BYTES];

static int
open_all(void **state)
{
    int failed = set_up(state);
    snprintf(index_dir, sizeof(index_dir), "%s", at("index"));
    return failed;
}

/* Begin a build with one shard that has `n` articles, 1 to n. */
static void
begin(uint32_t n, struct kb_manifest *manifest)
{
    struct kb_buf path = KB_BUF_INIT(4096);
    struct kb_buf text = KB_BUF_INIT(KB_FINGERPRINT_BYTES);
    struct kb_writer *writer = NULL;
    struct kb_doc *doc = NULL;
    *manifest = (struct kb_manifest){.schema = KB_SCHEMA_VERSION,
                                     .digest = "0",
                                     .n_articles = n,
                                     .n_shards = 1,
                                     .shards = {{"shard-0", n}}};
    OK(kb_build_begin(index_dir, manifest->build, &path, &err));
    OK(kb_analyzer_fingerprint(&text, &err));
    snprintf(manifest->analyzer, sizeof(manifest->analyzer), "%s", text.data);
    OK(kb_buf_append(&path, KB_SPAN_LITERAL("/shard-0"), &err));
    OK(kb_writer_open(path.data, &writer, &err));
    OK(kb_doc_new(&doc, &err));
    for (uint32_t id = 1; id <= n; id++) {
        OK(kb_doc_reset(doc, &err));
        OK(kb_doc_add_term(doc, KB_SPAN_LITERAL("Zbackup"), id, &err));
        OK(kb_doc_set_data(doc, KB_SPAN_LITERAL("data"), &err));
        OK(kb_writer_put(writer, id, doc, &err));
    }
    OK(kb_writer_close(writer, &err));
    kb_writer_free(writer);
    kb_doc_free(doc);
    kb_buf_clear(&path);
    kb_buf_clear(&text);
}

static enum kb_status
publish_begun(struct kb_manifest *manifest, uint64_t *n_bytes)
{
    char dir[2 * INDEX_BYTES];
    snprintf(dir, sizeof(dir), "%s/builds/%s", index_dir, manifest->build);
    enum kb_status st = KB_OK;
    if (manifest->files.n == 0)
        st = kb_files_add_dir(&manifest->files, dir, "shard-0", &err);
    if (st == KB_E_NOT_FOUND)
        st = KB_OK; /* no file is there any more: for publishing to find out */
    if (st == KB_OK)
        st = kb_build_seal(index_dir, manifest, n_bytes, &err);
    return st == KB_OK ? kb_build_switch(index_dir, manifest->build, &err) : st;
}

static void
publish(uint32_t n, struct kb_manifest *manifest)
{
    begin(n, manifest);
    OK(publish_begun(manifest, NULL));
}

static uint32_t
count(struct kb_index *index)
{
    uint32_t n = 0;
    OK(kb_reader_count(index->reader, &n, &err));
    return n;
}

/* A path below the index folder, as at() takes it. */
static const char *in_index(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static const char *
in_index(const char *fmt, ...)
{
    static char names[2][PATH_BYTES];
    static size_t next;
    char *name = names[next++ % 2];
    va_list args;
    size_t n = (size_t)snprintf(name, PATH_BYTES, "index/");
    va_start(args, fmt);
    vsnprintf(name + n, PATH_BYTES - n, fmt, args);
    va_end(args);
    return name;
}

static void
test_open_must_read_what_was_published(void **state)
{
    (void)state;
    struct kb_manifest manifest;
    struct kb_index index = {.reader = NULL};
    uint64_t n_bytes = 0;
    begin(3, &manifest);
    FAILS(KB_E_NO_INDEX, kb_index_open(index_dir, &index, &err));
    OK(publish_begun(&manifest, &n_bytes));
    assert_true(n_bytes > 1000);
    OK(kb_index_open(index_dir, &index, &err));
    assert_string_equal(index.manifest.build, manifest.build);
    assert_int_equal(index.manifest.n_articles, 3);
    assert_int_equal(count(&index), 3);
    kb_index_clear(&index);
    assert_null(index.reader);
    kb_index_clear(&index);
    kb_index_clear(NULL);
    /* files for people and for Xapian's tools; nothing half-written */
    struct kb_buf stub = KB_BUF_INIT(100);
    OK(kb_file_read(at(in_index("current/XAPIANDB")), &stub, &err));
    assert_string_equal(stub.data, "auto shard-0\n");
    kb_buf_clear(&stub);
    assert_int_equal(n_entries("index"), 2);
    assert_int_equal(n_entries("index/builds"), 1);
    assert_int_equal(n_entries(in_index("builds/%s", manifest.build)), 3);
}

static void
test_begin_must_make_new_folders(void **state)
{
    (void)state;
    char builds[5][KB_BUILD_ID_BYTES];
    struct kb_buf path = KB_BUF_INIT(4096);
    for (size_t i = 0; i < COUNT(builds); i++) {
        OK(kb_build_begin(index_dir, builds[i], &path, &err));
        assert_true(is_there(in_index("builds/%s", builds[i])));
        assert_string_equal(strrchr(path.data, '/') + 1, builds[i]);
        assert_true(i == 0 || strcmp(builds[i - 1], builds[i]) < 0);
        assert_int_equal(strspn(builds[i], "0123456789TZabcdefghijklmnopqrstuvwxyz"),
                         strlen(builds[i]));
    }
    put_file("file", "");
    FAILS(KB_E_INVALID, kb_build_begin(at("file"), builds[0], &path, &err));
    FAILS(KB_E_IO, kb_build_begin(at("no/such/folder"), builds[0], &path, &err));
    assert_int_equal(path.n_bytes, 0);
    kb_buf_clear(&path);
}

static void
test_open_must_tell_a_missing_index(void **state)
{
    (void)state;
    struct kb_index index;
    FAILS(KB_E_NO_INDEX, kb_index_open(index_dir, &index, &err)); /* no folder */
    SAYS(index_dir);
    put_dir("index");
    FAILS(KB_E_NO_INDEX, kb_index_open(index_dir, &index, &err)); /* an empty one */
    put_file("file", "");
    FAILS(KB_E_NO_INDEX, kb_index_open(at("file"), &index, &err));
}

static void
set_current(const char *target)
{
    if (is_there("index/current"))
        remove_tree(AT_FDCWD, at("index/current"));
    put_link(target, "index/current");
}

static void
test_open_must_tell_a_wrong_current(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "builds/gone",
        "builds/",
        "builds",
        "builds/..",
        "/etc",
        "elsewhere",
        "builds/a/b",
        "../index/builds/a",
        "builds/0123456789012345678901234567890123456789"};
    struct kb_manifest manifest;
    struct kb_index index;
    publish(1, &manifest);
    for (size_t i = 0; i < COUNT(targets); i++) {
        set_current(targets[i]);
        FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
        SAYS(index_dir);
    }
    remove_tree(AT_FDCWD, at("index/current"));
    put_file("index/current", "builds/a");
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
    SAYS("does not point to a build");
    remove_tree(AT_FDCWD, at("index/current"));
    put_dir("index/current");
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
}

/* Write the manifest of a published build anew. */
static void
put_manifest(const struct kb_manifest *in_build, const struct kb_manifest *manifest)
{
    struct kb_buf text = KB_BUF_INIT(KB_MANIFEST_MAX_BYTES);
    OK(kb_manifest_write(manifest, &text, &err));
    put_bytes(in_index("builds/%s/manifest.json", in_build->build), text.data,
              text.n_bytes);
    kb_buf_clear(&text);
}

static void
test_open_must_tell_a_wrong_manifest(void **state)
{
    (void)state;
    struct kb_manifest manifest;
    struct kb_manifest other;
    struct kb_index index = {.reader = NULL};
    publish(1, &manifest);
    other = manifest;
    other.schema = KB_SCHEMA_VERSION + 1;
    put_manifest(&manifest, &other);
    FAILS(KB_E_SCHEMA, kb_index_open(index_dir, &index, &err));
    SAYS("schema");
    other = manifest;
    other.analyzer[0] = 'x';
    put_manifest(&manifest, &other);
    FAILS(KB_E_SCHEMA, kb_index_open(index_dir, &index, &err));
    other = manifest;
    other.build[0] = 'x';
    put_manifest(&manifest, &other);
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
    SAYS("it is of build 'x");
    other = manifest;
    snprintf(other.shards[0].name, sizeof(other.shards[0].name), "shard-1");
    put_manifest(&manifest, &other);
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
    put_bytes(in_index("builds/%s/manifest.json", manifest.build), "{\"format\": 1,",
              13);
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
    SAYS("manifest.json");
    put_bytes(in_index("builds/%s/manifest.json", manifest.build), "", 0);
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
    remove_tree(AT_FDCWD, at(in_index("builds/%s/manifest.json", manifest.build)));
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
    put_manifest(&manifest, &manifest);
    OK(kb_index_open(index_dir, &index, &err));
    kb_index_clear(&index);
}

static void
test_open_must_tell_lost_parts(void **state)
{
    (void)state;
    struct kb_manifest manifest;
    struct kb_index index = {.reader = NULL};
    publish(1, &manifest);
    put_bytes(in_index("builds/%s/shard-0/iamglass", manifest.build), "x", 1);
    enum kb_status st = kb_index_open(index_dir, &index, &err);
    assert_true(st == KB_E_CORRUPT || st == KB_E_SCHEMA);
    remove_tree(AT_FDCWD, at(in_index("builds/%s/shard-0", manifest.build)));
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
    SAYS("lost a shard");
    remove_tree(AT_FDCWD, at(in_index("builds/%s", manifest.build)));
    FAILS(KB_E_CORRUPT, kb_index_open(index_dir, &index, &err));
    publish(2, &manifest); /* a new build heals it */
    OK(kb_index_open(index_dir, &index, &err));
    assert_int_equal(count(&index), 2);
    kb_index_clear(&index);
}

static void
test_publish_must_not_disturb_readers(void **state)
{
    (void)state;
    struct kb_manifest first;
    struct kb_manifest second;
    struct kb_index old = {.reader = NULL};
    struct kb_index new = {.reader = NULL};
    publish(300, &first);
    OK(kb_index_open(index_dir, &old, &err));
    publish(500, &second);
    assert_true(strcmp(first.build, second.build) < 0);
    OK(kb_index_open(index_dir, &new, &err));
    assert_int_equal(count(&old), 300);
    assert_int_equal(count(&new), 500);
    struct kb_buf data = KB_BUF_INIT(100);
    OK(kb_build_prune(index_dir, 1, &err));
    for (uint32_t id = 1; id <= 300; id++) {
        kb_buf_reset(&data);
        OK(kb_reader_data(old.reader, id, NULL, &data, &err));
        assert_string_equal(data.data, "data");
    }
    kb_buf_clear(&data);
    kb_index_clear(&old);
    kb_index_clear(&new);
}

static void
test_publish_must_leave_the_old_build_when_it_fails(void **state)
{
    (void)state;
    struct kb_manifest first;
    struct kb_manifest second;
    struct kb_index index = {.reader = NULL};
    publish(1, &first);
    begin(2, &second);
    remove_tree(AT_FDCWD, at(in_index("builds/%s", second.build)));
    FAILS(KB_E_IO, publish_begun(&second, NULL));
    OK(kb_index_open(index_dir, &index, &err));
    assert_string_equal(index.manifest.build, first.build);
    kb_index_clear(&index);
    for (size_t n = 1;; n++) {
        begin(2, &second);
        kb_mem_fail_at(n);
        enum kb_status st = publish_begun(&second, NULL);
        kb_mem_fail_at(0);
        OK(kb_index_open(index_dir, &index, &err));
        assert_string_equal(index.manifest.build,
                            st == KB_OK ? second.build : first.build);
        kb_index_clear(&index);
        remove_tree(AT_FDCWD, at(in_index("builds/%s",
                                          st == KB_OK ? first.build : second.build)));
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 200);
    }
}

static void
test_publish_must_take_over_left_overs(void **state)
{
    (void)state;
    struct kb_manifest manifest;
    struct kb_index index = {.reader = NULL};
    publish(1, &manifest);
    put_link("builds/never", "index/current.new"); /* of a killed run */
    publish(2, &manifest);
    OK(kb_index_open(index_dir, &index, &err));
    assert_int_equal(count(&index), 2);
    kb_index_clear(&index);
    assert_false(is_there("index/current.new"));
}

/* A build by name, with a manifest or cut short before it. */
static void
put_build(const char *name, bool is_whole)
{
    put_dir(in_index("builds/%s", name));
    put_file(in_index("builds/%s/part", name), "bytes");
    if (is_whole)
        put_file(in_index("builds/%s/manifest.json", name), "{}");
}

static void
test_prune_must_keep_the_newest_whole_ones(void **state)
{
    (void)state;
    static const struct {
        size_t keep;
        const char *left; /* of "1" to "5", besides the one in service */
    } cases[] = {{0, ""}, {1, "5"}, {2, "35"}, {3, "135"}, {9, "135"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_manifest manifest;
        publish(1, &manifest);
        put_build("1", true);
        put_build("2", false);
        put_build("3", true);
        put_build("4", false);
        put_build("5", true);
        put_file("index/builds/file", "left over");
        OK(kb_build_prune(index_dir, cases[i].keep, &err));
        for (char name[2] = "1"; name[0] <= '5'; name[0]++)
            assert_int_equal(is_there(in_index("builds/%s", name)),
                             strchr(cases[i].left, name[0]) != NULL);
        assert_int_equal(n_entries("index/builds"), strlen(cases[i].left) + 1);
        struct kb_index index = {.reader = NULL};
        OK(kb_index_open(index_dir, &index, &err));
        assert_string_equal(index.manifest.build, manifest.build);
        kb_index_clear(&index);
        remove_tree(AT_FDCWD, index_dir);
    }
}

static void
test_prune_must_never_take_the_one_in_service(void **state)
{
    (void)state;
    struct kb_manifest first;
    struct kb_manifest second;
    struct kb_index index = {.reader = NULL};
    publish(1, &first);
    publish(2, &second);
    /* rolled back: the older one is in service */
    char target[KB_BUILD_ID_BYTES + 16];
    snprintf(target, sizeof(target), "builds/%s", first.build);
    set_current(target);
    OK(kb_build_prune(index_dir, 0, &err));
    OK(kb_index_open(index_dir, &index, &err));
    assert_int_equal(count(&index), 1);
    kb_index_clear(&index);
    assert_int_equal(n_entries("index/builds"), 1);
    /* `current` that leads nowhere known: nothing is removed on a guess */
    set_current("elsewhere");
    FAILS(KB_E_CORRUPT, kb_build_prune(index_dir, 0, &err));
    assert_int_equal(n_entries("index/builds"), 1);
}

static void
test_prune_must_clear_an_index_without_a_build_in_service(void **state)
{
    (void)state;
    struct kb_buf path = KB_BUF_INIT(4096);
    char build[KB_BUILD_ID_BYTES];
    OK(kb_build_begin(index_dir, build, &path, &err));
    OK(kb_build_prune(index_dir, 1, &err));
    assert_int_equal(n_entries("index/builds"), 0);
    OK(kb_build_prune(at("nowhere"), 1, &err));
    kb_buf_clear(&path);
}

/* What was begun and not published, and from what somebody went back; the ones before
 * stay as they are. */
static void
test_clean_must_remove_left_overs(void **state)
{
    (void)state;
    struct kb_manifest manifest;
    publish(1, &manifest);
    put_build("1", true);
    put_build("2", false);
    put_build("30000101T000000Za", true);
    put_build("30000101T000000Zb", false);
    OK(kb_build_clean(index_dir, &err));
    assert_true(is_there(in_index("builds/1")));
    assert_true(is_there(in_index("builds/%s", manifest.build)));
    assert_int_equal(n_entries("index/builds"), 2);
}

/* The clock was set back: ids ascend all the same. */
static void
test_begin_must_make_ids_that_ascend(void **state)
{
    (void)state;
    struct kb_buf path = KB_BUF_INIT(4096);
    char before[KB_BUILD_ID_BYTES];
    char build[KB_BUILD_ID_BYTES];
    put_dir("index");
    put_dir("index/builds");
    put_build("30000101T000000Zx", true);
    OK(kb_build_begin(index_dir, build, &path, &err));
    assert_string_equal(build, "30000101T000000Zy");
    for (int i = 0; i < 100; i++) {
        memcpy(before, build, sizeof(build));
        OK(kb_build_begin(index_dir, build, &path, &err));
        assert_true(strcmp(before, build) < 0);
        remove_tree(AT_FDCWD, at(in_index("builds/%s", before)));
    }
    kb_buf_clear(&path);
}

static void
test_drop_must_spare_the_one_in_service(void **state)
{
    (void)state;
    struct kb_manifest first;
    struct kb_manifest second;
    struct kb_index index = {.reader = NULL};
    begin(1, &first);
    OK(kb_build_drop(index_dir, first.build, &err)); /* nothing is in service yet */
    assert_int_equal(n_entries("index/builds"), 0);
    publish(1, &first);
    begin(2, &second);
    OK(kb_build_drop(index_dir, second.build, &err));
    OK(kb_build_drop(index_dir, first.build, &err));
    assert_int_equal(n_entries("index/builds"), 1);
    OK(kb_index_open(index_dir, &index, &err));
    assert_string_equal(index.manifest.build, first.build);
    kb_index_clear(&index);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_open_must_read_what_was_published),
    TEST(test_begin_must_make_new_folders),
    TEST(test_open_must_tell_a_missing_index),
    TEST(test_open_must_tell_a_wrong_current),
    TEST(test_open_must_tell_a_wrong_manifest),
    TEST(test_open_must_tell_lost_parts),
    TEST(test_publish_must_not_disturb_readers),
    TEST(test_publish_must_leave_the_old_build_when_it_fails),
    TEST(test_publish_must_take_over_left_overs),
    TEST(test_prune_must_keep_the_newest_whole_ones),
    TEST(test_prune_must_never_take_the_one_in_service),
    TEST(test_prune_must_clear_an_index_without_a_build_in_service),
    TEST(test_clean_must_remove_left_overs),
    TEST(test_begin_must_make_ids_that_ascend),
    TEST(test_drop_must_spare_the_one_in_service),
};

KB_TEST_MAIN(tests)
