/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every variant of the two forms. A body is written once, in the text form's bytes; the
 * tests make both forms of it and want the same article from both. */
#include "support/kb_test.h"

#include "article/parse.h"
#include "base/limits.h"
#include "base/mem.h"
#include "text/encode.h"

#define RULE20 "--------------------"
#define RULE70 "======================================================================"
#define APPLIES "The information in this article applies to:\n"

#define PAGE_FRONT(title, number)                                                      \
    "---\nlayout: page\ntitle: " title "\npermalink: /kb/260/" number "/\n---\n\n"
#define PAGE_HEADER                                                                    \
    "\tArticle: Q260695\n\tProduct(s): Microsoft Exchange\n"                           \
    "\tVersion(s): winnt:5.5 SP3\n\tOperating System(s): winnt\n"                      \
    "\tKeyword(s): exc55sp3\n\tLast Modified: 11-NOV-2000\n\t\n"
#define PAGE_HEAD                                                                      \
    PAGE_FRONT("\"Q260695: Backup Stops\"", "Q260695") "{% raw %}\n\n" PAGE_HEADER
#define TEXT_HEAD                                                                      \
    "DOCUMENT:Q260695  11-NOV-2000  [exchange]\r\nTITLE   :Backup Stops\r\n"           \
    "PRODUCT :Microsoft Exchange\r\nPROD/VER:winnt:5.5 SP3\r\nOPER/SYS:winnt\r\n"      \
    "KEYWORDS:exc55sp3\r\n\r\n" RULE70 "\r\n"
#define NOTICE                                                                         \
    RULE70 "\n\nTHE INFORMATION PROVIDED IN THE MICROSOFT KNOWLEDGE BASE IS\n"         \
           "PROVIDED \"AS IS\".\n\nCopyright Microsoft Corporation 2000.\n"

#define TEST_MAX_BYTES (16 * 1024 * 1024)

static void
put(struct kb_buf *out, const char *text)
{
    assert_int_equal(kb_buf_append(out, kb_span_cstr(text), NULL), KB_OK);
}

/* The body as a page has it: a tab before each line, bytes above 126 as "<A0>". */
static void
put_page_body(struct kb_buf *out, const char *body)
{
    for (const char *p = body; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (p == body || p[-1] == '\n')
            put(out, "\t");
        if (c >= 0x7F)
            assert_int_equal(kb_buf_printf(out, NULL, "<%02X>", c), KB_OK);
        else
            assert_int_equal(kb_buf_append_byte(out, *p, NULL), KB_OK);
    }
    put(out, "\n{% endraw %}\n");
}

static void
put_text_body(struct kb_buf *out, const char *body)
{
    for (const char *p = body; *p != '\0'; p++) {
        if (*p == '\n')
            put(out, "\r");
        assert_int_equal(kb_buf_append_byte(out, *p, NULL), KB_OK);
    }
}

static void
put_list(struct kb_buf *out, const char *mark, struct kb_span text)
{
    if (text.n_bytes > 0)
        assert_int_equal(kb_buf_printf(out, NULL, "%s%.*s\n", mark, KB_SPAN_ARG(text)),
                         KB_OK);
}

/* All that the body gave, in one string. */
static void
describe(const struct kb_article *article, struct kb_buf *out)
{
    for (size_t i = 0; i < article->applies_to.n; i++)
        put_list(out, "* ", article->applies_to.items[i]);
    for (size_t i = 0; i < article->n_sections; i++) {
        const struct kb_section *section = &article->sections[i];
        assert_int_equal(kb_buf_printf(out, NULL, "[%d %.*s]\n", (int)section->kind,
                                       KB_SPAN_ARG(section->heading)),
                         KB_OK);
        put_list(out, "", section->text);
    }
    if (article->query_words.data != NULL)
        assert_int_equal(
            kb_buf_printf(out, NULL, "? %.*s\n", KB_SPAN_ARG(article->query_words)),
            KB_OK);
    for (size_t i = 0; i < article->n_references; i++)
        assert_int_equal(kb_buf_printf(out, NULL, "Q%u\n", article->references[i]),
                         KB_OK);
    put_list(out, "component ", article->component);
    put_list(out, "technology ", article->technology);
    put_list(out, "type ", article->issue_type);
    put_list(out, "solution ", article->solution_type);
}

