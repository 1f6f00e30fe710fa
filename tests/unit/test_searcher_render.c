/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include <jansson.h>

#include "base/limits.h"
#include "render/escape.h"
#include "render/render.h"
#include "text/encode.h"

enum {
    MIN_WIDTH = 20,  /* what the text output never goes below */
    MAX_WIDTH = 120, /* and never above */
    OUT_BYTES = 100000
};

/* ---- results made by hand ---- */

static struct kb_result
result_of(uint32_t rank, const char *title, const char *product, uint32_t modified,
          const char *section, const char *text)
{
    struct kb_result result = {.rank = rank,
                               .id = 260695,
                               .title = kb_span_cstr(title),
                               .product = kb_span_cstr(product),
                               .modified = modified,
                               .score = 12.345678901};
    result.head = (struct kb_buf)KB_BUF_INIT(10);
    result.passage.section = section;
    result.passage.text = (struct kb_buf)KB_BUF_INIT(10000);
    OK(kb_buf_append(&result.passage.text, kb_span_cstr(text), &err));
    return result;
}

/* Mark every "backup" of the passage. */
static void
mark(struct kb_result *result)
{
    const char *text = kb_buf_cstr(&result->passage.text);
    result->passage.marks = kb_mem_array(100, sizeof(*result->passage.marks));
    assert_non_null(result->passage.marks);
    for (const char *p = text; (p = strstr(p, "backup")) != NULL; p += 6) {
        uint32_t begin = (uint32_t)(p - text);
        result->passage.marks[result->passage.n_marks++] =
            (struct kb_mark){begin, begin + 6};
    }
}

static void
match(struct kb_result *result, const char *word)
{
    result->matched = kb_mem_array(1, sizeof(*result->matched));
    assert_non_null(result->matched);
    result->matched[result->n_matched++] = kb_span_cstr(word);
}

/* Two results: an ordinary one, and one of everything that could act on a terminal. */
static struct kb_results
two_results(void)
{
    struct kb_results results = KB_RESULTS_INIT;
    results.items = kb_mem_array(2, sizeof(*results.items));
    assert_non_null(results.items);
    results.query = KB_SPAN_LITERAL("backup \"hangs\"");
    results.items[results.n++] =
        result_of(1, "XADM: Third-Party Backup Program May Stop Working After Fix",
                  "Microsoft Exchange", 20001111, "MORE INFORMATION",
                  "the backup may stop after the fix, and no other backup runs until "
                  "the computer was started again");
    mark(&results.items[0]);
    match(&results.items[0], "backup");
    results.items[0].passage.is_cut_before = true;
    results.items[0].passage.is_cut_after = true;
    results.items[results.n++] =
        result_of(10, "Esc \x1b[31m and \xe2\x80\xae turned \xc2\x9b",
                  "\xe6\xbc\xa2\xe5\xad\x97 caf\xc3\xa9", 0, "",
                  "\x07"
                  "bell \xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97 wide \x7f "
                  "e\xcc\x81 mark");
    results.total = 1234;
    results.took_us = 567;
    results.has_words = true;
    return results;
}

/* ---- text ---- */

static void
test_text_must_look_like_this(void **state)
{
    (void)state;
    struct kb_results results = two_results();
    struct kb_render_options options = {.width = 60, .colour = false};
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    OK(kb_render_text(&results, &options, &out, &err));
    assert_string_equal(
        kb_buf_cstr(&out),
        " 1. Q260695  XADM: Third-Party Backup Program May Stop\n"
        "    Working After Fix\n"
        "    Microsoft Exchange, 2000-11-11\n"
        "    MORE INFORMATION: ... the backup may stop after the fix,\n"
        "    and no other backup runs until the computer was started\n"
        "    again ...\n"
        "\n"
        "10. Q260695  Esc ?[31m and ? turned ?\n"
        "    \xe6\xbc\xa2\xe5\xad\x97 caf\xc3\xa9\n"
        "    ?bell \xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97 wide ? e\xcc\x81 "
        "mark\n"
        "\n"
        "2 of about 1234 articles\n");
    kb_buf_clear(&out);
    kb_results_clear(&results);
}

