/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditions on an article of two parts, its cause and its status: judged on its words
 * in order, then on its text. */
#include "support/words.h"

#include "search/need.h"
#include "search/quick.h"

static struct kb_spots by_code;
static struct kb_spots by_text;
static struct kb_buf last_record;

static int
close_all(void **state)
{
    kb_mem_fail_at(0);
    kb_spots_clear(&by_code);
    kb_spots_clear(&by_text);
    kb_buf_clear(&last_record);
    return close_words(state);
}

static enum kb_status
add_text(const struct part *part, uint32_t first)
{
    struct kb_tokens tokens = {.next_position = first};
    enum kb_status st = kb_analyze(analyzer, kb_span_cstr(part->text), &tokens, &err);
    if (st == KB_OK)
        st = kb_spots_add_tokens(&tokens, part->kind, &by_text, &err);
    kb_tokens_clear(&tokens);
    return st;
}

static enum kb_status
see(const char *cause, const char *status)
{
    const struct part parts[] = {{KB_SECTION_CAUSE, cause},
                                 {KB_SECTION_STATUS, status}};
    enum kb_status st = write_record(parts, COUNT(parts), &last_record);
    by_text.n = 0;
    for (uint32_t i = 0; i < COUNT(parts) && st == KB_OK; i++)
        st = add_text(&parts[i], i * KB_WORDS_PART_GAP);
    return st == KB_OK ? kb_spots_of_record(kb_buf_span(&last_record), &by_code, &err)
                       : st;
}

/* The first judgement refuses nothing that the second takes; of phrases it says the
 * same. */
static void
quick_agrees(const struct kb_need *need)
{
    struct kb_words_cursor c;
    OK(kb_words_begin(kb_buf_span(&last_record), &c, &err));
    enum kb_quick quick = kb_quick_judge(
        need, kb_span_at((const char *)c.next, (size_t)(c.end - c.next)));
    bool is_met = kb_need_met(need, &by_code);
    assert_false(is_met && quick == KB_QUICK_NO);
    if (need->kind == KB_NEED_PHRASE && quick != KB_QUICK_OPEN)
        assert_int_equal(is_met, quick == KB_QUICK_YES);
}

/* ---- needs, written in Polish notation ---- */

static const struct kb_word *
word(const char **p)
{
    static char text[64];
    size_t n = strcspn(*p, " )");
    const struct kb_word *found = NULL;
    memcpy(text, *p, n);
    *p += n;
    if (n == 1 && text[0] == '?')
        return NULL;
    OK(kb_lexicon_find(kb_analyzer_lexicon_borrow(analyzer), kb_span_at(text, n),
                       &found, &err));
    return found;
}

/* "(all A B)", "(any A B)", "(not A)", "(in cause A)", "(near 5 A B)", "(phrase a ?
 * b)",
 * "(prefix ba back bar)" with words that begin so, or without, or a word. */
static struct kb_need *
read_need(const char **p)
{
    static const struct {
        const char *name;
        enum kb_need_kind kind;
    } kinds[] = {{"all", KB_NEED_ALL},       {"any", KB_NEED_ANY},
                 {"not", KB_NEED_NOT},       {"in", KB_NEED_IN},
                 {"near", KB_NEED_NEAR},     {"phrase", KB_NEED_PHRASE},
                 {"prefix", KB_NEED_PREFIX}, {"", KB_NEED_TERM}};
    struct kb_need *need = NULL;
    size_t k = COUNT(kinds) - 1;
    if (**p == '(') {
        ++*p;
        size_t n = strcspn(*p, " )");
        for (k = 0; strlen(kinds[k].name) != n || memcmp(*p, kinds[k].name, n) != 0;)
            k++;
        *p += n;
    }
    OK(kb_need_new(kinds[k].kind, &need, &err));
    if (need->kind == KB_NEED_TERM) {
        OK(kb_need_add_word(need, word(p), &err));
        return need;
    }
    if (need->kind == KB_NEED_IN) {
        bool is_cause = memcmp(*p, " cause", 6) == 0;
        need->sections = 1u << (is_cause ? KB_SECTION_CAUSE : KB_SECTION_STATUS);
        *p += strcspn(*p + 1, " ") + 1;
    } else if (need->kind == KB_NEED_NEAR) {
        need->distance = (uint32_t)(*++*p - '0');
        ++*p;
    } else if (need->kind == KB_NEED_PREFIX) {
        need->prefix = kb_span_at(*p + 1, strcspn(*p + 1, " )"));
        *p += need->prefix.n_bytes + 1;
    }
    while (*(*p)++ == ' ') {
        if (need->kind == KB_NEED_PHRASE || need->kind == KB_NEED_PREFIX)
            OK(kb_need_add_word(need, word(p), &err));
        else
            OK(kb_need_add(need, read_need(p), &err));
    }
    return need;
}