static void
assert_span(struct kb_span got, const char *wanted)
{
    struct kb_buf text = KB_BUF_INIT(TEST_MAX_BYTES);
    assert_int_equal(kb_buf_append(&text, got, NULL), KB_OK);
    assert_string_equal(kb_buf_cstr(&text), wanted);
    kb_buf_clear(&text);
}

static void
parse_well(struct kb_span bytes, struct kb_article *out)
{
    struct kb_error err = KB_ERROR_INIT;
    uint32_t id = 0;
    enum kb_article_form form;
    if (kb_article_parse(bytes, out, &err) != KB_OK)
        fail_msg("%s", err.msg);
    assert_int_equal(kb_article_peek(bytes, &id, &form, &err), KB_OK);
    assert_int_equal(id, out->id);
    assert_int_equal(form, out->form);
    assert_true(kb_encode_is_utf8(kb_buf_span(&out->text)));
}

/* the body in the text form with LF, and what describe() says of it */
static const char *const body_cases[][2] = {
    {"", ""},
    {"\n \nplain text \n\n   more\t\n\n", "[0 ]\nplain text\n\n   more\n"},
    {"no line end", "[0 ]\nno line end\n"},
    /* sections */
    {"\nSYMPTOMS\n========\n\nIt stops.\n\nCAUSE\n=====\nA bug.\n",
     "[1 SYMPTOMS]\nIt stops.\n[2 CAUSE]\nA bug.\n"},
    {"RESOLUTION\n==========\na\nWORKAROUND\n==========\nb\nSTATUS\n======\nc\n"
     "SUMMARY\n=======\nd\nMORE INFORMATION\n================\ne\n"
     "REFERENCES\n==========\nf\n",
     "[3 RESOLUTION]\na\n[4 WORKAROUND]\nb\n[5 STATUS]\nc\n[6 SUMMARY]\nd\n"
     "[7 MORE INFORMATION]\ne\n[8 REFERENCES]\nf\n"},
    {"SYMPTOM\n=======\na\nSYMPTONS\n========\nb\nINTRODUCTION\n============\nc\n"
     "CONTENTS\n========\nd\n",
     "[1 SYMPTOM]\na\n[1 SYMPTONS]\nb\n[9 INTRODUCTION]\nc\n[9 CONTENTS]\nd\n"},
    {"before\n\nCAUSE\n=====\n", "[0 ]\nbefore\n[2 CAUSE]\n"},
    {"CAUSE\n=====\na\n\nCAUSE\n=====\nb\n", "[2 CAUSE]\na\n[2 CAUSE]\nb\n"},
    {"CAUSE  \n=======\na\nSTATUS\n====\nb", "[2 CAUSE]\na\n[5 STATUS]\nb\n"},
    /* lines that only look like headings */
    {"CAUSE\n========\na", "[0 ]\nCAUSE\n========\na\n"},
    {"CAUSE\n==\na", "[0 ]\nCAUSE\n==\na\n"},
    {" CAUSE\n=====\na", "[0 ]\n CAUSE\n=====\na\n"},
    {"CAUSE\n-----\na", "[0 ]\nCAUSE\n-----\na\n"},
    {"CAUSE\n=====x\na", "[0 ]\nCAUSE\n=====x\na\n"},
    {"CAUSE\n\n=====\na", "[0 ]\nCAUSE\n\n=====\na\n"},
    {"Cause\n=====\na", "[0 ]\nCause\n=====\na\n"},
    {"CAUSE:\n======\na", "[0 ]\nCAUSE:\n======\na\n"},
    {"SETUP.TXT\n=========\na", "[0 ]\nSETUP.TXT\n=========\na\n"},
    {"CAUSE", "[0 ]\nCAUSE\n"},
    /* the list of products */
    {RULE20 "\n" APPLIES "\n - One, version 1.0 \n - Two, versions 2.0,\n   2.1\n"
            "    - the hardware: x86\n\n - Three\n" RULE20 "\n\nSTATUS\n======\n\nb\n",
     "* One, version 1.0\n* Two, versions 2.0, 2.1\n* the hardware: x86\n* Three\n"
     "[5 STATUS]\nb\n"},
    {RULE20 "\n" APPLIES "\n - \n    - Nested\n - Next\n" RULE20 "\n",
     "* Nested\n* Next\n"},
    {RULE20 "\n" APPLIES "\n" RULE20 "\ntext", "[0 ]\ntext\n"},
    {RULE20 "\n" APPLIES "\nNo bullet\n" RULE20 "\n", "* No bullet\n"},
    {"3.10\nkbprg\n\n" RULE20 "\n" APPLIES " - One\n" RULE20 "\n\ntext\n",
     "* One\n[0 ]\n3.10\nkbprg\n\n\ntext\n"},
    {RULE20 "\n" APPLIES " - One\nno second rule\n",
     "[0 ]\n" RULE20 "\n" APPLIES " - One\nno second rule\n"},
    {APPLIES " - One\n", "[0 ]\n" APPLIES " - One\n"},
    {RULE20 "\n" APPLIES " - One\n" RULE20 "\n" RULE20 "\n" APPLIES " - Two\n" RULE20
            "\n",
     "* One\n[0 ]\n" RULE20 "\n" APPLIES " - Two\n" RULE20 "\n"},
    /* query words */
    {"a\n\nAdditional query words: hang gpf\n", "[0 ]\na\n? hang gpf\n"},
    {"a\n\nAdditional query words:\n\n", "[0 ]\na\n? \n"},
    {"a\n\nAdditional query words:  one two  \nthree\n\n\nb\n",
     "[0 ]\na\n\n\n\nb\n? one two three\n"},
    {"a\nAdditional query word: one\n" RULE70 "\n", "[0 ]\na\n" RULE70 "\n? one\n"},
    {"Additonal query words: a\n\nAdditotional query words: b\n", "? a b\n"},
    {"CAUSE\n=====\na\n\nAdditional query words: x\n\nb\n\nAdditional query words: y\n",
     "[2 CAUSE]\na\n\n\nb\n? x y\n"},
    {"as it comes. Additional query words: x\ny\n\nb",
     "[0 ]\nas it comes.\n\nb\n? x y\n"},
    {"Additional query words: Additional query words: x", "? x\n"},
    {"  Additional query words:", "? \n"},
    {"Type additional query words. Our query words: none.\nAdditional query",
     "[0 ]\nType additional query words. Our query words: none.\nAdditional query\n"},
    /* references */
    {"Q254682 X\n(Q191014), Q254682, Q10022: Q260695 \"Q7654321\" ",
     "[0 ]\nQ254682 X\n(Q191014), Q254682, Q10022: Q260695 \"Q7654321\"\n"
     "Q254682\nQ191014\nQ10022\nQ7654321\n"},
    {"Q1234 Q12345678 KBQ12345 Q12345x Q12345_NT Q012345 Q Q- 5Q12345 q12345",
     "[0 ]\nQ1234 Q12345678 KBQ12345 Q12345x Q12345_NT Q012345 Q Q- 5Q12345 q12345\n"},
    {"CAUSE\n=====\nQ12345\nSTATUS\n======\nQ12346.\n",
     "[2 CAUSE]\nQ12345\n[5 STATUS]\nQ12346.\nQ12345\nQ12346\n"},
    {"Q120138\xA0"
     "Errors",
     "[0 ]\nQ120138\xC2\xA0"
     "Errors\nQ120138\n"},
    /* footer */
    {"a\n\n" RULE70 "\nKeywords          : kb1\nComponent         : Backup\n"
     "Technology        : kbT1 kbT2\nVersion           : 5.5\nHardware          : x86\n"
     "Issue type        : kbbug\nSolution Type     : kbfix\n\n" RULE70 "\n",
     "[0 ]\na\ncomponent Backup\ntechnology kbT1 kbT2\ntype kbbug\nsolution kbfix\n"},
    {"a\n" RULE70 "\nKeywords          :  \nTechnology        : kbT1\n  kbT2\n",
     "[0 ]\na\ntechnology kbT1 kbT2\n"},
    {RULE70 "\nKeywords : x\n\n" RULE70 "\ntext\n" RULE70 "\nKeywords : y\n",
     "[0 ]\n" RULE70 "\nKeywords : x\n\n" RULE70 "\ntext\n"},
    {"Keywords : no rule", "[0 ]\nKeywords : no rule\n"},
    /* bytes above 126 */
    {"\xB7 one\n\xB7 two", "[0 ]\n\xC2\xB7 one\n\xC2\xB7 two\n"},
    {"Z\xFC"
     "rich \xFC"
     "ber Pansk\xE1 \x93\xF1\x94",
     "[0 ]\nZ\xC3\xBC"
     "rich \xC3\xBC"
     "ber Pansk\xC3\xA1 \xE2\x80\x9C\xC3\xB1\xE2\x80\x9D\n"},
    {"DEL\x7F", "[0 ]\nDEL\x7F\n"},
    {"<F5> <CD>:\\I386 <DD>Name Enc<99> <1C> <computer><BE>..<BE> <a0> <F1><F2>",
     "[0 ]\n<F5> <CD>:\\I386 <DD>Name Enc<99> <1C> <computer><BE>..<BE> <a0> "
     "<F1><F2>\n"},
};