static void
test_text_must_say_how_many(void **state)
{
    (void)state;
    struct kb_results results = KB_RESULTS_INIT;
    struct kb_render_options options = {.width = 80, .colour = true};
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    OK(kb_render_text(&results, &options, &out, &err));
    assert_string_equal(kb_buf_cstr(&out), "nothing found\n");
    kb_buf_clear(&out);
    results = two_results();
    results.total_is_exact = true;
    results.total = 2;
    OK(kb_render_text(&results, &options, &out, &err));
    assert_non_null(strstr(kb_buf_cstr(&out), "\n2 of 2 articles\n"));
    kb_buf_clear(&out);
    kb_results_clear(&results);
}

static void
test_text_must_colour_marks_alone(void **state)
{
    (void)state;
    struct kb_results results = two_results();
    struct kb_render_options options = {.width = 200, .colour = true};
    struct kb_buf coloured = KB_BUF_INIT(OUT_BYTES);
    struct kb_buf plain = KB_BUF_INIT(OUT_BYTES);
    struct kb_buf stripped = KB_BUF_INIT(OUT_BYTES);
    OK(kb_render_text(&results, &options, &coloured, &err));
    options.colour = false;
    OK(kb_render_text(&results, &options, &plain, &err));
    assert_non_null(strstr(coloured.data, " the \033[1;31mbackup\033[0m may "));
    assert_non_null(strstr(coloured.data, " other \033[1;31mbackup\033[0m runs "));
    assert_null(strchr(plain.data, '\033'));
    /* Without its colours the text is the same, and they are off at each line's end. */
    bool on = false;
    for (const char *p = coloured.data; *p != '\0'; p++) {
        if (*p == '\033') {
            on = strncmp(p, "\033[0m", 4) != 0;
            p = strchr(p, 'm');
            assert_non_null(p);
            continue;
        }
        OK(kb_buf_append_byte(&stripped, *p, &err));
    }
    assert_false(on);
    assert_string_equal(stripped.data, plain.data);
    kb_buf_clear(&coloured);
    kb_buf_clear(&plain);
    kb_buf_clear(&stripped);
    kb_results_clear(&results);
}

/* No line is wider than wanted, unless it is one word. */
static void
check_widths(const char *text, size_t width)
{
    for (const char *line = text; *line != '\0';) {
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        struct kb_span words = kb_span_trim(kb_span_at(line, (size_t)(end - line)));
        bool is_head = memchr(words.data, 'Q', words.n_bytes) != NULL;
        bool is_one = memchr(words.data, ' ', words.n_bytes) == NULL;
        bool is_label = kb_span_equal(words, KB_SPAN_LITERAL("MORE INFORMATION:"));
        if (kb_escape_width(kb_span_at(line, (size_t)(end - line))) > width &&
            !is_one && !is_label && !(is_head && words.n_bytes < 20) && end[1] != '\0')
            fail_msg("wider than %zu: '%.*s'", width, (int)(end - line), line);
        line = end + 1;
    }
}

static void
test_text_must_fit_any_width(void **state)
{
    (void)state;
    static const unsigned widths[] = {0, 1, 20, 21, 25, 40, 60, 79, 80, 200, 100000};
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    for (int colour = 0; colour < 2; colour++) {
        for (size_t i = 0; i < COUNT(widths); i++) {
            struct kb_results results = two_results();
            struct kb_render_options options = {.width = widths[i]};
            size_t width = widths[i] < MIN_WIDTH ? MIN_WIDTH : widths[i];
            kb_buf_reset(&out);
            OK(kb_render_text(&results, &options, &out, &err));
            check_widths(out.data, width > MAX_WIDTH ? MAX_WIDTH : width);
            kb_results_clear(&results);
        }
    }
    kb_buf_clear(&out);
}

static void
test_text_must_live_without_parts(void **state)
{
    (void)state;
    struct kb_results results = KB_RESULTS_INIT;
    struct kb_render_options options = {.width = 80, .colour = false};
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    results.items = kb_mem_array(1, sizeof(*results.items));
    assert_non_null(results.items);
    results.items[results.n++] = result_of(1, "", "", 0, "", "");
    results.total = 1;
    results.total_is_exact = true;
    OK(kb_render_text(&results, &options, &out, &err));
    assert_true(strncmp(out.data, " 1. Q260695", 11) == 0);
    kb_buf_clear(&out);
    out.max_bytes = 20;
    FAILS(KB_E_LIMIT, kb_render_text(&results, &options, &out, &err));
    kb_buf_clear(&out);
    kb_results_clear(&results);
}