static const char cause[] = "The backup-agent runs a back up of the error log error";
static const char status[] = "Backups of services fail to end";
static const struct {
    const char *need;
    bool is_met;
} by_both[] = {
    {"backup", true},
    {"backups", true}, /* any form */
    {"tape", false},
    {"(phrase the backup)", true},
    {"(phrase the backups)", false}, /* these very words */
    {"(phrase backup agent runs)", true},
    {"(phrase back up)", true},
    {"(phrase a backup of)", false}, /* joined it is one word, here it takes two */
    {"(phrase backup the)", false},
    {"(phrase runs ? back)", true},
    {"(phrase ? backup)", true},
    {"(phrase runs ? up)", false},
    {"(phrase error backups)", false}, /* not over parts */
    {"(phrase error error)", false},
    {"(near 2 error error)", true},
    {"(near 1 error error)", false},
    {"(near 9 log log)", false}, /* one word does not stand for two */
    {"(near 3 agents run)", true},
    {"(near 3 run agent)", true},
    {"(near 1 the up)", false},
    {"(near 4 (phrase back up) log)", false},
    {"(near 5 (phrase back up) log)", true},
    {"(in cause agent)", true},
    {"(in status agent)", false},
    {"(in status backup)", true},
    {"(in cause (phrase services fail))", false},
    {"(in status (phrase services fail))", true},
    {"(in status (any agent fail))", true},
    {"(in status (all agent fail))", false},
    {"(in status (in cause agent))", false},
    {"(all agent fail)", true},
    {"(all agent tape)", false},
    {"(all)", true},
    {"(any)", false},
    {"(any agent tape)", true},
    {"(any tape disk)", false},
    {"(not tape)", true},
    {"(not agent)", false},
    {"(not (in status agent))", true},
    {"(not (not agent))", true},
    {"(prefix serv)", true},
    {"(prefix tap)", false},
    {"(prefix serv serves services)", true},
    {"(not (prefix serv services))", false},
    {"(in status (prefix backup backup backups))", true},
    {"(in cause (prefix serv))", false},
};

static void
test_need_must_be_met_as_the_text_says(void **state)
{
    (void)state;
    OK(see(cause, status));
    for (size_t i = 0; i < COUNT(by_both); i++) {
        const char *p = by_both[i].need;
        struct kb_need *need = read_need(&p);
        assert_int_equal(*p, '\0');
        if (kb_need_met(need, &by_text) != by_both[i].is_met)
            fail_msg("%s: wrong by text", by_both[i].need);
        quick_agrees(need);
        if (by_both[i].is_met && !kb_need_met(need, &by_code))
            fail_msg("%s: refused by code", by_both[i].need);
        kb_need_free(need);
    }
}

/* Most of what is not there is told by code already. */
static void
test_need_must_be_refused_by_code(void **state)
{
    (void)state;
    static const char *const cases[] = {"tape",
                                        "(phrase the tape)",
                                        "(near 3 the tape)",
                                        "(in status agent)",
                                        "(phrase of agent)",
                                        "(prefix tap tape tapes)",
                                        "(in status (prefix back backup))"};
    OK(see("the backup agent of the day", "ends"));
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *p = cases[i];
        struct kb_need *need = read_need(&p);
        quick_agrees(need);
        if (kb_need_met(need, &by_code))
            fail_msg("%s: met by code", cases[i]);
        kb_need_free(need);
    }
}