static void
test_parse_must_read_a_body_alike_in_both_forms(void **state)
{
    (void)state;
    struct kb_article article;
    kb_article_init(&article);
    for (size_t i = 0; i < COUNT(body_cases); i++) {
        struct kb_buf page = KB_BUF_INIT(TEST_MAX_BYTES);
        struct kb_buf text = KB_BUF_INIT(TEST_MAX_BYTES);
        put(&page, PAGE_HEAD);
        put_page_body(&page, body_cases[i][0]);
        put(&text, TEXT_HEAD);
        put_text_body(&text, body_cases[i][0]);
        const struct kb_buf *forms[] = {&page, &text};
        for (size_t k = 0; k < COUNT(forms); k++) {
            struct kb_buf got = KB_BUF_INIT(TEST_MAX_BYTES);
            parse_well(kb_buf_span(forms[k]), &article);
            describe(&article, &got);
            assert_string_equal(kb_buf_cstr(&got), body_cases[i][1]);
            assert_int_equal(article.form, k == 0 ? KB_FORM_PAGE : KB_FORM_TEXT);
            assert_int_equal(article.id, 260695);
            assert_int_equal(article.modified, 20001111);
            assert_span(article.title, "Backup Stops");
            assert_span(article.products, "Microsoft Exchange");
            assert_span(article.versions, "winnt:5.5 SP3");
            assert_span(article.systems, "winnt");
            assert_span(article.keywords, "exc55sp3");
            kb_buf_clear(&got);
        }
        kb_buf_clear(&page);
        kb_buf_clear(&text);
    }
    kb_article_clear(&article);
}

