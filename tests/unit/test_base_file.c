/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mincore is not in POSIX. */
#define _DEFAULT_SOURCE 1
#include "support/scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <time.h>

#include "base/file.h"
#include "base/limits.h"

static void
read_is(const char *name, const char *wanted, int line)
{
    struct kb_buf got = KB_BUF_INIT(100000);
    ok_at(kb_file_read(at(name), &got, &err), line);
    if (strcmp(kb_buf_cstr(&got), wanted) != 0)
        fail_msg("line %d: '%s' has '%s'", line, name, kb_buf_cstr(&got));
    kb_buf_clear(&got);
}

#define READ_IS(wanted, name) read_is((name), (wanted), __LINE__)

static void
test_read_must_append_the_whole_file(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(100);
    put_file("a", "one");
    put_file("empty", "");
    OK(kb_file_read(at("a"), &got, &err));
    OK(kb_file_read(at("empty"), &got, &err));
    OK(kb_file_read(at("a"), &got, &err));
    assert_string_equal(got.data, "oneone");
    put_bytes("nul", "a\0b", 3);
    kb_buf_reset(&got);
    OK(kb_file_read(at("nul"), &got, &err));
    assert_int_equal(got.n_bytes, 3);
    put_link("a", "link");
    READ_IS("one", "link");
    kb_buf_clear(&got);
}

static void
test_read_must_keep_to_the_limit(void **state)
{
    (void)state;
    char text[300 * 1024];
    memset(text, 'x', sizeof(text));
    put_bytes("a", text, sizeof(text));
    static const size_t sizes[] = {1, 100, 64 * 1024, 64 * 1024 + 1, sizeof(text)};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        put_bytes("a", text, sizes[i]);
        struct kb_buf exact = KB_BUF_INIT(sizes[i]);
        struct kb_buf less = KB_BUF_INIT(sizes[i] - 1);
        OK(kb_file_read(at("a"), &exact, &err));
        assert_int_equal(exact.n_bytes, sizes[i]);
        FAILS(KB_E_LIMIT, kb_file_read(at("a"), &less, &err));
        SAYS(at("a"));
        assert_int_equal(less.n_bytes, 0);
        kb_buf_clear(&exact);
        kb_buf_clear(&less);
    }
}

static void
test_read_must_name_what_it_cannot_read(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(100);
    put_file("a", "one");
    put_link("loop", "loop");
    assert_int_equal(mkfifo(at("pipe"), 0666), 0);
    FAILS(KB_E_NOT_FOUND, kb_file_read(at("gone"), &got, &err));
    SAYS(at("gone"));
    FAILS(KB_E_NOT_FOUND, kb_file_read(at("a/b"), &got, &err));
    FAILS(KB_E_INVALID, kb_file_read(scratch, &got, &err));
    FAILS(KB_E_INVALID, kb_file_read(at("pipe"), &got, &err)); /* and does not wait */
    FAILS(KB_E_IO, kb_file_read(at("loop"), &got, &err));
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_file_read(at("a"), &got, &err));
    kb_mem_fail_at(0);
    assert_int_equal(chmod(at("a"), 0), 0);
    if (be_nobody())
        FAILS(KB_E_IO, kb_file_read(at("a"), &got, &err));
    else
        print_message("root reads every file: not tested\n");
    be_oneself();
    assert_int_equal(got.n_bytes, 0);
    kb_buf_clear(&got);
}

/* Whether a file of less than a page is in memory. */
static bool
is_in_memory(const char *path)
{
    unsigned char pages = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    void *bytes = mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
    assert_true(bytes != MAP_FAILED);
    assert_int_equal(mincore(bytes, 1, &pages), 0);
    munmap(bytes, 1);
    close(fd);
    return (pages & 1) != 0;
}

static void
drop_from_memory(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(fsync(fd), 0);
    assert_int_equal(posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED), 0);
    close(fd);
}

