/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A passage is written here as it is shown: "SECTION: ...text with [marks]...", dots
 * where the section goes on. */
#include "support/words.h"

#include "base/limits.h"
#include "schema/stored.h"
#include "search/snippet.h"
#include "text/encode.h"

enum {
    MAX_PARTS = 3
};

struct article {
    struct part parts[MAX_PARTS]; /* up to the first without text */
};

static struct kb_snippeter *snippeter;

static int
open_all(void **state)
{
    if (open_words(state) != 0)
        return -1;
    OK(kb_snippeter_new(analyzer, &snippeter, &err));
    return 0;
}

static int
close_all(void **state)
{
    kb_mem_fail_at(0);
    kb_snippeter_free(snippeter);
    kb_snippeter_free(NULL);
    return close_words(state);
}

static void
write_body(const struct article *from, struct kb_buf *out)
{
    struct kb_section sections[MAX_PARTS];
    struct kb_article article;
    kb_article_init(&article);
    for (size_t i = 0; i < MAX_PARTS && from->parts[i].text != NULL; i++)
        sections[article.n_sections++] = (struct kb_section){
            from->parts[i].kind, {NULL, 0}, kb_span_cstr(from->parts[i].text)};
    article.sections = sections;
    kb_buf_reset(out);
    OK(kb_stored_body_write(&article, out, &err));
    article.sections = NULL;
    article.n_sections = 0;
    kb_article_clear(&article);
}

/* "rare" is worth 5. */
static void
ask(const char *query)
{
    ask_worth(query, 5);
}

/* Look at the words of an article in order. */
static void
see(const struct article *article)
{
    static struct kb_buf record = KB_BUF_INIT(RECORD_MAX_BYTES);
    OK(write_record(article->parts, MAX_PARTS, &record));
    OK(kb_look_at(&look, kb_buf_span(&record), KB_LOOK_UNKNOWN, &err));
}

static bool
is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* What holds of every passage. */
static void
check(const struct kb_passage *p)
{
    struct kb_span text = kb_buf_span(&p->text);
    uint32_t last = 0;
    assert_true(kb_encode_is_utf8(text));
    for (size_t i = 0; i < text.n_bytes; i++)
        assert_true(strchr("\t\r\n", text.data[i]) == NULL);
    for (size_t i = 0; i < p->n_marks; i++) {
        const struct kb_mark *m = &p->marks[i];
        assert_true(m->begin < m->end && m->end <= text.n_bytes);
        assert_true(i == 0 || m->begin >= last);
        assert_true(is_word_byte(text.data[m->begin]) || text.data[m->begin] == '.');
        assert_true(is_word_byte(text.data[m->end - 1]) ||
                    strchr("+#", text.data[m->end - 1]) != NULL);
        last = m->end;
    }
}

static void
describe(const struct kb_passage *p, struct kb_buf *out)
{
    size_t mark = 0;
    kb_buf_reset(out);
    OK(kb_buf_printf(out, &err, "%s: %s", p->section, p->is_cut_before ? "..." : ""));
    for (size_t i = 0; i <= p->text.n_bytes; i++) {
        if (mark < p->n_marks && p->marks[mark].end == i) {
            OK(kb_buf_append_byte(out, ']', &err));
            mark++;
        }
        if (mark < p->n_marks && p->marks[mark].begin == i)
            OK(kb_buf_append_byte(out, '[', &err));
        if (i < p->text.n_bytes)
            OK(kb_buf_append_byte(out, p->text.data[i], &err));
    }
    OK(kb_buf_printf(out, &err, "%s", p->is_cut_after ? "..." : ""));
}

static void
clear(struct kb_passage *passage)
{
    kb_buf_clear(&passage->text);
    kb_mem_free(passage->marks);
    *passage = (struct kb_passage){.section = ""};
}