static void
test_parse_must_drop_the_legal_notice(void **state)
{
    (void)state;
    static const char *const tails[] = {
        "", "\n" NOTICE, NOTICE, "\n" RULE70 "\nKeywords          : x\n\n" NOTICE};
    struct kb_article article;
    kb_article_init(&article);
    for (size_t i = 0; i < COUNT(tails); i++) {
        struct kb_buf text = KB_BUF_INIT(TEST_MAX_BYTES);
        put(&text, TEXT_HEAD "CAUSE\r\n=====\r\nA bug.\r\n");
        put_text_body(&text, tails[i]);
        parse_well(kb_buf_span(&text), &article);
        assert_int_equal(article.n_sections, 1);
        assert_span(article.sections[0].text, "A bug.");
        kb_buf_clear(&text);
    }
    kb_article_clear(&article);
}

static void
test_parse_must_read_every_header(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        const char *title;
        const char *versions;
        const char *keywords;
        uint32_t modified;
    } cases[] = {
        /* a leading colon, a day of one digit */
        {"DOCUMENT:Q26839  6-NOV-1989  [masm]\r\nTITLE   :A: B\r\nPROD/VER::5.0,5.1 | "
         "6\r\n"
         "OPER/SYS:\r\nKEYWORDS:\r\n\r\n" RULE70 "\r\n",
         "A: B", "5.0,5.1 | 6", "", 19891106},
        /* only what must be there; LF; a date that is none; a wrapped title */
        {"DOCUMENT:Q26839\nTITLE:&quot;A\n  &amp;\n" RULE70 "\n", "&quot;A &amp;", "",
         "", 0},
        {"DOCUMENT:Q26839  31-FEB-1989\nTITLE   :T\nPROD/VER:: \n" RULE70 "\n", "T", "",
         "", 0},
        /* header without, footer with */
        {"DOCUMENT:Q26839  \nTITLE   :T\nPROD/VER:\n" RULE70 "\n\n" RULE70
         "\nKeywords          : kb1\nVersion           : :1.0\n",
         "T", "1.0", "kb1", 0},
        {"\xEF\xBB\xBF"
         "DOCUMENT:Q1  1-jan-2000\nTITLE   :caf\xE9 \0 x\n" RULE70 "\n",
         "caf\xC3\xA9", "", "", 20000101},
        /* the page form: no heading, no raw mark, CRLF, a date that is none */
        {"---\r\npermalink: /kb/026/Q26839\r\ntitle: Plain \\\" 'Title'\r\n---\r\n"
         "\tArticle: Q26839\r\n\tVersion(s): :5.0\r\n\tLast Modified: today\r\n\t\r\n",
         "Plain \\\" 'Title'", "5.0", "", 0},
        /* title of the heading; wrapped and unknown lines go on with the one before */
        {"---\npermalink: /kb/026/Q26839/\n---\n## Q26839: A &lt; B\n{% raw %}\n"
         "\tArticle: Q26839\n\tVersion(s): 5.0,\n\t5.1\n\tKeyword(s): kb1\n\tOther: "
         "kb2\n"
         "\tLast Modified: 6-NOV-1989\n\n",
         "A < B", "5.0, 5.1", "kb1 Other: kb2", 19891106},
        {"---\ntitle: 'Q26839: It''s'\n---\n\tArticle: Q26839\n\n", "It's", "", "", 0},
    };
    struct kb_article article;
    kb_article_init(&article);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_buf bytes = KB_BUF_INIT(TEST_MAX_BYTES);
        put(&bytes, cases[i].bytes);
        if (strchr(cases[i].bytes, '\xE9') != NULL)
            put(&bytes, "\n" RULE70 "\n");
        parse_well(kb_buf_span(&bytes), &article);
        assert_span(article.title, cases[i].title);
        assert_span(article.versions, cases[i].versions);
        assert_span(article.keywords, cases[i].keywords);
        assert_int_equal(article.modified, cases[i].modified);
        kb_buf_clear(&bytes);
    }
    kb_article_clear(&article);
}

