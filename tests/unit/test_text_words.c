/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "text/words.h"

/* The segments of a text as "[word][word]". */
static void
split(struct kb_words *words, struct kb_span text, struct kb_buf *out)
{
    struct kb_segments segments = {NULL, 0, 0};
    uint32_t last = 0;
    kb_buf_reset(out);
    OK(kb_words_split(words, text, &segments, &err));
    for (size_t i = 0; i < segments.n; i++) {
        const struct kb_segment *s = &segments.items[i];
        assert_true(last <= s->begin && s->begin < s->end && s->end <= text.n_bytes);
        last = s->end;
        OK(kb_buf_printf(out, &err, "[%.*s]", (int)(s->end - s->begin),
                         text.data + s->begin));
    }
    kb_segments_clear(&segments);
    assert_null(segments.items);
    assert_int_equal(segments.n, 0);
}

static const struct {
    const char *text;
    const char *wanted;
} cases[] = {
    {"", ""},
    {" ", ""},
    {"+-*/", ""},
    {"one", "[one]"},
    {"one two\tthree\nfour\r\nfive", "[one][two][three][four][five]"},
    {"(one)", "[one]"},
    {"don't 'quoted'", "[don't][quoted]"},
    {"users' own", "[users][own]"},
    {"ntfs.sys. End.", "[ntfs.sys][End]"},
    {"a..b", "[a][b]"},
    {"3.10 3,5 1;2 3'4", "[3.10][3,5][1;2][3'4]"},
    {"3. 4", "[3][4]"},
    {"3.a a.3", "[3][a][a][3]"},
    {"4.00a", "[4.00a]"},
    {"0x80004005", "[0x80004005]"},
    {"_chkstk a_b 1_2 _", "[_chkstk][a_b][1_2]"},
    {"___ @ :", ""},
    {"CS:IP user@host.com a:@b", "[CS][IP][user][host.com][a][b]"},
    {"back-up e/mail a&b", "[back][up][e][mail][a][b]"},
    {"C++ C#", "[C][C]"},
    {"a\x01"
     "b\x7f"
     "c",
     "[a][b][c]"},
    /* what is not ASCII */
    {"caf\xc3\xa9s here", "[caf\xc3\xa9s][here]"},
    {"l\xe2\x80\x99"
     "accent",
     "[l\xe2\x80\x99"
     "accent]"},
    {"\xe2\x80\x9cquoted\xe2\x80\x9d", "[quoted]"},
    {"one\xe2\x80\x94two", "[one][two]"},
    {"one\xc2\xa0two", "[one][two]"},
    {"e\xcc\x81t\xc3\xa9", "[e\xcc\x81t\xc3\xa9]"},
    {"\xf0\x9f\x98\x80 smile", "[smile]"},
    {"\xef\xbc\xa1\xef\xbc\xa2", "[\xef\xbc\xa1\xef\xbc\xa2]"},
    {"\xd0\x9c\xd0\xb8\xd1\x80 mir", "[\xd0\x9c\xd0\xb8\xd1\x80][mir]"},
    {"ntfs.sys \xc2\xb7 one.two", "[ntfs.sys][one.two]"},
};

static void
test_split_must_cut_words(void **state)
{
    (void)state;
    struct kb_buf got = KB_BUF_INIT(1000);
    for (int icu_only = 0; icu_only < 2; icu_only++) {
        struct kb_words *words = NULL;
        OK(kb_words_new(icu_only != 0, &words, &err));
        for (size_t i = 0; i < COUNT(cases); i++) {
            split(words, kb_span_cstr(cases[i].text), &got);
            assert_string_equal(kb_buf_cstr(&got), cases[i].wanted);
        }
        kb_words_free(words);
    }
    kb_buf_clear(&got);
}

/* Texts put together by chance from what words are made of. */
static size_t
random_text(uint32_t *seed, const char *const *pieces, size_t n_pieces, char *out,
            size_t max_bytes)
{
    size_t n = 0;
    for (;;) {
        *seed = *seed * 1664525u + 1013904223u;
        const char *piece = pieces[(*seed >> 8) % n_pieces];
        if (n + strlen(piece) > max_bytes || (*seed >> 24) == 0)
            return n;
        memcpy(out + n, piece, strlen(piece));
        n += strlen(piece);
    }
}

