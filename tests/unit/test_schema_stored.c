/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stored records as bytes: these are the format's description. A change here is a
 * change of KB_SCHEMA_VERSION. */
#include "support/scratch.h"

#include "base/limits.h"
#include "schema/stored.h"

static const char golden_head[] = "id=Q260695\n"
                                  "title=XADM: A = B\n"
                                  "product=Microsoft Exchange\n"
                                  "modified=20001111\n"
                                  "cites=191014,5\n";

#define DETAILS                                                                        \
    "versions=winnt:5.5 SP3\n"                                                         \
    "keywords=kbbug kbfix\n"                                                           \
    "headings=INTRODUCTION\tMORE  ABOUT IT\n"

/* length as 4 bytes little endian, details; kind, length, text */
#define BODY                                                                           \
    "\x01\x04\x00\x00\x00"                                                             \
    "hang"                                                                             \
    "\x00\x01\x00\x00\x00"                                                             \
    "\n"                                                                               \
    "\x09\x01\x00\x00\x00"                                                             \
    "a"                                                                                \
    "\x09\x01\x00\x00\x00"                                                             \
    "b"                                                                                \
    "\x0a\x05\x00\x00\x00"                                                             \
    "Exch "                                                                            \
    "\x0a\x02\x00\x00\x00"                                                             \
    "NT"                                                                               \
    "\x0b\x06\x00\x00\x00"                                                             \
    "lockup"

static const char golden_record[] = "\x51\x00\x00\x00" DETAILS BODY;
static const char golden_body[] = BODY;

static struct kb_section sections[] = {
    {KB_SECTION_SYMPTOMS, {"SYMPTOMS", 8}, {"hang", 4}},
    {KB_SECTION_CAUSE, {"CAUSE", 5}, {"", 0}}, /* empty: not kept */
    {KB_SECTION_BODY, {"", 0}, {"\n", 1}},
    {KB_SECTION_OTHER, {"INTRODUCTION", 12}, {"a", 1}},
    {KB_SECTION_OTHER, {"CONTENTS", 8}, {"", 0}},
    {KB_SECTION_OTHER, {"MORE\t\nABOUT IT", 14}, {"b", 1}},
};
static struct kb_span applies[] = {{"Exch ", 5}, {"NT", 2}};
static uint32_t references[] = {191014, 5};
static const struct kb_article sample = {
    .id = 260695,
    .modified = 20001111,
    .title = {"XADM: A = B", 11},
    .products = {"Microsoft Exchange", 18},
    .versions = {"winnt:5.5 SP3", 13},
    .keywords = {"kbbug kbfix", 11},
    .query_words = {"lockup", 6},
    .sections = sections,
    .n_sections = COUNT(sections),
    .applies_to = {applies, COUNT(applies), COUNT(applies)},
    .references = references,
    .n_references = COUNT(references),
};

static void
test_head_write_must_give_these_bytes(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(1000);
    OK(kb_stored_head_write(&sample, &out, &err));
    assert_string_equal(out.data, golden_head);
    kb_buf_reset(&out);
    struct kb_article other = {.id = 1, .title = {"two\r\nlines", 10}};
    OK(kb_stored_head_write(&other, &out, &err));
    assert_string_equal(out.data, "id=Q1\ntitle=two  lines\nproduct=\n");
    kb_buf_clear(&out);
    for (size_t max = 0; max < sizeof(golden_head) - 1; max += 5) {
        struct kb_buf small = KB_BUF_INIT(max);
        FAILS(KB_E_LIMIT, kb_stored_head_write(&sample, &small, &err));
        kb_buf_clear(&small);
    }
}

static void
test_head_read_must_take_these_bytes(void **state)
{
    (void)state;
    struct kb_stored_head head;
    OK(kb_stored_head_read(KB_SPAN_LITERAL(golden_head), &head, &err));
    assert_int_equal(head.id, 260695);
    assert_int_equal(head.modified, 20001111);
    SPAN_IS("XADM: A = B", head.title);
    SPAN_IS("Microsoft Exchange", head.product);
    SPAN_IS("191014,5", head.cites);
    OK(kb_stored_head_read(KB_SPAN_LITERAL("later=x\nid=Q7"), &head, &err));
    assert_int_equal(head.id, 7);
    assert_int_equal(head.modified, 0);
    SPAN_IS("", head.title);
}

