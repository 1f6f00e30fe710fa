/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables are searched by halves, so they must be sorted. Each list here has every
 * entry of a table: one that stands in the wrong place is not found. */
#include "support/scratch.h"

#include "text/vocabulary.h"

static const char stop_words[] =
    "a about after all also am an and any are as at be been being but by can could did "
    "do does each for from get gets give gives had has have how i if im in into is it "
    "its just may me my of on or our so some such than that the their them then there "
    "these they this those to too was we were what when where which while who why will "
    "with would you your ";

static const char pairs[] =
    "add-in back-up base-class boot-sector break-point cd-rom check-box check-boxes "
    "chip-set clean-up clip-art code-page combo-box command-button computer-name "
    "data-base data-source dial-up domain-name double-space drop-down e-mail edit-box "
    "end-user fail-over file-name file-names fox-pro front-page hard-coded help-desk "
    "host-name hot-fix hot-key in-box lan-man lay-out line-feed list-box list-boxes "
    "lock-up lock-ups log-file log-in log-off log-on log-out look-up lower-case "
    "mail-box mail-merge main-frame make-file message-box micro-channel multi-media "
    "name-space net-logon new-line off-line on-line page-file pass-through pass-word "
    "path-name phone-book plug-in pop-up post-office power-point print-out ram-drive "
    "read-me read-only result-set run-time screen-saver scroll-bar scroll-bars set-up "
    "share-name short-cut shut-down smart-drive sound-blaster stand-alone start-up "
    "sub-class sub-directory swap-file task-bar text-box text-boxes time-out "
    "time-stamp time-zone tool-bar tool-kit tree-view true-type upper-case user-id "
    "user-name user-names web-site white-paper word-perfect word-wrap work-around "
    "work-group work-groups work-station ";

/* Takes the next entry off the list. */
static bool
next_entry(const char **list, struct kb_span *entry)
{
    const char *end = strchr(*list, ' ');
    if (end == NULL)
        return false;
    *entry = kb_span_at(*list, (size_t)(end - *list));
    *list = end + 1;
    return true;
}

static void
cut_pair(struct kb_span entry, struct kb_span *first, struct kb_span *second)
{
    size_t n =
        (size_t)((const char *)memchr(entry.data, '-', entry.n_bytes) - entry.data);
    *first = kb_span_at(entry.data, n);
    *second = kb_span_skip(entry, n + 1);
}

static void
test_flags_must_find_every_stop_word(void **state)
{
    (void)state;
    struct kb_span word;
    for (const char *list = stop_words; next_entry(&list, &word);) {
        if ((kb_vocabulary_flags(word) & KB_VOCABULARY_STOP) == 0)
            fail_msg("'%.*s' is no stop word", KB_SPAN_ARG(word));
    }
    static const char *const others[] = {
        "",    "b",   "aa",   "backup", "not", "no",   "nt",      "cannot",
        "zzz", "The", "thes", "year",   "out", "down", "\xc3\xa9"};
    for (size_t i = 0; i < COUNT(others); i++)
        assert_int_equal(
            kb_vocabulary_flags(kb_span_cstr(others[i])) & KB_VOCABULARY_STOP, 0);
}

static void
test_is_pair_must_find_every_pair(void **state)
{
    (void)state;
    struct kb_span pair;
    struct kb_span first;
    struct kb_span second;
    for (const char *list = pairs; next_entry(&list, &pair);) {
        cut_pair(pair, &first, &second);
        if (!kb_vocabulary_is_pair(first, second))
            fail_msg("'%.*s' is no pair", KB_SPAN_ARG(pair));
        assert_false(kb_vocabulary_is_pair(second, first));
        if ((kb_vocabulary_flags(first) & KB_VOCABULARY_PAIR_HEAD) == 0)
            fail_msg("'%.*s' begins no pair", KB_SPAN_ARG(first));
    }
    static const char *const others[][2] = {
        {"in", "to"}, {"back", "down"}, {"", ""},        {"back", ""},  {"", "up"},
        {"ba", "ck"}, {"a", "down"},    {"zip", "file"}, {"up", "back"}};
    for (size_t i = 0; i < COUNT(others); i++)
        assert_false(kb_vocabulary_is_pair(kb_span_cstr(others[i][0]),
                                           kb_span_cstr(others[i][1])));
    assert_int_equal(kb_vocabulary_flags(KB_SPAN_LITERAL("zip")), 0);
}

