/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tree is written as "a/ a/b a/l>../c": folders end in '/', links say where they
 * lead. */
#include "support/scratch.h"

#include "base/limits.h"
#include "walk.h"

enum {
    NAME_BYTES = 64,
    MAX_ROOTS = 4
};

static size_t n_jobs = 1;

static void
put_entry(const char *entry)
{
    char name[NAME_BYTES];
    const char *target = strchr(entry, '>');
    snprintf(name, sizeof(name), "%.*s", (int)strcspn(entry, ">"), entry);
    if (target != NULL)
        put_link(target + 1, name);
    else if (name[strlen(name) - 1] == '/')
        put_dir(name);
    else
        put_file(name, "");
}

/* Call for each word of a list. */
static bool
next_word(const char **list, char *word)
{
    *list += strspn(*list, " ");
    size_t n = strcspn(*list, " ");
    assert_true(n < NAME_BYTES);
    memcpy(word, *list, n);
    word[n] = '\0';
    *list += n;
    return n > 0;
}

static void
put_tree(const char *tree)
{
    char word[NAME_BYTES];
    while (next_word(&tree, word))
        put_entry(word);
}

/* Paths below the scratch folder as one text. */
static void
describe(const struct kb_inputs *paths, struct kb_buf *out)
{
    size_t n = strlen(scratch);
    kb_buf_reset(out);
    for (size_t i = 0; i < paths->n; i++) {
        assert_true(strncmp(paths->items[i].path, scratch, n) == 0);
        assert_true(i == 0 ||
                    strcmp(paths->items[i - 1].path, paths->items[i].path) < 0);
        OK(kb_buf_printf(out, &err, "%s%s", i == 0 ? "" : " ",
                         paths->items[i].path + n + 1));
    }
}

static enum kb_status
walk(const char *list, const char *index, struct kb_report *report,
     struct kb_inputs *paths)
{
    char roots[MAX_ROOTS][2 * PATH_BYTES];
    char *pointers[MAX_ROOTS];
    char word[NAME_BYTES];
    size_t n = 0;
    for (; next_word(&list, word); n++) {
        assert_true(n < MAX_ROOTS);
        snprintf(roots[n], sizeof(roots[n]), "%s", at(word));
        pointers[n] = roots[n];
    }
    struct kb_walk_options options = {pointers, n, at(index), n_jobs};
    return kb_walk(&options, report, paths, &err);
}

static const struct {
    const char *tree;
    const char *roots;
    const char *wanted;
    const char *skipped;
} cases[] = {
    {"c/ c/b c/a c/d/ c/d/x c/c", "c", "c/a c/b c/c c/d/x", ""},
    {"c/", "c", "", ""},
    {"f", "f", "f", ""},
    {"c/ c/a f", "c f", "c/a f", ""},
    /* order is that of bytes over the whole path */
    {"c/ c/a/ c/a/x c/a.b c/a-b", "c", "c/a-b c/a.b c/a/x", ""},
    /* a root twice, below another, above another, and by another name */
    {"c/ c/a", "c c c/a", "c/a", ""},
    {"c/ c/d/ c/d/x c/e", "c/d c", "c/d/x c/e", ""},
    {"c/ c/d/ c/d/x c/e", "c c/d", "c/d/x c/e", ""},
    {"c/ c/a cc/ cc/a", "c cc", "c/a cc/a", ""},
    {"c/ c/a l>c", "c l", "c/a", ""},
    {"c/ c/a l>c", "l", "c/a", ""},
    {"c/ c/a", "c/ c/.", "c/a", ""},
    /* links to files */
    {"c/ c/l>../f f", "c", "f", ""},
    {"c/ c/l>a c/a", "c", "c/a", ""},
    {"c/ c/l>m c/m>../f f", "c", "f", ""},
    {"f l>f", "l", "f", ""},
    /* links to folders, loops */
    {"c/ c/a c/l>.", "c", "c/a", ""},
    {"c/ c/d/ c/d/x c/d/l>../..", "c", "c/d/x", ""},
    {"a/ a/x a/l>../b b/ b/y b/l>../a", "a", "a/x b/y", ""},
    {"c/ c/l>../o o/ o/x", "c", "o/x", ""},
    {"c/ c/l>../o c/m>../o o/ o/x", "c", "o/x", ""},
    {"c/ c/up>../p/q p/ p/x p/q/ p/q/y p/q/l>..", "c", "p/q/y p/x", ""},
    /* what leads nowhere */
    {"c/ c/a c/l>gone", "c", "c/a", "c/l"},
    {"c/ c/a c/l>m c/m>l", "c", "c/a", "c/l c/m"},
    {"c/ c/l>a/x c/a", "c", "c/a", "c/l"},
    /* names with a dot are passed over, unless a link or an operand names them */
    {"c/ c/.git/ c/.git/x c/.f c/a", "c", "c/a", ""},
    {"c/ c/.s/ c/.s/x c/l>.s", "c", "c/.s/x", ""},
    {"c/ c/.s/ c/.s/x c/a", "c c/.s", "c/.s/x c/a", ""},
    {"c/ c/l>.f c/.f", "c", "c/.f", ""},
    /* the index folder inside of the corpus */
    {"c/ c/a c/index/ c/index/x", "c", "c/a", ""},
    {"c/ c/a c/index/ c/index/x c/l>index", "c", "c/a", ""},
};