static void
test_parse_must_decode_a_title(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"&quot;AT&quot; &amp; T &#91;x&#93;", "\"AT\" & T [x]"},
        {"&amp;quot; &moo; A & B; &amp", "&quot; &moo; A & B; &amp"},
        {"say \\\"no\\\" to C:\\\\ and \\x", "say \"no\" to C:\\ and \\x"},
        {"(\xC3\xA1)", "(\xC3\xA1)"},
        {"x<A0>y <F5>", "x\xC2\xA0y <F5>"},
    };
    struct kb_article article;
    kb_article_init(&article);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_buf page = KB_BUF_INIT(TEST_MAX_BYTES);
        assert_int_equal(kb_buf_printf(&page, NULL,
                                       PAGE_FRONT("\"Q260695: %s\"", "Q260695"),
                                       cases[i][0]),
                         KB_OK);
        put(&page, PAGE_HEADER);
        parse_well(kb_buf_span(&page), &article);
        assert_span(article.title, cases[i][1]);
        kb_buf_clear(&page);
    }
    kb_article_clear(&article);
}

#define NOT_AN_ARTICLE "not an article: no DOCUMENT line and no front matter"
#define NO_NUMBER "not an article: no article number in its first 512 bytes"

static const struct {
    const char *bytes;
    const char *wanted;
    bool peek_too;
} wrong[] = {
    {"", "not an article: empty file", true},
    {"\n", NOT_AN_ARTICLE, true},
    {"hello\n", NOT_AN_ARTICLE, true},
    {"----\n", NOT_AN_ARTICLE, true},
    {"---\n", NO_NUMBER, true},
    {"DOCUMENT:\n", NO_NUMBER, true},
    {"DOCUMENT:260695\n", NO_NUMBER, true},
    {"DOCUMENT:Q260695x\n", NO_NUMBER, true},
    {"DOCUMENT:Q0\nDOCUMENT:Q5\n", NO_NUMBER, true},
    {"---\ntitle: \"Q5\"\npermalink: /Q5/x\n", NO_NUMBER, true},
    {"DOCUMENT:Q10000000\n", "line 1: article number over 9999999", true},
    {"---\nx\ntitle: \"Q99999999999999999999: T\"\n",
     "line 3: article number over 9999999", true},
    {"DOCUMENT:Q5\n", "line 1: cut short in its header: no '=====' rule behind it",
     false},
    {"DOCUMENT:Q5\nTITLE   :T\nPRODUCT :\n\nBody\n",
     "line 5: cut short in its header: no '=====' rule behind it", false},
    {"DOCUMENT:Q5\nTITLE   :\n" RULE70 "\n", "line 3: no title", false},
    {"---\ntitle: \"Q5: T\"\n",
     "line 2: cut short in its front matter: no closing '---'", false},
    {"---\ntitle: \"Q5: T\"\n---\n## Q5: T\n",
     "line 4: cut short in its header: no 'Article:' line", false},
    {"---\ntitle: \"Q5: T\"\n---\n{% raw %}\n\tBody\n",
     "line 5: 'Article:' must stand here, in front of any text", false},
    {"---\ntitle: \"Q5: T\"\n---\n\tArticle: Q5\n\tProduct(s): X\n",
     "line 5: cut short in its header: no blank line behind it", false},
    {"---\npermalink: /Q5/\n---\n\tArticle: Q5\n\n", "line 3: no title", false},
    {"---\ntitle: \"Q5: \"\n---\n\tArticle: Q5\n\n", "line 3: no title", false},
    {"---\ntitle: \"Q5: T\"\npermalink: /kb/Q6/\n---\n",
     "line 3: number Q6, but the article began as Q5", false},
    {"---\npermalink: /kb/Q6/\ntitle: \"Q5: T\"\n---\n",
     "line 3: number Q5, but the article began as Q6", false},
    {"---\ntitle: \"Q5: T\"\n---\n## Q7: T\n",
     "line 4: number Q7, but the article began as Q5", false},
    {"---\ntitle: \"Q5: T\"\n---\n\tArticle: Q8\n\n",
     "line 4: number Q8, but the article began as Q5", false},
};