#define TEN "one two three four five six seven eight nine ten "
#define LONG_RUN                                                                       \
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define HAN "\xe6\xbc\xa2\xe5\xad\x97"
#define HAN_RUN HAN HAN HAN HAN HAN HAN HAN HAN HAN HAN HAN HAN HAN HAN HAN HAN

static const struct {
    const char *query;
    struct article article;
    size_t max_bytes;
    const char *wanted;
} cases[] = {
    /* short texts are shown whole */
    {"backup",
     {{{KB_SECTION_SYMPTOMS, "The backup hangs."}}},
     80,
     "SYMPTOMS: The [backup] hangs."},
    {"backup hangs",
     {{{KB_SECTION_SYMPTOMS, "backup always hangs"}}},
     80,
     "SYMPTOMS: [backup] always [hangs]"},
    {"hanging",
     {{{KB_SECTION_BODY, "Backup\n   hangs\tnow"}}},
     80,
     ": Backup [hangs] now"},
    /* without a match the article begins */
    {"nothing",
     {{{KB_SECTION_CAUSE, "First words."}, {KB_SECTION_STATUS, "Other words."}}},
     80,
     "CAUSE: First words."},
    {"nothing",
     {{{KB_SECTION_CAUSE, TEN TEN}}},
     40,
     "CAUSE: one two three four five six seven eight..."},
    /* the best section, the first of equal ones */
    {"backup hangs",
     {{{KB_SECTION_CAUSE, "backup"},
       {KB_SECTION_STATUS, "it hangs the backup"},
       {KB_SECTION_SUMMARY, "backup hangs"}}},
     80,
     "STATUS: it [hangs] the [backup]"},
    {"backup rare",
     {{{KB_SECTION_CAUSE, "backup backup backup"}, {KB_SECTION_STATUS, "rare"}}},
     80,
     "STATUS: [rare]"},
    {"backup",
     {{{KB_SECTION_APPLIES_TO, "Backup 1.0"}}},
     80,
     "APPLIES TO: [Backup] 1.0"},
    /* the best window of a long section */
    {"rare backup",
     {{{KB_SECTION_BODY, "backup " TEN TEN TEN "rare backup " TEN TEN}}},
     60,
     ": ...eight nine ten [rare] [backup] one two three four five six seven..."},
    {"backup",
     {{{KB_SECTION_BODY, "backup " TEN TEN}}},
     40,
     ": [backup] one two three four five six seven..."},
    {"backup", {{{KB_SECTION_BODY, TEN TEN "backup"}}}, 40, ": ...nine ten [backup]"},
    {"backup restore",
     {{{KB_SECTION_BODY, "backup one two restore"}}},
     40,
     ": [backup] one two [restore]"},
    /* marks of compounds cover them whole and never overlap */
    {"back-up",
     {{{KB_SECTION_BODY, "to back up, to back-up"}}},
     80,
     ": to [back up], to [back-up]"},
    {"ntfs", {{{KB_SECTION_BODY, "in ntfs.sys."}}}, 80, ": in [ntfs.sys]."},
    {"nt4 server",
     {{{KB_SECTION_BODY, "Windows NT Server 4.0"}}},
     80,
     ": Windows [NT Server 4.0]"},
    {"c++", {{{KB_SECTION_BODY, "in C++ and C."}}}, 80, ": in [C++] and [C]."},
    {".net", {{{KB_SECTION_BODY, "in .NET, not net"}}}, 80, ": in [.NET], not [net]"},
    {"sp4", {{{KB_SECTION_BODY, "Service\nPack   4"}}}, 80, ": [Service Pack 4]"},
    {"backup",
     {{{KB_SECTION_BODY, "(backup)(backup) backup"}}},
     80,
     ": ([backup])([backup]) [backup]"},
    /* what is not ASCII */
    {"resume",
     {{{KB_SECTION_BODY, "le r\xc3\xa9sum\xc3\xa9 \xe2\x80\x94 fin"}}},
     80,
     ": le [r\xc3\xa9sum\xc3\xa9] \xe2\x80\x94 fin"},
    /* runs without spaces */
    {"nothing",
     {{{KB_SECTION_BODY, LONG_RUN}}},
     40,
     ": xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..."},
    {"nothing",
     {{{KB_SECTION_BODY, HAN_RUN}}},
     40,
     ": " HAN HAN HAN HAN HAN HAN "\xe6\xbc\xa2..."},
    {"backup",
     {{{KB_SECTION_BODY, LONG_RUN "/backup/" LONG_RUN}}},
     40,
     ": ...[backup]..."},
    {"backup",
     {{{KB_SECTION_BODY, TEN "/usr/share/backup/" LONG_RUN}}},
     40,
     ": .../usr/share/[backup]..."},
};