static void
test_walk_must_find_files(void **state)
{
    struct kb_buf got = KB_BUF_INIT(10000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_report report;
        struct kb_inputs paths = KB_INPUTS_INIT;
        assert_int_equal(set_up(state), 0);
        kb_report_init(&report, true);
        put_tree(cases[i].tree);
        OK(walk(cases[i].roots, "c/index", &report, &paths));
        describe(&paths, &got);
        if (strcmp(kb_buf_cstr(&got), cases[i].wanted) != 0)
            fail_msg("'%s' of '%s': '%s' instead of '%s'", cases[i].roots,
                     cases[i].tree, kb_buf_cstr(&got), cases[i].wanted);
        kb_report_skips(&report); /* sorts */
        kb_buf_reset(&got);
        for (size_t k = 0; k < report.n_skips; k++) {
            assert_int_equal(report.skips[k].status, KB_E_IO);
            assert_true(strlen(report.skips[k].reason) > 5);
            OK(kb_buf_printf(&got, &err, "%s%s", k == 0 ? "" : " ",
                             report.skips[k].path + strlen(scratch) + 1));
        }
        assert_string_equal(kb_buf_cstr(&got), cases[i].skipped);
        kb_report_clear(&report);
        kb_inputs_clear(&paths);
        tear_down(state);
    }
    kb_buf_clear(&got);
}

/* Thousands of folders are walked by several processes, and come in the same order. */
static void
test_walk_must_find_the_same_by_several_processes(void **state)
{
    (void)state;
    enum {
        FOLDERS = 300
    };
    struct kb_report report;
    struct kb_inputs one = KB_INPUTS_INIT;
    struct kb_inputs many = KB_INPUTS_INIT;
    kb_report_init(&report, true);
    put_dir("c");
    for (int i = 0; i < FOLDERS; i++) {
        char name[NAME_BYTES];
        snprintf(name, sizeof(name), "c/%d", i * 7919 % 1000);
        put_dir(name);
        for (int k = 0; k < i % 4; k++) {
            snprintf(name, sizeof(name), "c/%d/%d", i * 7919 % 1000, k);
            put_file(name, "some bytes");
        }
    }
    put_link("../o", "c/link");
    put_tree("o/ o/x");
    OK(walk("c", "index", &report, &one));
    n_jobs = 3;
    OK(walk("c", "index", &report, &many));
    n_jobs = 1;
    assert_int_equal(one.n, FOLDERS / 4 * 6 + 1);
    assert_int_equal(many.n, one.n);
    for (size_t i = 0; i < one.n; i++) {
        assert_string_equal(many.items[i].path, one.items[i].path);
        assert_true(many.items[i].mtime_ns == one.items[i].mtime_ns);
        assert_true(many.items[i].ctime_ns == one.items[i].ctime_ns);
        assert_true(many.items[i].n_bytes == one.items[i].n_bytes);
    }
    kb_report_clear(&report);
    kb_inputs_clear(&one);
    kb_inputs_clear(&many);
}

