/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How an article is set, and results for programs: small things made by hand. */
#include "support/scratch.h"

#include "base/limits.h"
#include "render/columns.h"
#include "render/list.h"
#include "render/render.h"

enum {
    OUT_BYTES = 100000
};

/* One section as it is set at a width, without colours. */
static void
is_set(unsigned width, const char *text, const char *wanted)
{
    struct kb_link cited = {.id = 254682, .is_here = true};
    struct kb_view_part part = {KB_SECTION_SUMMARY, {"SUMMARY", 7}, kb_span_cstr(text)};
    struct kb_view view;
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    struct kb_render_options options = KB_RENDER_OPTIONS_INIT;
    options.width = width;
    kb_view_init(&view);
    view.id = 1;
    view.title = KB_SPAN_LITERAL("T");
    view.parts = &part;
    view.n_parts = 1;
    view.cites = (struct kb_links){&cited, 1, 1, 0};
    OK(kb_buf_append(&view.head, KB_SPAN_LITERAL("x"), &err));
    OK(kb_render_view_text(&view, &options, &out, &err));
    const char *begin = strstr(kb_buf_cstr(&out), "SUMMARY\n");
    assert_non_null(begin);
    assert_string_equal(begin + 8, wanted);
    kb_buf_clear(&out);
    kb_buf_clear(&view.head);
}

static void
test_paragraphs_must_be_filled(void **state)
{
    (void)state;
    is_set(40,
           "This paragraph was broken at some seventy cells by the archive, so\n"
           "that it is filled again.\n\nAnother one.",
           "   This paragraph was broken at some\n   seventy cells by the archive, so "
           "that\n   it is filled again.\n\n   Another one.\n");
    /* short lines were broken by hand */
    is_set(80, "first line\nsecond line", "   first line\n   second line\n");
    /* an item and its lines, below the mark or below the text */
    is_set(50,
           "1. Windows bypasses the portion of the registry that loads protected\n"
           "  mode drivers.\n- next",
           "   1. Windows bypasses the portion of the registry\n      that loads "
           "protected mode drivers.\n   - next\n");
    is_set(80, "a\n\n\n\nb", "   a\n\n   b\n");
    is_set(80, "", "");
}

static void
test_tables_must_be_kept(void **state)
{
    (void)state;
    is_set(40, "Name      Size\n----      ----\nx         1",
           "   Name      Size\n"
           "   ----      ----\n"
           "   x         1\n");
    /* without the indent where it fits then only, in words where it does not fit */
    is_set(22, "Name          Size 12", "Name          Size 12\n");
    is_set(20, "Name          Size and more", "   Name Size and\n   more\n");
    is_set(40, "a\tb\tc", "   a       b       c\n");
}

static void
test_nothing_in_a_text_must_act_on_a_terminal(void **state)
{
    (void)state;
    is_set(60, "a \x1b[31m red \xe2\x80\xae turned \x07",
           "   a ?[31m red ? turned ?\n");
    is_set(
        20,
        "\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97 "
        "\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2",
        "   \xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97\n"
        "   \xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\n");
}

static void
test_numbers_must_be_links_where_they_lead_somewhere(void **state)
{
    (void)state;
    struct kb_link links[] = {{.id = 254682, .is_here = true}, {.id = 191014}};
    struct kb_view_part part = {
        KB_SECTION_SUMMARY, {"SUMMARY", 7}, KB_SPAN_LITERAL("(Q254682), Q191014")};
    struct kb_view view;
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    struct kb_render_options options = KB_RENDER_OPTIONS_INIT;
    options.colour = true;
    options.link = "x:\x1b{id}/{id}";
    kb_view_init(&view);
    view.parts = &part;
    view.n_parts = 1;
    view.cites = (struct kb_links){links, 2, 2, 0};
    OK(kb_buf_append(&view.head, KB_SPAN_LITERAL("x"), &err));
    OK(kb_render_view_text(&view, &options, &out, &err));
    assert_non_null(strstr(kb_buf_cstr(&out),
                           "   (\x1b]8;;x:Q254682/Q254682\x1b\\\x1b[4mQ254682\x1b[0m"
                           "\x1b]8;;\x1b\\), Q191014\n"));
    kb_buf_clear(&out);
    kb_buf_clear(&view.head);
}

static void
test_columns_must_be_those_there_are(void **state)
{
    (void)state;
    struct kb_columns columns;
    OK(kb_columns_read(KB_SPAN_LITERAL("title, id"), &columns, &err));
    assert_int_equal(columns.n, 2);
    assert_int_equal(columns.items[0], KB_COLUMN_TITLE);
    assert_int_equal(columns.items[1], KB_COLUMN_ID);
    static const char *const wrong[] = {"", ",", "id,", "id,id", "ID", "id title"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        if (kb_columns_read(kb_span_cstr(wrong[i]), &columns, &err) != KB_E_INVALID)
            fail_msg("'%s'", wrong[i]);
    }
    assert_int_equal(kb_columns_all().n, KB_COLUMN_COUNT);
}

static void
test_tsv_must_keep_its_columns(void **state)
{
    (void)state;
    struct kb_span matched[] = {{"back\nup", 7}, {"x", 1}};
    struct kb_result item = {.rank = 3,
                             .id = 7,
                             .title = {"a\tb\r\nc\x7f", 7},
                             .modified = 20001111,
                             .matched = matched,
                             .n_matched = 2,
                             .n_twins = 4};
    struct kb_results results = {.items = &item, .n = 1};
    struct kb_render_options options = KB_RENDER_OPTIONS_INIT;
    struct kb_columns columns;
    struct kb_buf out = KB_BUF_INIT(OUT_BYTES);
    item.passage.section = "CAUSE";
    OK(kb_columns_read(
        KB_SPAN_LITERAL("rank,id,title,modified,section,snippet,matched,twins"),
        &columns, &err));
    options.columns = &columns;
    OK(kb_render_tsv(&results, &options, &out, &err));
    assert_string_equal(kb_buf_cstr(&out),
                        "3\tQ7\ta b  c \t2000-11-11\tCAUSE\t\tback up x\t4\n");
    kb_buf_reset(&out);
    options.line = 12;
    options.end = '\0';
    options.columns = NULL;
    OK(kb_render_tsv(&results, &options, &out, &err));
    assert_memory_equal(out.data, "12\t3\tQ7\t0\t2000-11-11\t\ta b  c \0", out.n_bytes);
    kb_buf_clear(&out);
    for (size_t max = 0; max < 20; max += 3) {
        struct kb_buf small = KB_BUF_INIT(max);
        FAILS(KB_E_LIMIT, kb_render_tsv(&results, &options, &small, &err));
        kb_buf_clear(&small);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_paragraphs_must_be_filled),
    cmocka_unit_test(test_tables_must_be_kept),
    cmocka_unit_test(test_nothing_in_a_text_must_act_on_a_terminal),
    cmocka_unit_test(test_numbers_must_be_links_where_they_lead_somewhere),
    cmocka_unit_test(test_columns_must_be_those_there_are),
    cmocka_unit_test(test_tsv_must_keep_its_columns),
};

KB_TEST_MAIN(tests)