/* ---- escapes ---- */

static void
test_terminal_must_disarm_text(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"plain ~", "plain ~"},
        {"\x01\x1b[2J\x7f", "??[2J?"},
        {"a\tb\nc\rd", "a?b?c?d"},
        {"\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0", "???\xc2\xa0"},
        {"\xe2\x80\x8e\xe2\x80\x8f", "??"},
        {"\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae", "?????"},
        {"\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9", "????"},
        {"\xd8\x9c", "?"},
        {"caf\xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x98\x80",
         "caf\xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x98\x80"},
    };
    struct kb_buf out = KB_BUF_INIT(100);
    for (size_t i = 0; i < COUNT(cases); i++) {
        kb_buf_reset(&out);
        OK(kb_escape_terminal(kb_span_cstr(cases[i][0]), &out, &err));
        assert_string_equal(kb_buf_cstr(&out), cases[i][1]);
    }
    /* one byte of each value: nothing below a space, no DEL */
    for (int c = 1; c < 0x80; c++) {
        char byte = (char)c;
        kb_buf_reset(&out);
        OK(kb_escape_terminal(kb_span_at(&byte, 1), &out, &err));
        assert_int_equal(out.data[0], c < 0x20 || c == 0x7f ? '?' : c);
    }
    kb_buf_clear(&out);
    out.max_bytes = 2;
    FAILS(KB_E_LIMIT, kb_escape_terminal(KB_SPAN_LITERAL("abc"), &out, &err));
    kb_buf_clear(&out);
}

static void
test_width_must_count_cells(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t wanted;
    } cases[] = {
        {"", 0},
        {"plain", 5},
        {"caf\xc3\xa9", 4},
        {"cafe\xcc\x81", 4},
        {"\xe6\xbc\xa2\xe5\xad\x97", 4},
        {"\xef\xbc\xa1", 2},
        {"\x1b\xe2\x80\xae\xc2\x9b", 3}, /* shown as '?' */
        {"a\xe2\x80\x8d"
         "b",
         2},
        {"\xd0\x9c\xd0\xb8\xd1\x80", 3},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(kb_escape_width(kb_span_cstr(cases[i].text)), cases[i].wanted);
}

/* ---- JSON ---- */

static json_t *
parse(const struct kb_buf *out)
{
    json_error_t why;
    assert_true(out->n_bytes > 0 && out->data[out->n_bytes - 1] == '\n');
    assert_ptr_equal(strchr(out->data, '\n'), out->data + out->n_bytes - 1);
    json_t *root = json_loadb(out->data, out->n_bytes, 0, &why);
    if (root == NULL)
        fail_msg("%s in %s", why.text, out->data);
    return root;
}

static void
has_members(json_t *object, const char *const *names, size_t n)
{
    assert_int_equal(json_object_size(object), n);
    for (size_t i = 0; i < n; i++) {
        if (json_object_get(object, names[i]) == NULL)
            fail_msg("no member '%s'", names[i]);
    }
}

static void
is_text(json_t *object, const char *name, const char *wanted)
{
    const char *got = json_string_value(json_object_get(object, name));
    assert_non_null(got);
    assert_string_equal(got, wanted);
}

static const char *const root_names[] = {
    "version", "query", "total", "total_is_exact", "first", "took_us", "hits"};
static const char *const hit_names[] = {"rank",     "id",    "title",   "product",
                                        "modified", "score", "section", "snippet",
                                        "matched",  "twins"};

