/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include <jansson.h>

#include "base/file.h"
#include "report.h"

/* ---- stderr into a file for a while ---- */

static int saved_stderr;

static void
catch_stderr(void)
{
    fflush(stderr);
    saved_stderr = dup(STDERR_FILENO);
    int fd = open(at("stderr"), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(saved_stderr >= 0 && fd >= 0);
    assert_true(dup2(fd, STDERR_FILENO) >= 0);
    close(fd);
}

/* What was written since; good until the next call. */
static const char *
caught(void)
{
    static char text[20000];
    struct kb_buf bytes = KB_BUF_INIT(sizeof(text) - 1);
    fflush(stderr);
    assert_true(dup2(saved_stderr, STDERR_FILENO) >= 0);
    close(saved_stderr);
    OK(kb_file_read(at("stderr"), &bytes, &err));
    snprintf(text, sizeof(text), "%s", kb_buf_cstr(&bytes));
    kb_buf_clear(&bytes);
    return text;
}

static void
init(struct kb_report *report, bool quiet)
{
    kb_report_init(report, quiet);
    report->on_terminal = false;
}

static void
test_phase_must_say_what_is_done(void **state)
{
    (void)state;
    struct kb_report report;
    init(&report, false);
    catch_stderr();
    kb_report_phase(&report, "reading the corpus");
    assert_string_equal(caught(), "kbindex: reading the corpus\n");
    init(&report, true);
    catch_stderr();
    kb_report_phase(&report, "reading the corpus");
    kb_report_progress(&report, 1, 2);
    assert_string_equal(caught(), "");
    kb_report_clear(&report);
}

static void
test_progress_must_not_come_too_often(void **state)
{
    (void)state;
    struct kb_report report;
    init(&report, false);
    catch_stderr();
    kb_report_phase(&report, "building");
    kb_report_progress(&report, 10, 100); /* at once: too early */
    assert_string_equal(caught(), "kbindex: building\n");
    catch_stderr();
    report.phase_s -= 20; /* as if it had begun 20 s ago */
    report.last_shown_s -= 20;
    kb_report_progress(&report, 0, 100); /* no rate yet */
    kb_report_progress(&report, 200, 300);
    kb_report_progress(&report, 201, 300);
    assert_string_equal(caught(), "kbindex: 200 of 300 articles, 10/s, 10 s left\n");
    kb_report_clear(&report);
}

static void
test_progress_must_rewrite_its_line_on_a_terminal(void **state)
{
    (void)state;
    struct kb_report report;
    kb_report_init(&report, false);
    report.on_terminal = true;
    report.phase_s -= 20;
    report.last_shown_s = report.phase_s;
    catch_stderr();
    kb_report_progress(&report, 200, 300);
    const char *text = caught();
    assert_true(strncmp(text, "\r\033[Kkbindex: 200 of 300", 20) == 0);
    assert_null(strchr(text, '\n'));
    catch_stderr();
    kb_report_phase(&report, "publishing"); /* ends the open line first */
    assert_string_equal(caught(), "\r\033[Kkbindex: publishing\n");
    kb_report_clear(&report);
}

static void
test_skips_must_be_named_in_order(void **state)
{
    (void)state;
    struct kb_report report;
    init(&report, false);
    OK(kb_report_skip(&report, "/b", KB_E_INVALID, "it is no article", &err));
    OK(kb_report_skip(&report, "/a\x1b[2J", KB_E_IO, "Permission denied", &err));
    catch_stderr();
    kb_report_skips(&report);
    assert_string_equal(caught(), "kbindex: skipped '/a?[2J': Permission denied\n"
                                  "kbindex: skipped '/b': it is no article\n");
    for (int i = 0; i < 30; i++)
        OK(kb_report_skip(&report, "/c", KB_E_IO, "Permission denied", &err));
    catch_stderr();
    kb_report_skips(&report);
    const char *text = caught();
    assert_non_null(strstr(text, "\nkbindex: and 12 more; --report FILE lists all\n"));
    report.quiet = true;
    catch_stderr();
    kb_report_skips(&report);
    assert_string_equal(caught(), "");
    kb_report_clear(&report);
    assert_int_equal(report.n_skips, 0);
    kb_report_clear(&report);
}

static void
test_skip_must_keep_the_reason_without_the_path(void **state)
{
    (void)state;
    static const struct {
        const char *reason;
        const char *wanted;
    } cases[] = {
        {"it is no article", "it is no article"},
        {"'/x/a' is no regular file", "is no regular file"},
        {"cannot open '/x/a': Permission denied", "cannot open: Permission denied"},
        {"line 3: no title", "line 3: no title"},
        {"Q1 is taken from '/x/b'", "Q1 is taken from '/x/b'"},
        {"Q1 is taken from '/x/ab'", "Q1 is taken from '/x/ab'"},
        {"", ""},
    };
    struct kb_report report;
    init(&report, true);
    for (size_t i = 0; i < COUNT(cases); i++) {
        OK(kb_report_skip(&report, "/x/a", KB_E_IO, cases[i].reason, &err));
        assert_string_equal(report.skips[i].path, "/x/a");
        assert_string_equal(report.skips[i].reason, cases[i].wanted);
    }
    kb_report_clear(&report);
}

static void
test_summary_must_count(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_summary summary = {.index = "/x/index",
                                 .build = "20261122T031500Za",
                                 .why_full = "asked for",
                                 .n_changed = 603,
                                 .n_articles = 60335,
                                 .n_input_bytes = 209000000,
                                 .n_index_bytes = 240000000,
                                 .n_shards = 2};
    struct kb_buf text = KB_BUF_INIT(10000);
    init(&report, false);
    FILE *out = fopen(at("out"), "w");
    assert_non_null(out);
    OK(kb_report_summary(&report, &summary, false, out, &err));
    fclose(out);
    OK(kb_file_read(at("out"), &text, &err));
    assert_non_null(strstr(text.data, "60335 articles, 209.0 MB"));
    assert_non_null(strstr(text.data, "/x/index/builds/20261122T031500Za, 240.0 MB"));
    assert_non_null(strstr(text.data, "full     asked for\n"));
    assert_non_null(
        strstr(text.data, "changes  0 added, 603 changed, 0 removed, 0 moved\n"));
    assert_non_null(strstr(text.data, "skipped  0\n"));
    kb_buf_reset(&text);
    report.quiet = true;
    out = fopen(at("out"), "w");
    assert_non_null(out);
    OK(kb_report_summary(&report, &summary, false, out, &err));
    fclose(out);
    OK(kb_file_read(at("out"), &text, &err));
    assert_string_equal(kb_buf_cstr(&text), "");
    kb_buf_clear(&text);
    kb_report_clear(&report);
}

static json_t *
summary_as_json(const struct kb_summary *summary)
{
    struct kb_report report;
    json_error_t why;
    init(&report, false);
    catch_stderr();
    kb_report_phase(&report, "building");
    (void)caught();
    FILE *out = fopen(at("out"), "w");
    assert_non_null(out);
    OK(kb_report_summary(&report, summary, true, out, &err));
    fclose(out);
    kb_report_clear(&report);
    json_t *root = json_load_file(at("out"), 0, &why);
    if (root == NULL)
        fail_msg("%s", why.text);
    return root;
}

static void
test_summary_must_be_one_json_object(void **state)
{
    (void)state;
    struct kb_summary summary = {.index = "/x/caf\xe9",
                                 .build = "20261122T031500Za",
                                 .n_articles = 7,
                                 .n_removed = 2,
                                 .selftest = {1000, 0.25, 0.5}};
    json_t *root = summary_as_json(&summary);
    assert_string_equal(json_string_value(json_object_get(root, "action")), "update");
    assert_string_equal(json_string_value(json_object_get(root, "index")),
                        "/x/caf\xc3\xa9");
    assert_int_equal(json_integer_value(json_object_get(root, "articles")), 7);
    assert_int_equal(json_integer_value(
                         json_object_get(json_object_get(root, "changes"), "removed")),
                     2);
    assert_true(json_real_value(
                    json_object_get(json_object_get(root, "selftest"), "mrr")) > 0.24);
    assert_true(json_is_null(json_object_get(root, "selftest_before")));
    assert_true(json_is_null(json_object_get(root, "why_full")));
    assert_non_null(json_object_get(json_object_get(root, "seconds"), "building"));
    json_decref(root);
    summary.nothing = true;
    root = summary_as_json(&summary);
    assert_string_equal(json_string_value(json_object_get(root, "action")), "none");
    json_decref(root);
    summary.nothing = false;
    summary.why_full = "asked for";
    root = summary_as_json(&summary);
    assert_string_equal(json_string_value(json_object_get(root, "action")), "full");
    assert_string_equal(json_string_value(json_object_get(root, "why_full")),
                        "asked for");
    json_decref(root);
}

/* systemd's journal is told how grave each line is, and nobody else. */
static void
test_lines_must_be_graded_for_the_journal(void **state)
{
    (void)state;
    struct kb_report report;
    struct stat info;
    char stream[64];
    catch_stderr();
    assert_int_equal(fstat(STDERR_FILENO, &info), 0);
    snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)info.st_dev,
             (unsigned long long)info.st_ino);
    setenv("JOURNAL_STREAM", stream, 1);
    init(&report, false);
    kb_report_phase(&report, "reading");
    kb_report_warn(&report, "a %s", "warning");
    OK(kb_report_skip(&report, "/a", KB_E_IO, "gone", &err));
    kb_report_skips(&report);
    assert_string_equal(caught(), "<6>kbindex: reading\n<4>kbindex: a warning\n"
                                  "<4>kbindex: skipped '/a': gone\n");
    kb_report_clear(&report);
    setenv("JOURNAL_STREAM", "1:1", 1);
    catch_stderr();
    init(&report, false);
    kb_report_phase(&report, "reading");
    assert_string_equal(caught(), "kbindex: reading\n");
    setenv("JOURNAL_STREAM", "none", 1);
    init(&report, false);
    assert_false(report.graded);
    unsetenv("JOURNAL_STREAM");
    kb_report_clear(&report);
}

