/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include <xxhash.h>

#include "index/files.h"

static struct kb_build_files files;

/* A build "a" with one shard of two files, and an empty one "b". */
static int
open_all(void **state)
{
    if (set_up(state) != 0)
        return -1;
    files.n = 0;
    put_dir("a");
    put_dir("a/shard-0");
    put_dir("b");
    put_dir("b/shard-0");
    put_file("a/shard-0/table", "bytes of a table");
    put_file("a/shard-0/lock", "");
    OK(kb_files_add_dir(&files, at("a"), "shard-0", &err));
    return 0;
}

static const struct kb_build_file *
table(void)
{
    return kb_files_find(&files, "shard-0/table");
}

static ino_t
inode_of(const char *name)
{
    struct stat info;
    assert_int_equal(stat(at(name), &info), 0);
    return info.st_ino;
}

static void
test_add_must_note_size_and_digest(void **state)
{
    (void)state;
    assert_int_equal(files.n, 2);
    assert_int_equal(table()->n_bytes, 16);
    assert_true(table()->digest == XXH3_64bits("bytes of a table", 16));
    assert_int_equal(kb_files_find(&files, "shard-0/lock")->n_bytes, 0);
    assert_null(kb_files_find(&files, "shard-0/other"));
    FAILS(KB_E_NOT_FOUND, kb_files_add(&files, at("a"), "shard-0/other", &err));
    FAILS(KB_E_NOT_FOUND, kb_files_add_dir(&files, at("a"), "shard-1", &err));
    FAILS(KB_E_LIMIT,
          kb_files_add(
              &files, at("a"),
              "shard-0/a-name-that-is-longer-than-that-of-any-table-that-xapian-has",
              &err));
    assert_int_equal(files.n, 2);
    files.n = KB_FILES_MAX;
    FAILS(KB_E_LIMIT, kb_files_add(&files, at("a"), "shard-0/table", &err));
}

static void
test_check_must_find_a_flipped_bit(void **state)
{
    (void)state;
    OK(kb_files_check(table(), at("a"), &err));
    put_file("a/shard-0/table", "bytes of a tablf");
    FAILS(KB_E_CORRUPT, kb_files_check(table(), at("a"), &err));
    SAYS("shard-0/table");
    put_file("a/shard-0/table", "bytes of a tabl");
    FAILS(KB_E_CORRUPT, kb_files_check(table(), at("a"), &err));
    SAYS("15 bytes, had 16");
    FAILS(KB_E_CORRUPT, kb_files_check(table(), at("b"), &err));
    SAYS("lost");
}

static void
test_copy_must_compare_what_it_copies(void **state)
{
    (void)state;
    OK(kb_files_copy(table(), at("a"), at("b"), false, &err));
    OK(kb_files_check(table(), at("b"), &err));
    assert_true(inode_of("a/shard-0/table") != inode_of("b/shard-0/table"));
    FAILS(KB_E_IO,
          kb_files_copy(table(), at("a"), at("b"), false, &err)); /* is there */
    remove_tree(AT_FDCWD, at("b/shard-0/table"));
    OK(kb_files_copy(table(), at("a"), at("b"), true, &err));
    assert_true(inode_of("a/shard-0/table") == inode_of("b/shard-0/table"));
    remove_tree(AT_FDCWD, at("b/shard-0/table"));
    put_file("a/shard-0/table", "bytes of a tablf");
    FAILS(KB_E_CORRUPT, kb_files_copy(table(), at("a"), at("b"), true, &err));
    remove_tree(AT_FDCWD, at("b/shard-0/table"));
    FAILS(KB_E_CORRUPT, kb_files_copy(table(), at("a"), at("b"), false, &err));
    remove_tree(AT_FDCWD, at("a/shard-0/table"));
    FAILS(KB_E_CORRUPT, kb_files_copy(table(), at("a"), at("b"), true, &err));
}

/* Where the file system has no links the bytes are copied. */
static void
test_copy_must_do_without_links(void **state)
{
    (void)state;
    struct stat there;
    struct stat here;
    char other[] = "/dev/shm/kb-test-XXXXXX";
    if (stat("/dev/shm", &there) != 0 || stat(scratch, &here) != 0 ||
        there.st_dev == here.st_dev || mkdtemp(other) == NULL) {
        print_message("skipped: no other file system at /dev/shm\n");
        skip();
    }
    char shard[PATH_BYTES];
    snprintf(shard, sizeof(shard), "%s/shard-0", other);
    assert_int_equal(mkdir(shard, 0777), 0);
    enum kb_status st = kb_files_copy(table(), at("a"), other, true, &err);
    enum kb_status checked = kb_files_check(table(), other, NULL);
    remove_tree(AT_FDCWD, other);
    OK(st);
    assert_int_equal(checked, KB_OK);
}

static void
test_files_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        files.n = 0;
        kb_mem_fail_at(n);
        enum kb_status st = kb_files_add_dir(&files, at("a"), "shard-0", &err);
        if (st == KB_OK)
            st = kb_files_copy(&files.items[0], at("a"), at("b"), false, &err);
        kb_mem_fail_at(0);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_add_must_note_size_and_digest),
    TEST(test_check_must_find_a_flipped_bit),
    TEST(test_copy_must_compare_what_it_copies),
    TEST(test_copy_must_do_without_links),
    TEST(test_files_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
