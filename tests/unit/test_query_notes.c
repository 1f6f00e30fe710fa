/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "query/notes.h"

static void
test_add_must_keep_each_note_once(void **state)
{
    (void)state;
    struct kb_notes notes = {.n = 0};
    for (uint32_t i = 0; i < 100; i++)
        kb_notes_add(&notes, i, i + 1, "note %u", i % 20);
    assert_int_equal(notes.n, KB_NOTES_MAX);
    assert_int_equal(notes.items[0].begin, 0);
    assert_int_equal(notes.items[1].end, 2);
    assert_string_equal(notes.items[KB_NOTES_MAX - 1].text, "note 7");
    assert_true(notes.n_left_out > 0);
}

/* Cut between characters, whatever their length. */
static void
test_add_must_cut_long_texts(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 4; shift++) {
        struct kb_notes notes = {.n = 0};
        char text[301] = "";
        for (size_t i = 0; i < 75; i++)
            memcpy(text + 4 * i, "\xf0\x9f\x98\x80", 4);
        kb_notes_add(&notes, 0, 0, "%.*s%s", (int)shift, "abc", text);
        size_t n = strlen(notes.items[0].text);
        assert_true(n < KB_NOTE_TEXT_BYTES && n > KB_NOTE_TEXT_BYTES - 5);
        assert_int_equal((n - shift) % 4, 0);
        assert_int_equal(kb_notes_cut(kb_span_at(text, 300)).n_bytes, 40);
        assert_int_equal(kb_notes_cut(kb_span_at(text, 300 - shift)).n_bytes, 40);
    }
    assert_int_equal(kb_notes_cut(kb_span_cstr("short")).n_bytes, 5);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_add_must_keep_each_note_once),
    cmocka_unit_test(test_add_must_cut_long_texts),
};

KB_TEST_MAIN(tests)