static void
test_snippet_must_show_the_best_passage(void **state)
{
    (void)state;
    struct kb_buf body = KB_BUF_INIT(10000);
    struct kb_buf got = KB_BUF_INIT(10000);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_passage passage = {.section = ""};
        ask(cases[i].query);
        write_body(&cases[i].article, &body);
        see(&cases[i].article);
        OK(kb_snippet(snippeter, &look, kb_buf_span(&body), cases[i].max_bytes,
                      &passage, &err));
        check(&passage);
        describe(&passage, &got);
        assert_string_equal(kb_buf_cstr(&got), cases[i].wanted);
        clear(&passage);
    }
    kb_buf_clear(&got);
    kb_buf_clear(&body);
}

/* The title's words are no passage, and do not shift the body's parts. */
static void
test_snippet_must_not_come_from_the_title(void **state)
{
    (void)state;
    static const struct article whole = {{{KB_SECTION_TITLE, "backup rare"},
                                          {KB_SECTION_CAUSE, "none"},
                                          {KB_SECTION_STATUS, "the backup"}}};
    static const struct article without = {
        {{KB_SECTION_CAUSE, "none"}, {KB_SECTION_STATUS, "the backup"}}};
    struct kb_buf body = KB_BUF_INIT(1000);
    struct kb_buf got = KB_BUF_INIT(1000);
    struct kb_passage passage = {.section = ""};
    ask("backup rare");
    write_body(&without, &body);
    see(&whole);
    OK(kb_snippet(snippeter, &look, kb_buf_span(&body), 80, &passage, &err));
    describe(&passage, &got);
    assert_string_equal(kb_buf_cstr(&got), "STATUS: the [backup]");
    clear(&passage);
    /* an article with nothing but a title */
    OK(kb_snippet(snippeter, &look, kb_span_at(NULL, 0), 80, &passage, &err));
    assert_int_equal(passage.text.n_bytes, 0);
    assert_int_equal(passage.n_marks, 0);
    clear(&passage);
    kb_buf_clear(&body);
    kb_buf_clear(&got);
}

/* What the words in order say may be wrong, as codes are hashes: the text decides. */
static void
test_snippet_must_believe_the_text(void **state)
{
    (void)state;
    static const struct article said = {
        {{KB_SECTION_CAUSE, "backup"}, {KB_SECTION_STATUS, "nothing"}}};
    static const struct article is = {
        {{KB_SECTION_CAUSE, "tape"}, {KB_SECTION_STATUS, "a backup"}}};
    static const struct article other = {
        {{KB_SECTION_CAUSE, "tape"}, {KB_SECTION_STATUS, "disk"}}};
    struct kb_buf body = KB_BUF_INIT(1000);
    struct kb_buf got = KB_BUF_INIT(1000);
    struct kb_passage passage = {.section = ""};
    ask("backup");
    see(&said);
    write_body(&is, &body);
    OK(kb_snippet(snippeter, &look, kb_buf_span(&body), 80, &passage, &err));
    describe(&passage, &got);
    assert_string_equal(kb_buf_cstr(&got), "STATUS: a [backup]");
    clear(&passage);
    write_body(&other, &body);
    OK(kb_snippet(snippeter, &look, kb_buf_span(&body), 80, &passage, &err));
    describe(&passage, &got);
    assert_string_equal(kb_buf_cstr(&got), "CAUSE: tape");
    clear(&passage);
    kb_buf_clear(&body);
    kb_buf_clear(&got);
}

