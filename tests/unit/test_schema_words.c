/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "base/mem.h"
#include "schema/words.h"
#include "text/vocabulary.h"

#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define OK(call) assert_int_equal((call), KB_OK)

static struct kb_error err = KB_ERROR_INIT;
static struct kb_analyzer *analyzer;
static struct kb_words_writer writer;
static struct kb_buf record = KB_BUF_INIT(1 << 20);
static struct kb_words words;

/* The anchors of the record. */
static struct kb_span
anchors(void)
{
    struct kb_words_cursor c;
    OK(kb_words_begin(kb_buf_span(&record), &c, &err));
    return c.anchors;
}

static int
set_up(void **state)
{
    (void)state;
    kb_words_writer_init(&writer);
    return kb_analyzer_new(false, &analyzer, &err) == KB_OK ? 0 : -1;
}

static int
tear_down(void **state)
{
    (void)state;
    kb_mem_fail_at(0);
    kb_analyzer_free(analyzer);
    kb_words_writer_clear(&writer);
    kb_buf_clear(&record);
    kb_words_clear(&words);
    return 0;
}

static enum kb_status
write_part(enum kb_section_kind kind, const char *text)
{
    struct kb_tokens tokens = {NULL, 0, 0, 0};
    enum kb_status st = kb_analyze(analyzer, kb_span_cstr(text), &tokens, &err);
    if (st == KB_OK)
        st = kb_words_write(&writer, kind, &tokens, &err);
    kb_tokens_clear(&tokens);
    return st;
}

static uint16_t
code_of(const char *word)
{
    const struct kb_word *found;
    OK(kb_lexicon_find(kb_analyzer_lexicon_borrow(analyzer), kb_span_cstr(word), &found,
                       &err));
    return found->code;
}

/* The record as bytes. The two hashed words stand as XXH3 has them. */
static void
test_write_must_give_the_bytes_of_the_format(void **state)
{
    (void)state;
    uint16_t back = code_of("back");
    uint16_t backup = code_of("backup");
    unsigned the = kb_vocabulary_stop_number(KB_SPAN_LITERAL("the"));
    OK(write_part(KB_SECTION_TITLE, "The back"));
    OK(write_part(KB_SECTION_CAUSE, "back up"));
    OK(kb_words_finish(&writer, &record, &err));
    uint16_t up = code_of("up");
    const unsigned char wanted[] = {14,
                                    0x00,
                                    KB_SECTION_TITLE,
                                    (unsigned char)the,
                                    (unsigned char)(back >> 8),
                                    (unsigned char)back,
                                    0x00,
                                    KB_SECTION_CAUSE,
                                    (unsigned char)(back >> 8),
                                    (unsigned char)back,
                                    0x7f,
                                    (unsigned char)(backup >> 8),
                                    (unsigned char)backup,
                                    (unsigned char)(up >> 8),
                                    (unsigned char)up};
    assert_int_equal(record.n_bytes, sizeof(wanted));
    assert_memory_equal(record.data, wanted, sizeof(wanted));
}

static void
test_read_must_give_back_what_was_written(void **state)
{
    (void)state;
    static const struct {
        const char *word; /* NULL: none that has a token */
        uint32_t position;
        enum kb_section_kind kind;
        bool is_added;
    } wanted[] = {
        {"the", 0, KB_SECTION_TITLE, false},
        {"ntfs.sys", 1, KB_SECTION_TITLE, false},
        {"ntfs", 1, KB_SECTION_TITLE, true},
        {"sys", 1, KB_SECTION_TITLE, true},
        {NULL, 2, KB_SECTION_TITLE, false},
        {"is", 3, KB_SECTION_TITLE, false},
        {"back", 4 + KB_WORDS_PART_GAP, KB_SECTION_CAUSE, false},
        {"backup", 4 + KB_WORDS_PART_GAP, KB_SECTION_CAUSE, true},
        {"up", 5 + KB_WORDS_PART_GAP, KB_SECTION_CAUSE, false},
    };
    OK(write_part(
        KB_SECTION_TITLE,
        "The ntfs.sys "
        "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg"
        " is"));
    OK(write_part(KB_SECTION_CAUSE, "back up"));
    OK(kb_words_finish(&writer, &record, &err));
    OK(kb_words_read(kb_buf_span(&record), &words, &err));
    assert_int_equal(words.n, COUNT(wanted));
    for (size_t i = 0; i < COUNT(wanted); i++) {
        const struct kb_place *place = &words.places[i];
        assert_int_equal(place->code,
                         wanted[i].word == NULL ? 0 : code_of(wanted[i].word));
        assert_int_equal(place->position, wanted[i].position);
        assert_int_equal(place->kind, wanted[i].kind);
        assert_int_equal(place->is_added, wanted[i].is_added);
    }
    assert_int_equal(words.n_parts, 2);
    assert_int_equal(words.parts[0].n_words, 4);
    assert_int_equal(words.parts[1].n_words, 2);
    assert_int_equal(words.parts[1].first_place, 6);
    assert_int_equal(words.parts[1].first_position, 4 + KB_WORDS_PART_GAP);
}

/* Codes tell words of one term from each other, and hide that to who asks for the term.
 */