static void
same_both_ways(const char *const *pieces, size_t n_pieces, size_t n_texts)
{
    struct kb_words *quick = NULL;
    struct kb_words *slow = NULL;
    struct kb_buf a = KB_BUF_INIT(1000);
    struct kb_buf b = KB_BUF_INIT(1000);
    uint32_t seed = 42;
    OK(kb_words_new(false, &quick, &err));
    OK(kb_words_new(true, &slow, &err));
    for (size_t i = 0; i < n_texts; i++) {
        char text[48];
        size_t n = random_text(&seed, pieces, n_pieces, text, sizeof(text));
        split(quick, kb_span_at(text, n), &a);
        split(slow, kb_span_at(text, n), &b);
        if (!kb_span_equal(kb_buf_span(&a), kb_buf_span(&b)))
            fail_msg("'%.*s': %s, by ICU %s", (int)n, text, kb_buf_cstr(&a),
                     kb_buf_cstr(&b));
    }
    kb_words_free(quick);
    kb_words_free(slow);
    kb_buf_clear(&a);
    kb_buf_clear(&b);
}

static void
test_split_must_cut_ascii_as_icu_does(void **state)
{
    (void)state;
    char bytes[128][2];
    const char *pieces[128];
    for (size_t i = 1; i < 128; i++) {
        bytes[i][0] = (char)i;
        bytes[i][1] = '\0';
        pieces[i - 1] = bytes[i];
    }
    same_both_ways(pieces, 127, 20000);
    static const char *const joining[] = {"a", "B", "7", "0", "_",  ":",  ".",  "'",
                                          ",", ";", "-", " ", "\r", "\n", "\"", "x"};
    same_both_ways(joining, COUNT(joining), 20000);
}

static void
test_split_must_cut_mixed_text_as_icu_does(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",
        "7",
        ".",
        "'",
        ":",
        "_",
        ",",
        "@",
        " ",
        "\n",
        "\r",
        "\t",
        "\xc3\xa9",         /* e with acute */
        "\xcc\x81",         /* combining acute */
        "\xc2\xad",         /* soft hyphen */
        "\xe2\x80\x8d",     /* zero width joiner */
        "\xe2\x80\x99",     /* apostrophe */
        "\xc2\xa0",         /* no-break space */
        "\xc2\xb7",         /* middle dot */
        "\xe6\xbc\xa2",     /* ideograph */
        "\xe3\x82\xab",     /* katakana */
        "\xd7\x90",         /* hebrew */
        "\xd9\xa3",         /* arabic digit */
        "\xf0\x9f\x98\x80", /* emoji */
        "\xe2\x80\xaf",     /* narrow no-break space */
    };
    same_both_ways(pieces, COUNT(pieces), 20000);
}

static void
test_split_must_append(void **state)
{
    (void)state;
    struct kb_words *words = NULL;
    struct kb_segments segments = {NULL, 0, 0};
    OK(kb_words_new(false, &words, &err));
    OK(kb_words_split(words, kb_span_at(NULL, 0), &segments, &err));
    assert_int_equal(segments.n, 0);
    OK(kb_words_split(words, KB_SPAN_LITERAL("one two"), &segments, &err));
    OK(kb_words_split(words, KB_SPAN_LITERAL("  three"), &segments, &err));
    assert_int_equal(segments.n, 3);
    assert_int_equal(segments.items[1].begin, 4);
    assert_int_equal(segments.items[2].begin, 2);
    assert_int_equal(segments.items[2].end, 7);
    kb_segments_clear(&segments);
    kb_words_free(words);
    kb_words_free(NULL);
}

static void
test_split_must_fail_without_memory(void **state)
{
    (void)state;
    for (int icu_only = 0; icu_only < 2; icu_only++) {
        for (size_t n = 1;; n++) {
            struct kb_words *words = NULL;
            struct kb_segments segments = {NULL, 0, 0};
            kb_mem_fail_at(n);
            enum kb_status st = kb_words_new(icu_only != 0, &words, &err);
            for (size_t i = 0; i < 40 && st == KB_OK; i++)
                st = kb_words_split(words, KB_SPAN_LITERAL("one"), &segments, &err);
            kb_mem_fail_at(0);
            kb_segments_clear(&segments);
            kb_words_free(words);
            if (st == KB_OK)
                break;
            assert_int_equal(st, KB_E_NOMEM);
            assert_true(n < 100);
        }
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_split_must_cut_words),
    cmocka_unit_test(test_split_must_cut_ascii_as_icu_does),
    cmocka_unit_test(test_split_must_cut_mixed_text_as_icu_does),
    cmocka_unit_test(test_split_must_append),
    cmocka_unit_test(test_split_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