static void
test_parse_must_say_what_is_wrong(void **state)
{
    (void)state;
    struct kb_article article;
    kb_article_init(&article);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct kb_error err = KB_ERROR_INIT;
        uint32_t id = 77;
        enum kb_article_form form = KB_FORM_TEXT;
        struct kb_span bytes = kb_span_cstr(wrong[i].bytes);
        assert_int_equal(kb_article_parse(bytes, &article, &err), KB_E_INVALID);
        assert_string_equal(err.msg, wrong[i].wanted);
        assert_int_equal(article.id, 0);
        assert_int_equal(article.n_sections, 0);
        assert_int_equal(article.text.n_bytes, 0);
        enum kb_status st = kb_article_peek(bytes, &id, &form, &err);
        assert_int_equal(st, wrong[i].peek_too ? KB_E_INVALID : KB_OK);
        if (st != KB_OK)
            assert_int_equal(id, 77);
    }
    kb_article_clear(&article);
}

static void
test_peek_must_know_a_cut_head(void **state)
{
    (void)state;
    struct kb_buf page = KB_BUF_INIT(TEST_MAX_BYTES);
    struct kb_error err = KB_ERROR_INIT;
    uint32_t id = 0;
    enum kb_article_form form;
    /* the number ends at the cut, behind it, before it */
    for (size_t n_before = 0; n_before < 12; n_before++) {
        size_t n = KB_ARTICLE_HEAD_BYTES - strlen("---\n\n## Q260695") - 6 + n_before;
        kb_buf_reset(&page);
        put(&page, "---\n");
        for (size_t i = 0; i < n; i++)
            put(&page, "x");
        put(&page, "\n## Q260695: T\n---\n" PAGE_HEADER);
        struct kb_span head = kb_span_at(page.data, KB_ARTICLE_HEAD_BYTES);
        enum kb_status st = kb_article_peek(head, &id, &form, &err);
        assert_int_equal(st, n_before < 6 ? KB_OK : KB_E_INVALID);
        assert_int_equal(kb_article_peek(kb_buf_span(&page), &id, &form, &err), st);
        if (st == KB_OK)
            assert_int_equal(id, 260695);
    }
    kb_buf_clear(&page);
}