static void
test_walk_must_tell_size_and_times(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_inputs paths = KB_INPUTS_INIT;
    const struct timespec times[2] = {{1000, 0}, {-5, 123456789}}; /* before 1970 */
    kb_report_init(&report, true);
    put_dir("c");
    put_file("c/a", "12345");
    assert_int_equal(utimensat(AT_FDCWD, at("c/a"), times, 0), 0);
    OK(walk("c", "index", &report, &paths));
    assert_int_equal(paths.n, 1);
    assert_int_equal(paths.items[0].n_bytes, 5);
    assert_true(paths.items[0].mtime_ns == -INT64_C(5000000000) + 123456789);
    assert_true(paths.begun_ns >= paths.items[0].ctime_ns);
    assert_int_equal(paths.items[0].state, KB_INPUT_UNKNOWN);
    kb_report_clear(&report);
    kb_inputs_clear(&paths);
}

static void
test_walk_must_refuse_a_missing_root(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_inputs paths = KB_INPUTS_INIT;
    kb_report_init(&report, true);
    put_tree("c/ c/a l>gone");
    FAILS(KB_E_NOT_FOUND, walk("c gone", "index", &report, &paths));
    SAYS(at("gone"));
    FAILS(KB_E_NOT_FOUND, walk("l", "index", &report, &paths));
    FAILS(KB_E_NOT_FOUND, walk("c/a/b", "index", &report, &paths));
    assert_int_equal(paths.n, 0);
    assert_null(paths.items);
    kb_report_clear(&report);
}

static void
test_walk_must_report_what_it_cannot_read(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_inputs paths = KB_INPUTS_INIT;
    kb_report_init(&report, true);
    put_tree("c/ c/a c/d/ c/d/x");
    assert_int_equal(chmod(at("c/d"), 0), 0);
    if (!be_nobody()) {
        print_message("skipped: root reads every folder\n");
        skip();
    }
    OK(walk("c", "index", &report, &paths));
    be_oneself();
    assert_int_equal(chmod(at("c/d"), 0777), 0);
    assert_int_equal(paths.n, 1);
    assert_int_equal(report.n_skips, 1);
    assert_string_equal(report.skips[0].path, at("c/d"));
    kb_report_clear(&report);
    kb_inputs_clear(&paths);
}

static void
test_walk_must_report_what_is_no_file(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_inputs paths = KB_INPUTS_INIT;
    kb_report_init(&report, true);
    put_tree("c/ c/a");
    assert_int_equal(mkfifo(at("c/pipe"), 0666), 0);
    OK(walk("c", "index", &report, &paths));
    assert_int_equal(paths.n, 1);
    assert_int_equal(report.n_skips, 1);
    assert_string_equal(report.skips[0].path, at("c/pipe"));
    assert_string_equal(report.skips[0].reason, "neither a file nor a folder");
    kb_report_clear(&report);
    kb_inputs_clear(&paths);
}

static void
test_walk_must_end_at_a_depth(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_inputs paths = KB_INPUTS_INIT;
    char name[3 * KB_WALK_MAX_DEPTH] = "c";
    kb_report_init(&report, true);
    for (size_t depth = 0; depth < KB_WALK_MAX_DEPTH + 2; depth++) {
        put_dir(name);
        strncat(name, "/d", sizeof(name) - strlen(name) - 1);
    }
    OK(walk("c", "index", &report, &paths));
    assert_int_equal(paths.n, 0);
    assert_int_equal(report.n_skips, 1);
    kb_report_clear(&report);
    kb_inputs_clear(&paths);
}

static void
test_walk_must_fail_without_memory(void **state)
{
    (void)state;
    put_tree("c/ c/a c/d/ c/d/x c/d/l>../.. c/gone>nowhere c/m>../o o/ o/y");
    for (size_t n = 1;; n++) {
        struct kb_report report;
        struct kb_inputs paths = KB_INPUTS_INIT;
        kb_report_init(&report, true);
        kb_mem_fail_at(n);
        enum kb_status st = walk("c o", "index", &report, &paths);
        kb_mem_fail_at(0);
        kb_report_clear(&report);
        kb_inputs_clear(&paths);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 200);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_walk_must_find_files),
    TEST(test_walk_must_find_the_same_by_several_processes),
    TEST(test_walk_must_tell_size_and_times),
    TEST(test_walk_must_refuse_a_missing_root),
    TEST(test_walk_must_report_what_it_cannot_read),
    TEST(test_walk_must_report_what_is_no_file),
    TEST(test_walk_must_end_at_a_depth),
    TEST(test_walk_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