static void
test_expect_must_bring_the_file_into_memory(void **state)
{
    (void)state;
    put_file("a", "one");
    drop_from_memory(at("a"));
    if (is_in_memory(at("a")))
        print_message("this file system keeps files in memory: not tested\n");
    kb_file_expect(at("a"));
    static const struct timespec a_moment = {.tv_nsec = 1000000};
    for (int i = 0; i < 1000 && !is_in_memory(at("a")); i++)
        (void)nanosleep(&a_moment, NULL);
    assert_true(is_in_memory(at("a")));
}

static void
test_expect_must_bear_what_is_no_file(void **state)
{
    (void)state;
    int before = dup(0);
    assert_int_equal(mkfifo(at("pipe"), 0666), 0);
    kb_file_expect(at("gone"));
    kb_file_expect(at("pipe")); /* and does not wait */
    kb_file_expect(scratch);
    close(before);
    int after = dup(0);
    assert_int_equal(after, before); /* nothing is left open */
    close(after);
}

static void
test_map_must_show_the_whole_file(void **state)
{
    (void)state;
    struct kb_span got = {NULL, 0};
    char text[10000];
    memset(text, 'x', sizeof(text));
    put_bytes("a", text, sizeof(text));
    put_file("empty", "");
    OK(kb_file_map(at("a"), sizeof(text), &got, &err));
    assert_int_equal(got.n_bytes, sizeof(text));
    assert_memory_equal(got.data, text, sizeof(text));
    put_file("new", "other");
    assert_int_equal(rename(at("new"), at("a")), 0); /* what is mapped stays */
    assert_memory_equal(got.data, text, sizeof(text));
    kb_file_unmap(&got);
    assert_int_equal(got.n_bytes, 0);
    kb_file_unmap(&got);
    OK(kb_file_map(at("empty"), 0, &got, &err));
    assert_int_equal(got.n_bytes, 0);
    kb_file_unmap(&got);
    FAILS(KB_E_LIMIT, kb_file_map(at("a"), 4, &got, &err));
    FAILS(KB_E_NOT_FOUND, kb_file_map(at("gone"), 4, &got, &err));
    FAILS(KB_E_INVALID, kb_file_map(scratch, 4, &got, &err));
}

static void
test_write_must_replace_at_once(void **state)
{
    (void)state;
    OK(kb_file_write(at("a"), KB_SPAN_LITERAL("one"), &err));
    READ_IS("one", "a");
    int old = open(at("a"), O_RDONLY); /* a reader of the old file keeps it */
    assert_true(old >= 0);
    OK(kb_file_write(at("a"), KB_SPAN_LITERAL("two"), &err));
    READ_IS("two", "a");
    char bytes[4] = "";
    assert_int_equal(read(old, bytes, 3), 3);
    assert_string_equal(bytes, "one");
    close(old);
    OK(kb_file_write(at("a"), kb_span_at(NULL, 0), &err));
    READ_IS("", "a");
    put_file("a.new", "left over");
    OK(kb_file_write(at("a"), KB_SPAN_LITERAL("three"), &err));
    READ_IS("three", "a");
    assert_int_equal(n_entries("."), 1);
}

static void
test_write_must_leave_nothing_behind(void **state)
{
    (void)state;
    static char endless[KB_PATH_MAX_BYTES + 10];
    put_file("a", "one");
    put_dir("d");
    put_dir("d/e");
    put_file("d/e/f", "");
    FAILS(KB_E_IO, kb_file_write(at("gone/a"), KB_SPAN_LITERAL("x"), &err));
    FAILS(KB_E_IO, kb_file_write(at("d/e"), KB_SPAN_LITERAL("x"), &err)); /* a folder */
    assert_false(is_there("d/e.new"));
    assert_true(is_there("d/e/f"));
    memset(endless, 'x', sizeof(endless) - 1);
    enum kb_status st = kb_file_write(endless, KB_SPAN_LITERAL("x"), &err);
    assert_true(st == KB_E_LIMIT || st == KB_E_IO);
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_file_write(at("a"), KB_SPAN_LITERAL("x"), &err));
    kb_mem_fail_at(0);
    assert_int_equal(chmod(at("d"), 0555), 0);
    if (be_nobody()) /* a folder that cannot be written */
        FAILS(KB_E_IO, kb_file_write(at("d/new"), KB_SPAN_LITERAL("x"), &err));
    else
        print_message("root writes everywhere: not tested\n");
    be_oneself();
    assert_int_equal(chmod(at("d"), 0777), 0);
    READ_IS("one", "a");
    assert_int_equal(n_entries("."), 2);
    assert_int_equal(n_entries("d"), 1);
}