static void
test_json_must_have_the_documented_members(void **state)
{
    (void)state;
    struct kb_results results = two_results();
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    OK(kb_render_json(&results, NULL, &out, &err));
    json_t *root = parse(&out);
    has_members(root, root_names, COUNT(root_names));
    assert_int_equal(json_integer_value(json_object_get(root, "version")), 1);
    is_text(root, "query", "backup \"hangs\"");
    assert_int_equal(json_integer_value(json_object_get(root, "total")), 1234);
    assert_true(json_is_false(json_object_get(root, "total_is_exact")));
    assert_int_equal(json_integer_value(json_object_get(root, "took_us")), 567);
    json_t *hits = json_object_get(root, "hits");
    assert_int_equal(json_array_size(hits), 2);
    json_t *first = json_array_get(hits, 0);
    json_t *second = json_array_get(hits, 1);
    has_members(first, hit_names, COUNT(hit_names));
    has_members(second, hit_names, COUNT(hit_names));
    assert_int_equal(json_integer_value(json_object_get(first, "rank")), 1);
    is_text(first, "id", "Q260695");
    is_text(first, "title",
            "XADM: Third-Party Backup Program May Stop Working After Fix");
    is_text(first, "product", "Microsoft Exchange");
    is_text(first, "modified", "2000-11-11");
    is_text(first, "section", "MORE INFORMATION");
    is_text(first, "snippet", kb_buf_cstr(&results.items[0].passage.text));
    double score = json_real_value(json_object_get(first, "score"));
    assert_true(score > 12.3456 && score < 12.3457);
    assert_int_equal(json_array_size(json_object_get(first, "matched")), 1);
    assert_string_equal(
        json_string_value(json_array_get(json_object_get(first, "matched"), 0)),
        "backup");
    is_text(second, "modified", "");
    is_text(second, "section", "");
    assert_int_equal(json_array_size(json_object_get(second, "matched")), 0);
    json_decref(root);
    kb_buf_clear(&out);
    kb_results_clear(&results);
}

static void
test_json_must_be_whole_without_parts(void **state)
{
    (void)state;
    struct kb_results results = KB_RESULTS_INIT;
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    OK(kb_render_json(&results, NULL, &out, &err));
    json_t *root = parse(&out);
    has_members(root, root_names, COUNT(root_names));
    is_text(root, "query", "");
    assert_int_equal(json_array_size(json_object_get(root, "hits")), 0);
    json_decref(root);
    kb_buf_reset(&out);
    results.items = kb_mem_array(1, sizeof(*results.items)); /* nothing is set in it */
    assert_non_null(results.items);
    results.items[0].passage.section = "";
    results.n = 1;
    OK(kb_render_json(&results, NULL, &out, &err));
    root = parse(&out);
    has_members(json_array_get(json_object_get(root, "hits"), 0), hit_names,
                COUNT(hit_names));
    json_decref(root);
    kb_results_clear(&results);
    kb_buf_clear(&out);
    out.max_bytes = 10;
    FAILS(KB_E_LIMIT, kb_render_json(&results, NULL, &out, &err));
    kb_buf_clear(&out);
}

static void
test_json_failure_must_name_the_line(void **state)
{
    (void)state;
    static const char *const names[] = {"version", "line", "error", "status"};
    struct kb_error failure = KB_ERROR_INIT;
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    (void)kb_error_set(&failure, KB_E_QUERY, "the \"query\" is empty");
    OK(kb_render_json_failure(3, &failure, &out, &err));
    json_t *root = parse(&out);
    has_members(root, names, COUNT(names));
    assert_int_equal(json_integer_value(json_object_get(root, "line")), 3);
    is_text(root, "error", "the \"query\" is empty");
    is_text(root, "status", "KB_E_QUERY");
    json_decref(root);
    kb_buf_clear(&out);
}

static void
test_json_failure_must_take_any_bytes(void **state)
{
    (void)state;
    struct kb_error failure = KB_ERROR_INIT;
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    (void)kb_error_set(&failure, KB_E_IO, "cannot read 'caf\xe9'");
    OK(kb_render_json_failure(1, &failure, &out, &err));
    json_t *root = parse(&out);
    is_text(root, "error", "cannot read 'caf\xc3\xa9'");
    json_decref(root);
    kb_buf_clear(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_text_must_look_like_this),
    cmocka_unit_test(test_text_must_say_how_many),
    cmocka_unit_test(test_text_must_colour_marks_alone),
    cmocka_unit_test(test_text_must_fit_any_width),
    cmocka_unit_test(test_text_must_live_without_parts),
    cmocka_unit_test(test_terminal_must_disarm_text),
    cmocka_unit_test(test_width_must_count_cells),
    cmocka_unit_test(test_json_must_have_the_documented_members),
    cmocka_unit_test(test_json_must_be_whole_without_parts),
    cmocka_unit_test(test_json_failure_must_name_the_line),
    cmocka_unit_test(test_json_failure_must_take_any_bytes),
};

KB_TEST_MAIN(tests)