static void
test_name_must_find_every_name(void **state)
{
    (void)state;
    static const struct {
        const char *first;
        const char *second;
        const char *brief; /* NULL = no name */
        size_t n_words;
    } cases[] = {
        {"internet", "explorer", "ie", 2},
        {"internet", "information", "iis", 2},
        {"service", "pack", "sp", 2},
        {"systems", "management", "sms", 2},
        {"visual", "basic", "vb", 2},
        {"visual", "c", "vc", 2},
        {"visual", "foxpro", "vfp", 2},
        {"dos", "", "dos", 1},
        {"ie", "", "ie", 1},
        {"iis", "5.0", "iis", 1},
        {"nt", "", "nt", 1},
        {"sms", "", "sms", 1},
        {"sna", "server", "sna", 1},
        {"sp", "", "sp", 1},
        {"vb", "", "vb", 1},
        {"vc", "", "vc", 1},
        {"vfp", "", "vfp", 1},
        {"wfw", "", "wfw", 1},
        {"win", "", "win", 1},
        {"workgroups", "version", "wfw", 1},
        {"nt", "server", "nt", 1},
        {"windows", "95", "win", 1},
        {"service", "", NULL, 0},
        {"service", "packs", NULL, 0},
        {"visual", "cafe", NULL, 0},
        {"internet", "", NULL, 0},
        {"explorer", "internet", NULL, 0},
        {"", "", NULL, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n_words = 99;
        const char *brief = kb_vocabulary_name(kb_span_cstr(cases[i].first),
                                               kb_span_cstr(cases[i].second), &n_words);
        if (cases[i].brief == NULL) {
            assert_null(brief);
            assert_int_equal(n_words, 99);
            continue;
        }
        assert_non_null(brief);
        assert_string_equal(brief, cases[i].brief);
        assert_int_equal(n_words, cases[i].n_words);
        assert_true((kb_vocabulary_flags(kb_span_cstr(cases[i].first)) &
                     KB_VOCABULARY_NAME_HEAD) != 0);
    }
}

static void
test_flags_must_find_what_stands_inside_names(void **state)
{
    (void)state;
    static const char *const inner[] = {
        "advanced", "control",   "creation",     "edition",    "editions", "enterprise",
        "learning", "operating", "professional", "server",     "services", "standard",
        "system",   "version",   "versions",     "workstation"};
    for (size_t i = 0; i < COUNT(inner); i++)
        assert_int_equal(kb_vocabulary_flags(kb_span_cstr(inner[i])),
                         KB_VOCABULARY_NAME_INNER);
    assert_int_equal(kb_vocabulary_flags(KB_SPAN_LITERAL("for")),
                     KB_VOCABULARY_NAME_INNER | KB_VOCABULARY_STOP);
    assert_int_equal(kb_vocabulary_flags(KB_SPAN_LITERAL("windows")),
                     KB_VOCABULARY_NAME_INNER | KB_VOCABULARY_NAME_HEAD);
    assert_int_equal(kb_vocabulary_flags(KB_SPAN_LITERAL("release")), 0);
    assert_int_equal(kb_vocabulary_flags(KB_SPAN_LITERAL("on")),
                     KB_VOCABULARY_STOP | KB_VOCABULARY_PAIR_HEAD);
    assert_int_equal(kb_vocabulary_flags(kb_span_at(NULL, 0)), 0);
}

/* The number stands for the tables as the lists above have them. Whoever changes a
 * table changes the index: the number here and the lists go with it. */
static void
test_digest_must_change_with_the_tables(void **state)
{
    (void)state;
    assert_int_equal(kb_vocabulary_digest(), UINT64_C(0xbb7d48ecf45e8789));
    assert_true(kb_vocabulary_digest() == kb_vocabulary_digest());
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_flags_must_find_every_stop_word),
    cmocka_unit_test(test_is_pair_must_find_every_pair),
    cmocka_unit_test(test_name_must_find_every_name),
    cmocka_unit_test(test_flags_must_find_what_stands_inside_names),
    cmocka_unit_test(test_digest_must_change_with_the_tables),
};

KB_TEST_MAIN(tests)