static void
test_summary_must_notice_a_full_disk(void **state)
{
    (void)state;
    struct kb_report report;
    struct kb_summary summary = {.index = "i", .build = "b"};
    FILE *out = fopen("/dev/full", "w");
    if (out == NULL) {
        print_message("skipped: no /dev/full here\n");
        skip();
    }
    init(&report, false);
    FAILS(KB_E_IO, kb_report_summary(&report, &summary, false, out, &err));
    fclose(out);
    kb_report_clear(&report);
}

static json_t *
read_report(void)
{
    json_error_t why;
    json_t *root = json_load_file(at("report.json"), 0, &why);
    if (root == NULL)
        fail_msg("%s", why.text);
    return root;
}

static void
is_skip(json_t *list, size_t i, const char *path, const char *status,
        const char *reason)
{
    json_t *skip = json_array_get(list, i);
    assert_int_equal(json_object_size(skip), 4);
    assert_string_equal(json_string_value(json_object_get(skip, "path")), path);
    assert_string_equal(json_string_value(json_object_get(skip, "status")), status);
    assert_string_equal(json_string_value(json_object_get(skip, "reason")), reason);
}

static void
test_write_must_give_json(void **state)
{
    (void)state;
    struct kb_report report;
    init(&report, true);
    OK(kb_report_write(&report, at("report.json"), &err));
    json_t *root = read_report();
    assert_int_equal(json_integer_value(json_object_get(root, "version")), 1);
    assert_int_equal(json_array_size(json_object_get(root, "skipped")), 0);
    json_decref(root);
    OK(kb_report_skip(&report, "/b \"quoted\"\n", KB_E_INVALID, "no article", &err));
    OK(kb_report_skip(&report, "/caf\xe9", KB_E_NOT_FOUND, "gone", &err));
    OK(kb_report_skip(&report, "/a", KB_E_IO, "line 12: no title", &err));
    kb_report_skips(&report);
    OK(kb_report_write(&report, at("report.json"), &err));
    root = read_report();
    json_t *list = json_object_get(root, "skipped");
    assert_int_equal(json_array_size(list), 3);
    is_skip(list, 0, "/a", "KB_E_IO", "line 12: no title");
    assert_int_equal(
        json_integer_value(json_object_get(json_array_get(list, 0), "line")), 12);
    assert_true(json_is_null(json_object_get(json_array_get(list, 1), "line")));
    is_skip(list, 1, "/b \"quoted\"\n", "KB_E_INVALID", "no article");
    is_skip(list, 2, "/caf\xc3\xa9", "KB_E_NOT_FOUND", "gone");
    json_decref(root);
    FAILS(KB_E_IO, kb_report_write(&report, at("no/folder/report.json"), &err));
    kb_report_clear(&report);
}

static void
test_skip_must_fail_without_memory(void **state)
{
    (void)state;
    for (size_t n = 1;; n++) {
        struct kb_report report;
        init(&report, true);
        kb_mem_fail_at(n);
        enum kb_status st = KB_OK;
        for (int i = 0; i < 20 && st == KB_OK; i++)
            st = kb_report_skip(&report, "/a", KB_E_IO, "reason", &err);
        if (st == KB_OK)
            st = kb_report_write(&report, at("report.json"), &err);
        kb_mem_fail_at(0);
        kb_report_clear(&report);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 300);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_phase_must_say_what_is_done),
    TEST(test_progress_must_not_come_too_often),
    TEST(test_progress_must_rewrite_its_line_on_a_terminal),
    TEST(test_skips_must_be_named_in_order),
    TEST(test_skip_must_keep_the_reason_without_the_path),
    TEST(test_summary_must_count),
    TEST(test_summary_must_be_one_json_object),
    TEST(test_lines_must_be_graded_for_the_journal),
    TEST(test_summary_must_notice_a_full_disk),
    TEST(test_write_must_give_json),
    TEST(test_skip_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