/* A text of these words in any order: compounds, names and codes add words at their
 * places. */
static const char *const drawn[] = {
    "back-up", "backup",     "back", "up", "the", "error", "to",       "set",
    "setup",   "0x80004005", "log",  "a",  "of",  "agent", "ntfs.sys", "sys"};

static const char *
draw_text(char *out, size_t n_bytes, size_t n_words, uint32_t *seed)
{
    size_t n = 0;
    for (size_t i = 0; i < n_words && n < n_bytes; i++) {
        *seed = *seed * 1664525u + 1013904223u;
        n += (size_t)snprintf(out + n, n_bytes - n, "%s%s", i == 0 ? "" : " ",
                              drawn[(*seed >> 16) % COUNT(drawn)]);
    }
    return out;
}

static void
test_phrases_must_be_found_wherever_they_stand(void **state)
{
    (void)state;
    char one[4000];
    char other[4000];
    char words[200];
    char phrase[220];
    uint32_t seed = 1;
    size_t n_met = 0;
    size_t n_tried = 0;
    for (size_t n_words = 0; n_words < 200; n_words += 7) {
        OK(see(draw_text(one, sizeof(one), n_words, &seed),
               draw_text(other, sizeof(other), n_words / 3, &seed)));
        for (size_t i = 0; i < 60; i++) {
            draw_text(words, sizeof(words), 2 + i % 3, &seed);
            snprintf(phrase, sizeof(phrase), "(phrase %s)", words);
            const char *p = phrase;
            struct kb_need *need = read_need(&p);
            quick_agrees(need);
            n_met += kb_need_met(need, &by_code);
            n_tried++;
            kb_need_free(need);
        }
    }
    assert_true(n_met > n_tried / 20 && n_met < n_tried);
}

static void
test_near_must_have_a_limit(void **state)
{
    (void)state;
    struct kb_need *near = NULL;
    struct kb_need *part = NULL;
    OK(kb_need_new(KB_NEED_NEAR, &near, &err));
    for (int i = 0; i < KB_NEED_NEAR_MAX; i++) {
        OK(kb_need_new(KB_NEED_TERM, &part, &err));
        OK(kb_need_add(near, part, &err));
    }
    OK(kb_need_new(KB_NEED_TERM, &part, &err));
    assert_int_equal(kb_need_add(near, part, &err), KB_E_LIMIT);
    kb_need_free(part);
    kb_need_free(near);
    kb_need_free(NULL);
}

static void
test_failures_of_memory_must_be_told(void **state)
{
    (void)state;
    const char *p = "backup";
    const struct kb_word *backup = word(&p);
    for (size_t n = 1;; n++) {
        struct kb_need *all = NULL;
        struct kb_need *term = NULL;
        kb_spots_clear(&by_code);
        kb_spots_clear(&by_text);
        kb_mem_fail_at(n);
        enum kb_status st = kb_need_new(KB_NEED_ALL, &all, &err);
        if (st == KB_OK)
            st = kb_need_new(KB_NEED_TERM, &term, &err);
        if (st == KB_OK)
            st = kb_need_add_word(term, backup, &err);
        if (st == KB_OK)
            st = kb_need_add(all, term, &err);
        if (st != KB_OK)
            kb_need_free(term);
        if (st == KB_OK)
            st = see("backup", "ends");
        kb_mem_fail_at(0);
        kb_need_free(all);
        if (st == KB_OK)
            break;
        assert_int_equal(st, KB_E_NOMEM);
        assert_true(n < 60);
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, open_words, close_all)

static const struct CMUnitTest tests[] = {
    TEST(test_need_must_be_met_as_the_text_says),
    TEST(test_need_must_be_refused_by_code),
    TEST(test_phrases_must_be_found_wherever_they_stand),
    TEST(test_near_must_have_a_limit),
    TEST(test_failures_of_memory_must_be_told),
};

KB_TEST_MAIN(tests)