static void
test_head_read_must_refuse_damage(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        "\n",
        "title=x\n",
        "id=\n",
        "id=Q\n",
        "id=260695\n",
        "id=Q26069x\n",
        "id=Q-1\n",
        "id=Q0\n",
        "id=Q123456789\n",
        "id=Q1\nno line\n",
        "id=Q1\n\n",
        "id=Q1\nmodified=\n",
        "id=Q1\nmodified=2000111x\n",
        "id=Q1\nmodified=200011110\n",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_stored_head head = {.id = 77};
        enum kb_status st = kb_stored_head_read(kb_span_cstr(cases[i]), &head, &err);
        if (st != KB_E_CORRUPT)
            fail_msg("'%s': %s", cases[i], kb_status_name(st));
        assert_int_equal(head.id, 77);
    }
}

static void
test_record_must_be_these_bytes(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(1000);
    struct kb_stored_record record;
    OK(kb_stored_record_write(&sample, &out, &err));
    assert_int_equal(out.n_bytes, sizeof(golden_record) - 1);
    assert_memory_equal(out.data, golden_record, out.n_bytes);
    OK(kb_stored_record_read(kb_buf_span(&out), &record, &err));
    SPAN_IS("winnt:5.5 SP3", record.versions);
    SPAN_IS("", record.systems);
    SPAN_IS("kbbug kbfix", record.keywords);
    SPAN_IS("INTRODUCTION\tMORE  ABOUT IT", record.headings);
    assert_int_equal(record.body.n_bytes, sizeof(golden_body) - 1);
    assert_memory_equal(record.body.data, golden_body, record.body.n_bytes);
    struct kb_article empty = {.id = 1};
    kb_buf_clear(&out);
    OK(kb_stored_record_write(&empty, &out, &err));
    OK(kb_stored_record_read(kb_buf_span(&out), &record, &err));
    assert_int_equal(record.body.n_bytes, 0);
    kb_buf_clear(&out);
    for (size_t max = 0; max < sizeof(golden_record) - 1; max++) {
        struct kb_buf small = KB_BUF_INIT(max);
        FAILS(KB_E_LIMIT, kb_stored_record_write(&sample, &small, &err));
        kb_buf_clear(&small);
    }
}

static void
test_record_read_must_refuse_damage(void **state)
{
    (void)state;
    struct kb_stored_record record;
    for (size_t n = 0; n < 4 + sizeof(DETAILS) - 1; n++)
        FAILS(KB_E_CORRUPT,
              kb_stored_record_read(kb_span_at(golden_record, n), &record, &err));
    FAILS(KB_E_CORRUPT, kb_stored_record_read(
                            KB_SPAN_LITERAL("\x07\x00\x00\x00no line"), &record, &err));
    FAILS(KB_E_CORRUPT, kb_stored_record_read(KB_SPAN_LITERAL("\xff\xff\xff\xff"
                                                              "a=b"),
                                              &record, &err));
    OK(kb_stored_record_read(KB_SPAN_LITERAL("\x07\x00\x00\x00later=x"), &record,
                             &err));
    SPAN_IS("", record.versions);
}

static void
test_body_key_must_sort_by_number(void **state)
{
    (void)state;
    char key[KB_STORED_KEY_BYTES];
    kb_stored_body_key(260695, key);
    assert_string_equal(key, "body/0260695");
    kb_stored_body_key(1, key);
    assert_string_equal(key, "body/0000001");
    kb_stored_body_key(KB_ARTICLE_MAX_ID, key);
    assert_string_equal(key, "body/9999999");
    kb_stored_body_key(UINT32_MAX, key); /* no article: no overrun either */
    assert_string_equal(key, "body/4294967295");
}

static void
test_body_write_must_give_these_bytes(void **state)
{
    (void)state;
    struct kb_buf out = KB_BUF_INIT(1000);
    OK(kb_stored_body_write(&sample, &out, &err));
    assert_int_equal(out.n_bytes, sizeof(golden_body) - 1);
    assert_memory_equal(out.data, golden_body, out.n_bytes);
    kb_buf_clear(&out);
    struct kb_article empty = {.id = 1};
    OK(kb_stored_body_write(&empty, &out, &err));
    assert_int_equal(out.n_bytes, 0);
    for (size_t max = 0; max < sizeof(golden_body) - 1; max++) {
        struct kb_buf small = KB_BUF_INIT(max);
        FAILS(KB_E_LIMIT, kb_stored_body_write(&sample, &small, &err));
        kb_buf_clear(&small);
    }
    kb_buf_clear(&out);
}