static void
test_parse_must_hold_its_limits(void **state)
{
    (void)state;
    static const struct {
        const char *repeated;
        size_t n;
        enum kb_status wanted;
    } cases[] = {
        {"CAUSE\r\n=====\r\n", KB_ARTICLE_MAX_PARTS - 1, KB_OK},
        {"CAUSE\r\n=====\r\n", KB_ARTICLE_MAX_PARTS, KB_E_LIMIT},
        {" - x\r\n", KB_ARTICLE_MAX_PARTS + 1, KB_E_LIMIT},
        {"0123456789", 100000, KB_OK}, /* one line of 1 MB */
        {"Additional query words: x ", 50000, KB_OK},
        {"0123456789", KB_ARTICLE_MAX_BYTES / 10, KB_E_LIMIT},
    };
    struct kb_article article;
    kb_article_init(&article);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_buf text = KB_BUF_INIT(TEST_MAX_BYTES);
        put(&text, TEXT_HEAD RULE20 "\r\n" APPLIES);
        for (size_t k = 0; k < cases[i].n; k++)
            put(&text, cases[i].repeated);
        put(&text, "\r\n" RULE20 "\r\n");
        struct kb_error err = KB_ERROR_INIT;
        /* the text before the first section is one more; only bullets stay in the list
         */
        if (cases[i].repeated[1] != '-')
            text.data[strlen(TEXT_HEAD)] = '+';
        assert_int_equal(kb_article_parse(kb_buf_span(&text), &article, &err),
                         cases[i].wanted);
        kb_buf_clear(&text);
    }
    struct kb_buf text = KB_BUF_INIT(TEST_MAX_BYTES);
    put(&text, TEXT_HEAD);
    for (unsigned i = 0; i <= KB_ARTICLE_MAX_PARTS; i++)
        assert_int_equal(kb_buf_printf(&text, NULL, "Q%u\n", 10000 + i), KB_OK);
    assert_int_equal(kb_article_parse(kb_buf_span(&text), &article, NULL), KB_E_LIMIT);
    kb_buf_clear(&text);
    kb_article_clear(&article);
}

static const char *const whole_articles[] = {
    PAGE_HEAD
    "\t3.10\n\n\t" RULE20 "\n\t" APPLIES "\n\t- One\n\t   - Two\n\t" RULE20
    "\n\n\tSYMPTOMS\n\t========\n\n\tIt <B7> stops. Z<FC>rich\n\n\t  Q254682 X\n"
    "\n\tAdditional query words: hang\n\tgpf\n\n\t" RULE70
    "\n\tKeywords          : kb1\n\tIssue type        : kbbug\n\n\t" RULE70
    "\n\n{% endraw %}\n",
    TEXT_HEAD RULE20 "\r\n" APPLIES " - One\r\n" RULE20
                     "\r\nCAUSE\r\n=====\r\n\xB7 Q254682\r\n"
                     "Additional query words: hang\r\n" RULE70
                     "\r\nKeywords          : kb1\r\n\r\n" NOTICE,
};

