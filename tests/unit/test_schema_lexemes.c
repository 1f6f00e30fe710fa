/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A chunk as bytes: this is the format's description. A change here is a change of
 * KB_SCHEMA_VERSION. */
#include "support/scratch.h"

#include "schema/lexemes.h"

static const char golden[] = "\x00\x04"
                             "back"
                             "\x01"
                             "\x04\x02"
                             "up"
                             "\x80\x01"
                             "\x02\x02"
                             "nd"
                             "\xff\xff\xff\xff\x0f";

static void
test_write_must_give_these_bytes(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(100);
    OK(kb_lexeme_write(kb_span_at(NULL, 0), KB_SPAN_LITERAL("back"), 1, &out, &err));
    OK(kb_lexeme_write(KB_SPAN_LITERAL("back"), KB_SPAN_LITERAL("backup"), 128, &out,
                       &err));
    OK(kb_lexeme_write(KB_SPAN_LITERAL("backup"), KB_SPAN_LITERAL("band"), UINT32_MAX,
                       &out, &err));
    assert_int_equal(out.n_bytes, sizeof(golden) - 1);
    assert_memory_equal(out.data, golden, out.n_bytes);
    kb_buf_clear(&out);
}

static void
test_next_must_take_these_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t count;
    } wanted[] = {{"back", 1}, {"backup", 128}, {"band", UINT32_MAX}};
    struct kb_lexeme at = kb_lexemes_begin(KB_SPAN_LITERAL(golden));
    bool found = false;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        OK(kb_lexeme_next(&at, &found, &err));
        assert_true(found);
        SPAN_IS(wanted[i].text, kb_span_at(at.text, at.n_bytes));
        assert_int_equal(at.count, wanted[i].count);
    }
    OK(kb_lexeme_next(&at, &found, &err));
    assert_false(found);
}

static void
test_next_must_refuse_damage(void **state)
{
    (void)state;
    static const struct kb_span cases[] = {
        {"\x00", 1},         /* no length */
        {"\x00\x00\x01", 3}, /* an empty word */
        {"\x01\x01"
         "a\x01",
         4}, /* shares with none */
        {"\x00\x02"
         "a",
         3}, /* cut */
        {"\x00\x01"
         "a",
         3}, /* no count */
        {"\x00\x01"
         "a\x00",
         4}, /* count 0 */
        {"\x00\x01"
         "a\x80",
         4}, /* count cut */
        {"\x00\x01"
         "a\xff\xff\xff\xff\x1f",
         8}, /* count over 32 bits */
        {"\x00\x01"
         "a\xff\xff\xff\xff\xff\x01",
         9}, /* count too long */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_lexeme at = kb_lexemes_begin(cases[i]);
        bool found = false;
        FAILS(KB_E_CORRUPT, kb_lexeme_next(&at, &found, &err));
    }
    char longer[70] = "\x00\x41"; /* a word over the limit */
    struct kb_lexeme at = kb_lexemes_begin(kb_span_at(longer, sizeof(longer)));
    bool found = false;
    FAILS(KB_E_CORRUPT, kb_lexeme_next(&at, &found, &err));
}

static void
test_kept_must_leave_out_numbers_and_short_words(void **state)
{
    (void)state;
    assert_true(kb_lexeme_is_kept(KB_SPAN_LITERAL("cat")));
    assert_true(kb_lexeme_is_kept(KB_SPAN_LITERAL("user.exe")));
    assert_false(kb_lexeme_is_kept(KB_SPAN_LITERAL("at")));
    assert_false(kb_lexeme_is_kept(KB_SPAN_LITERAL("win95")));
    assert_false(kb_lexeme_is_kept(KB_SPAN_LITERAL("0x80004005")));
    char key[KB_LEXEME_KEY_BYTES];
    kb_lexeme_key(KB_SPAN_LITERAL("backup"), key);
    assert_string_equal(key, "lexemes/ba");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_write_must_give_these_bytes),
    cmocka_unit_test(test_next_must_take_these_bytes),
    cmocka_unit_test(test_next_must_refuse_damage),
    cmocka_unit_test(test_kept_must_leave_out_numbers_and_short_words),
};

KB_TEST_MAIN(tests)