static void
test_codes_must_share_their_term(void **state)
{
    (void)state;
    assert_int_not_equal(code_of("hang"), code_of("hangs"));
    assert_int_equal(kb_code_of_term(code_of("hang")),
                     kb_code_of_term(code_of("hangs")));
    assert_int_not_equal(kb_code_of_term(code_of("hang")),
                         kb_code_of_term(code_of("tape")));
    assert_int_equal(kb_code_of_term(code_of("the")), code_of("the"));
    assert_int_not_equal(code_of("the"), code_of("their"));
}

/* Every word of a text is found from the anchor before it. */
static void
test_anchor_must_name_where_words_begin(void **state)
{
    (void)state;
    struct kb_buf text = KB_BUF_INIT(10000);
    for (int i = 0; i < 100; i++)
        OK(kb_buf_printf(&text, &err, "%sword%d ", i == 35 ? "\n\n  " : "", i));
    OK(write_part(KB_SECTION_TITLE, "one two three"));
    OK(write_part(KB_SECTION_CAUSE, text.data));
    OK(write_part(KB_SECTION_STATUS, text.data));
    OK(kb_words_finish(&writer, &record, &err));
    OK(kb_words_read(kb_buf_span(&record), &words, &err));
    for (size_t part = 1; part < 3; part++) {
        for (uint32_t i = 0; i < 100; i++) {
            char wanted[20];
            uint32_t word = i;
            uint32_t begin = 0;
            OK(kb_words_anchor(words.parts, anchors(), part, &word, &begin, &err));
            assert_int_equal(word, i / KB_WORDS_ANCHOR_EVERY * KB_WORDS_ANCHOR_EVERY);
            snprintf(wanted, sizeof(wanted), "word%u ", word);
            assert_memory_equal(text.data + begin, wanted, strlen(wanted));
        }
    }
    uint32_t word = 2;
    uint32_t begin = 7;
    OK(kb_words_anchor(words.parts, anchors(), 0, &word, &begin, &err));
    assert_int_equal(word, 0);
    assert_int_equal(begin, 0);
    kb_buf_clear(&text);
}

/* Where a word without a token stands at an anchor's place, the one before serves. */
static void
test_anchor_must_pass_over_words_without_token(void **state)
{
    (void)state;
    struct kb_buf text = KB_BUF_INIT(10000);
    for (int i = 0; i < 34; i++)
        OK(kb_buf_printf(&text, &err, "%0*d ", i == 32 || i == 33 ? 80 : 5, i));
    OK(write_part(KB_SECTION_CAUSE, text.data));
    OK(write_part(KB_SECTION_STATUS, text.data));
    OK(kb_words_finish(&writer, &record, &err));
    OK(kb_words_read(kb_buf_span(&record), &words, &err));
    for (size_t part = 0; part < 2; part++) {
        uint32_t word = 33;
        uint32_t begin = 0;
        OK(kb_words_anchor(words.parts, anchors(), part, &word, &begin, &err));
        assert_int_equal(word, 16);
        assert_int_equal(begin, 16 * 6);
    }
    kb_buf_clear(&text);
}

static void
test_read_must_refuse_damage(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
    } cases[] = {
        {"", 0},                         /* nothing */
        {"\x05\x00\x01\x80\x80", 5},     /* longer than it is */
        {"\xff\xff\xff\xff\xff\xff", 6}, /* a number without end */
        {"\x01\x05", 2},                 /* a word before any part */
        {"\x01\x00", 2},                 /* a part without a kind */
        {"\x02\x00\x60", 3},             /* no such kind */
        {"\x03\x00\x01\x80", 4},         /* half a word */
        {"\x04\x00\x01\x7f\x05", 5},     /* added to nothing */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum kb_status st =
            kb_words_read(kb_span_at(cases[i].bytes, cases[i].n), &words, &err);
        if (st != KB_E_CORRUPT)
            fail_msg("case %zu: status %d", i, (int)st);
    }
}

static void
test_anchor_must_refuse_damage(void **state)
{
    (void)state;
    OK(write_part(KB_SECTION_CAUSE,
                  "a b c d e f g h i j k l m n o p q r s t u v w x y z"));
    OK(kb_words_finish(&writer, &record, &err));
    OK(kb_words_read(kb_buf_span(&record), &words, &err));
    record.n_bytes--;
    uint32_t word = 20;
    uint32_t begin;
    assert_int_equal(kb_words_anchor(words.parts, anchors(), 0, &word, &begin, &err),
                     KB_E_CORRUPT);
}

static void
test_failures_of_memory_must_be_told(void **state)
{
    (void)state;
    OK(write_part(KB_SECTION_CAUSE, "back up the server"));
    for (size_t n = 1;; n++) {
        kb_words_writer_clear(&writer);
        kb_words_writer_init(&writer);
        kb_words_clear(&words);
        kb_buf_clear(&record);
        kb_mem_fail_at(n);
        enum kb_status st = write_part(KB_SECTION_CAUSE, "back up the server");
        if (st == KB_OK)
            st = kb_words_finish(&writer, &record, &err);
        if (st == KB_OK)
            st = kb_words_read(kb_buf_span(&record), &words, &err);
        kb_mem_fail_at(0);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 50);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_write_must_give_the_bytes_of_the_format),
    TEST(test_read_must_give_back_what_was_written),
    TEST(test_codes_must_share_their_term),
    TEST(test_anchor_must_name_where_words_begin),
    TEST(test_anchor_must_pass_over_words_without_token),
    TEST(test_read_must_refuse_damage),
    TEST(test_anchor_must_refuse_damage),
    TEST(test_failures_of_memory_must_be_told),
};

KB_TEST_MAIN(tests)