static void
test_parse_must_survive_every_failing_allocation(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(whole_articles); i++) {
        size_t n = 0;
        enum kb_status st;
        do {
            struct kb_article article;
            struct kb_error err = KB_ERROR_INIT;
            kb_article_init(&article);
            kb_mem_fail_at(++n);
            st = kb_article_parse(kb_span_cstr(whole_articles[i]), &article, &err);
            kb_mem_fail_at(0);
            assert_true(st == KB_OK || (st == KB_E_NOMEM && article.id == 0));
            kb_article_clear(&article);
        } while (st != KB_OK);
        assert_true(n > 5);
    }
}

static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void
test_parse_must_survive_any_mutation(void **state)
{
    (void)state;
    /* clang-format off */
    static const char *const pieces[] = {"\n",        "\t",
                                         "\0",        "=====\n",
                                         RULE20 "\n", "<A0>",
                                         "Q12345",    "---",
                                         ":",         APPLIES,
                                         "\x81\xC4",  "\xE2\x95",
                                         "CAUSE\n",   "Additional query words:"};
    /* clang-format on */
    uint32_t seed = 1;
    struct kb_article article;
    kb_article_init(&article);
    for (size_t round = 0; round < 6000; round++) {
        const char *original = whole_articles[round % COUNT(whole_articles)];
        struct kb_buf bytes = KB_BUF_INIT(TEST_MAX_BYTES);
        size_t n = strlen(original);
        size_t cut = round % 3 == 0 ? next_random(&seed) % (n + 1) : n;
        size_t at = next_random(&seed) % (cut + 1);
        const char *piece = pieces[next_random(&seed) % COUNT(pieces)];
        size_t n_piece = piece[0] == '\0' ? 1 : strlen(piece);
        size_t skip = next_random(&seed) % 8;
        skip = skip < cut - at ? skip : cut - at;
        assert_int_equal(kb_buf_append(&bytes, kb_span_at(original, at), NULL), KB_OK);
        struct kb_span middle = kb_span_at(piece, n_piece);
        struct kb_span rest = kb_span_at(original + at + skip, cut - at - skip);
        assert_int_equal(kb_buf_append(&bytes, middle, NULL), KB_OK);
        assert_int_equal(kb_buf_append(&bytes, rest, NULL), KB_OK);
        for (size_t k = next_random(&seed) % 3; k > 0; k--)
            bytes.data[next_random(&seed) % bytes.n_bytes] = (char)next_random(&seed);
        /* memory of the exact size, so that a sanitizer sees a byte read behind it */
        char *exact = kb_mem_copy(bytes.data, bytes.n_bytes - 1);
        char *exacter = kb_mem_resize(exact, bytes.n_bytes - 1, 1);
        assert_non_null(exacter);
        struct kb_error err = KB_ERROR_INIT;
        if (kb_article_parse(kb_span_at(exacter, bytes.n_bytes - 1), &article, &err) ==
            KB_OK)
            assert_true(kb_encode_is_utf8(kb_buf_span(&article.text)));
        else
            assert_true(err.msg[0] != '\0' && article.text.n_bytes == 0);
        kb_mem_free(exacter);
        kb_buf_clear(&bytes);
    }
    kb_article_clear(&article);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_parse_must_read_a_body_alike_in_both_forms),
    cmocka_unit_test(test_parse_must_drop_the_legal_notice),
    cmocka_unit_test(test_parse_must_read_every_header),
    cmocka_unit_test(test_parse_must_decode_a_title),
    cmocka_unit_test(test_parse_must_say_what_is_wrong),
    cmocka_unit_test(test_peek_must_know_a_cut_head),
    cmocka_unit_test(test_parse_must_hold_its_limits),
    cmocka_unit_test(test_parse_must_survive_every_failing_allocation),
    cmocka_unit_test(test_parse_must_survive_any_mutation),
};

KB_TEST_MAIN(tests)