static void
test_body_next_must_take_these_bytes(void **state)
{
    (void)state;
    static const struct {
        enum kb_section_kind kind;
        const char *text;
    } wanted[] = {
        {KB_SECTION_SYMPTOMS, "hang"},
        {KB_SECTION_BODY, "\n"},
        {KB_SECTION_OTHER, "a"},
        {KB_SECTION_OTHER, "b"},
        {KB_SECTION_APPLIES_TO, "Exch "},
        {KB_SECTION_APPLIES_TO, "NT"},
        {KB_SECTION_QUERY_WORDS, "lockup"},
    };
    struct kb_span rest = KB_SPAN_LITERAL(golden_body);
    for (size_t i = 0; i < COUNT(wanted); i++) {
        enum kb_section_kind kind;
        struct kb_span text;
        OK(kb_stored_body_next(&rest, &kind, &text, &err));
        assert_int_equal(kind, wanted[i].kind);
        SPAN_IS(wanted[i].text, text);
    }
    assert_int_equal(rest.n_bytes, 0);
}

/* A long part uses all four bytes of its length. */
static void
test_body_must_hold_long_parts(void **state)
{
    (void)state;
    enum {
        N = 0x10203
    };
    char *text = malloc(N);
    struct kb_buf out = KB_BUF_INIT(KB_STORED_MAX_BYTES);
    assert_non_null(text);
    memset(text, 'x', N);
    struct kb_article article = {.id = 1, .query_words = {text, N}};
    OK(kb_stored_body_write(&article, &out, &err));
    assert_memory_equal(out.data, "\x0b\x03\x02\x01\x00", 5);
    struct kb_span rest = kb_buf_span(&out);
    struct kb_span part;
    enum kb_section_kind kind;
    OK(kb_stored_body_next(&rest, &kind, &part, &err));
    assert_int_equal(part.n_bytes, N);
    free(text);
    kb_buf_clear(&out);
}

/* Reads all parts; how many before the end or the failure. */
static enum kb_status
read_parts(struct kb_span rest, size_t *n_bytes)
{
    enum kb_status st = KB_OK;
    *n_bytes = 0;
    while (rest.n_bytes > 0 && st == KB_OK) {
        enum kb_section_kind kind;
        struct kb_span text;
        size_t before = rest.n_bytes;
        st = kb_stored_body_next(&rest, &kind, &text, &err);
        if (st == KB_OK) {
            assert_true(kind < KB_SECTION_COUNT);
            *n_bytes += before - rest.n_bytes;
        } else {
            assert_int_equal(rest.n_bytes, before);
        }
    }
    return st;
}

static void
test_body_next_must_refuse_damage(void **state)
{
    (void)state;
    enum {
        N = sizeof(golden_body) - 1
    };
    static const size_t ends[] = {0, 9, 15, 21, 27, 37, 44, N}; /* of parts */
    size_t n_bytes;
    for (size_t n = 0; n <= N;
         n++) { /* each cut; a copy, so that nothing is behind it */
        bool is_end = false;
        char *cut = malloc(n + 1);
        assert_non_null(cut);
        memcpy(cut, golden_body, n);
        for (size_t i = 0; i < COUNT(ends); i++)
            is_end = is_end || n == ends[i];
        assert_int_equal(read_parts(kb_span_at(cut, n), &n_bytes),
                         is_end ? KB_OK : KB_E_CORRUPT);
        free(cut);
    }
    char bytes[N];
    for (int kind = 0; kind < 256; kind++) {
        memcpy(bytes, golden_body, N);
        bytes[9] = (char)kind;
        assert_int_equal(read_parts(kb_span_at(bytes, N), &n_bytes),
                         kind < KB_SECTION_COUNT ? KB_OK : KB_E_CORRUPT);
    }
    for (size_t i = 1; i < 5; i++) { /* a length over the end */
        memcpy(bytes, golden_body, N);
        bytes[37 + 1 + i - 1] = '\xff';
        assert_int_equal(read_parts(kb_span_at(bytes, N), &n_bytes), KB_E_CORRUPT);
    }
    static const char huge[] = "\x00\xff\xff\xff\xff";
    assert_int_equal(read_parts(KB_SPAN_LITERAL(huge), &n_bytes), KB_E_CORRUPT);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_head_write_must_give_these_bytes),
    cmocka_unit_test(test_head_read_must_take_these_bytes),
    cmocka_unit_test(test_head_read_must_refuse_damage),
    cmocka_unit_test(test_record_must_be_these_bytes),
    cmocka_unit_test(test_record_read_must_refuse_damage),
    cmocka_unit_test(test_body_key_must_sort_by_number),
    cmocka_unit_test(test_body_write_must_give_these_bytes),
    cmocka_unit_test(test_body_next_must_take_these_bytes),
    cmocka_unit_test(test_body_must_hold_long_parts),
    cmocka_unit_test(test_body_next_must_refuse_damage),
};

KB_TEST_MAIN(tests)