static void
test_write_must_leave_nothing_behind_when_it_is_cut(void **state)
{
    (void)state;
    struct rlimit old;
    static char big[100000];
    put_file("a", "one");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    struct rlimit small = {50000, old.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum kb_status st = kb_file_write(at("a"), kb_span_at(big, sizeof(big)), &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    (void)signal(SIGXFSZ, handler);
    assert_int_equal(st, KB_E_IO);
    READ_IS("one", "a");
    assert_int_equal(n_entries("."), 1);
}

static int
unmount(void **state)
{
    (void)umount2(at("full"), MNT_DETACH);
    return tear_down(state);
}

static void
test_write_must_leave_nothing_behind_on_a_full_disk(void **state)
{
    (void)state;
    static char big[100000];
    put_dir("full");
    if (mount("tmpfs", at("full"), "tmpfs", 0, "size=65536") != 0) {
        print_message("skipped: no small disk can be mounted here\n");
        skip();
    }
    put_file("full/a", "one");
    FAILS(KB_E_IO, kb_file_write(at("full/a"), kb_span_at(big, sizeof(big)), &err));
    assert_int_equal(err.os_errno, 28); /* ENOSPC */
    READ_IS("one", "full/a");
    assert_int_equal(n_entries("full"), 1);
}

static void
test_make_dir_must_take_one_that_is_there(void **state)
{
    (void)state;
    OK(kb_file_make_dir(at("d"), &err));
    OK(kb_file_make_dir(at("d"), &err));
    put_link("d", "link");
    OK(kb_file_make_dir(at("link"), &err));
    put_file("a", "");
    put_link("gone", "dangling");
    FAILS(KB_E_INVALID, kb_file_make_dir(at("a"), &err));
    FAILS(KB_E_INVALID, kb_file_make_dir(at("dangling"), &err));
    FAILS(KB_E_IO, kb_file_make_dir(at("gone/d"), &err));
    FAILS(KB_E_IO, kb_file_make_dir(at("a/d"), &err));
}

static enum kb_status
note(const char *path, void *context, struct kb_error *why)
{
    struct kb_buf *names = context;
    const char *name = strrchr(path, '/') + 1;
    if (strcmp(name, "stop") == 0)
        return kb_error_set(why, KB_E_BUSY, "stopped at '%s'", path);
    return kb_buf_append_byte(names, name[0], why);
}

static void
test_each_must_visit_every_entry(void **state)
{
    (void)state;
    struct kb_buf names = KB_BUF_INIT(100);
    OK(kb_file_each(scratch, note, &names, &err));
    assert_int_equal(names.n_bytes, 0);
    put_file("a", "");
    put_dir("b");
    put_file("b/x", "");
    put_link("gone", "c");
    OK(kb_file_each(scratch, note, &names, &err));
    assert_int_equal(names.n_bytes, 3);
    for (const char *c = "abc"; *c != '\0'; c++)
        assert_non_null(strchr(names.data, *c));
    put_file("stop", "");
    FAILS(KB_E_BUSY, kb_file_each(scratch, note, &names, &err));
    FAILS(KB_E_NOT_FOUND, kb_file_each(at("gone"), note, &names, &err));
    FAILS(KB_E_NOT_FOUND, kb_file_each(at("a"), note, &names, &err));
    kb_mem_fail_at(1);
    FAILS(KB_E_NOMEM, kb_file_each(scratch, note, &names, &err));
    kb_mem_fail_at(0);
    kb_buf_clear(&names);
}

static void
test_remove_tree_must_not_follow_links(void **state)
{
    (void)state;
    put_dir("other");
    put_file("other/keep", "kept");
    put_dir("d");
    put_dir("d/e");
    put_file("d/e/x", "");
    put_link("../../other", "d/e/link");
    put_link("../../other/keep", "d/e/file");
    put_link("gone", "d/dangling");
    OK(kb_file_remove_tree(at("d"), &err));
    assert_false(is_there("d"));
    READ_IS("kept", "other/keep");
    OK(kb_file_remove_tree(at("d"), &err)); /* nothing there */
    put_link("other", "link");
    OK(kb_file_remove_tree(at("link"), &err));
    assert_false(is_there("link"));
    READ_IS("kept", "other/keep");
    OK(kb_file_remove_tree(at("other/keep"), &err));
    assert_int_equal(n_entries("other"), 0);
    OK(kb_file_remove_tree(at("other/keep/x"), &err));
}

static void
test_remove_tree_must_stop_at_a_depth(void **state)
{
    (void)state;
    char name[3 * KB_WALK_MAX_DEPTH] = "d";
    for (size_t depth = 0; depth <= KB_WALK_MAX_DEPTH; depth++) {
        put_dir(name);
        strncat(name, "/e", sizeof(name) - strlen(name) - 1);
    }
    FAILS(KB_E_LIMIT, kb_file_remove_tree(at("d"), &err));
    FAILS(KB_E_LIMIT, kb_file_sync_tree(at("d"), NULL, &err));
    OK(kb_file_remove_tree(at("d/e"), &err));
    OK(kb_file_remove_tree(at("d"), &err));
}

static void
test_remove_tree_must_tell_what_it_cannot_remove(void **state)
{
    (void)state;
    put_dir("d");
    put_file("d/x", "");
    assert_int_equal(chmod(at("d"), 0555), 0);
    if (!be_nobody()) {
        print_message("skipped: root removes everything\n");
        skip();
    }
    FAILS(KB_E_IO, kb_file_remove_tree(at("d"), &err));
    SAYS(at("d/x"));
    be_oneself();
    assert_int_equal(chmod(at("d"), 0777), 0);
}

static void
test_sync_tree_must_add_up_sizes(void **state)
{
    (void)state;
    uint64_t n_bytes = 77;
    put_dir("d");
    OK(kb_file_sync_tree(at("d"), &n_bytes, &err));
    assert_int_equal(n_bytes, 0);
    put_file("d/a", "12345");
    put_dir("d/e");
    put_file("d/e/b", "1234567");
    put_link("a", "d/link");
    put_link("gone", "d/dangling");
    OK(kb_file_sync_tree(at("d"), &n_bytes, &err));
    assert_int_equal(n_bytes, 12);
    OK(kb_file_sync_tree(at("d"), NULL, &err));
    OK(kb_file_sync(at("d/a"), &err));
    OK(kb_file_sync(at("d"), &err));
    assert_true(kb_file_sync(at("gone"), &err) != KB_OK);
}

static void
test_join_must_put_one_slash(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"},
        {"", "b", "b"},    {"a", "", "a/"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *path = kb_file_join(cases[i][0], cases[i][1]);
        assert_non_null(path);
        assert_string_equal(path, cases[i][2]);
        kb_mem_free(path);
    }
    kb_mem_fail_at(1);
    assert_null(kb_file_join("a", "b"));
    kb_mem_fail_at(0);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_read_must_append_the_whole_file),
    TEST(test_read_must_keep_to_the_limit),
    TEST(test_read_must_name_what_it_cannot_read),
    TEST(test_expect_must_bring_the_file_into_memory),
    TEST(test_expect_must_bear_what_is_no_file),
    TEST(test_map_must_show_the_whole_file),
    TEST(test_write_must_replace_at_once),
    TEST(test_write_must_leave_nothing_behind),
    TEST(test_write_must_leave_nothing_behind_when_it_is_cut),
    cmocka_unit_test_setup_teardown(test_write_must_leave_nothing_behind_on_a_full_disk,
                                    set_up, unmount),
    TEST(test_make_dir_must_take_one_that_is_there),
    TEST(test_each_must_visit_every_entry),
    TEST(test_remove_tree_must_not_follow_links),
    TEST(test_remove_tree_must_stop_at_a_depth),
    TEST(test_remove_tree_must_tell_what_it_cannot_remove),
    TEST(test_sync_tree_must_add_up_sizes),
    TEST(test_join_must_put_one_slash),
};

KB_TEST_MAIN(tests)