/* Any text, any width: the passage is sound. */
static void
test_snippet_must_be_sound_on_any_text(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "backup", "back up", "rare",        "one",    " ",      " ", "\n",
        "  ",     "-",       "/",           "nt",     "4.0",    HAN, ".",
        "c++",    "\t",      "caf\xc3\xa9", LONG_RUN, "windows"};
    struct kb_buf text = KB_BUF_INIT(10000);
    struct kb_buf body = KB_BUF_INIT(10000);
    uint32_t seed = 3;
    ask("rare back-up nt 4.0 c++ " HAN);
    for (size_t round = 0; round < 2000; round++) {
        struct kb_passage passage = {.section = ""};
        kb_buf_reset(&text);
        for (size_t i = 0; i < 1 + round % 100; i++) {
            seed = seed * 1664525u + 1013904223u;
            const char *piece = pieces[(seed >> 12) % COUNT(pieces)];
            OK(kb_buf_append(&text, kb_span_cstr(piece), &err));
        }
        struct article article = {{{KB_SECTION_BODY, text.data}}};
        write_body(&article, &body);
        see(&article);
        OK(kb_snippet(snippeter, &look, kb_buf_span(&body), 40 + round % 100, &passage,
                      &err));
        check(&passage);
        clear(&passage);
    }
    kb_buf_clear(&text);
    kb_buf_clear(&body);
}

static void
test_snippet_must_refuse_a_damaged_body(void **state)
{
    (void)state;
    struct kb_buf body = KB_BUF_INIT(1000);
    struct article article = {{{KB_SECTION_CAUSE, "one"}, {KB_SECTION_STATUS, "two"}}};
    ask("two");
    write_body(&article, &body);
    see(&article);
    for (size_t n = 1; n < body.n_bytes; n++) {
        struct kb_passage passage = {.section = ""};
        if (n != 8) /* the end of the first part */
            FAILS(KB_E_CORRUPT, kb_snippet(snippeter, &look, kb_span_at(body.data, n),
                                           80, &passage, &err));
        clear(&passage);
    }
    kb_buf_clear(&body);
}

static void
test_snippet_must_fail_without_memory(void **state)
{
    (void)state;
    struct kb_buf body = KB_BUF_INIT(1000);
    struct article article = {
        {{KB_SECTION_CAUSE, TEN "the backup hangs"}, {KB_SECTION_STATUS, TEN TEN}}};
    ask("backup hangs");
    write_body(&article, &body);
    see(&article);
    for (size_t n = 1;; n++) {
        struct kb_passage passage = {.section = ""};
        struct kb_snippeter *s = NULL;
        kb_mem_fail_at(n);
        enum kb_status st = kb_snippeter_new(analyzer, &s, &err);
        if (st == KB_OK)
            st = kb_snippet(s, &look, kb_buf_span(&body), 60, &passage, &err);
        kb_mem_fail_at(0);
        clear(&passage);
        kb_snippeter_free(s);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 100);
    }
    kb_buf_clear(&body);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_all, close_all)

static const struct CMUnitTest tests[] = {
    TEST(test_snippet_must_show_the_best_passage),
    TEST(test_snippet_must_not_come_from_the_title),
    TEST(test_snippet_must_believe_the_text),
    TEST(test_snippet_must_be_sound_on_any_text),
    TEST(test_snippet_must_refuse_a_damaged_body),
    TEST(test_snippet_must_fail_without_memory),
};

KB_TEST_MAIN(tests)
