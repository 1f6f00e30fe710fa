/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "text/spelling.h"

static void
is_american(const char *wanted, const char *word)
{
    char out[KB_WORD_MAX_BYTES];
    SPAN_IS(wanted, kb_spelling_american(kb_span_cstr(word), out));
}

static void
test_american_must_respell_what_is_british(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"analogue", "analog"},
        {"analyse", "analyze"},
        {"analysed", "analyzed"},
        {"analysing", "analyzing"},
        {"armour", "armor"},
        {"artefacts", "artifacts"},
        {"behaviours", "behaviors"},
        {"catalogued", "cataloged"},
        {"centred", "centered"},
        {"cheques", "checks"},
        {"colour", "color"},
        {"coloured", "colored"},
        {"defence", "defense"},
        {"dialled", "dialed"},
        {"dialling", "dialing"},
        {"dialogue", "dialog"},
        {"discoloured", "discolored"},
        {"endeavour", "endeavor"},
        {"favourites", "favorites"},
        {"fibre", "fiber"},
        {"flavour", "flavor"},
        {"grey", "gray"},
        {"greyed", "grayed"},
        {"harbour", "harbor"},
        {"honour", "honor"},
        {"humour", "humor"},
        {"labour", "labor"},
        {"licences", "licenses"},
        {"litre", "liter"},
        {"metres", "meters"},
        {"neighbourhood", "neighborhood"},
        {"odour", "odor"},
        {"offence", "offense"},
        {"paralysed", "paralyzed"},
        {"programme", "program"},
        {"programmes", "program"},
        {"rumour", "rumor"},
        {"theatre", "theater"},
        {"vapour", "vapor"},
        {"organise", "organize"},
        {"organised", "organized"},
        {"organiser", "organizer"},
        {"organisers", "organizers"},
        {"organises", "organizes"},
        {"organising", "organizing"},
        {"organisation", "organization"},
        {"organisations", "organizations"},
        {"customisable", "customizable"},
        {"realise", "realize"},
        {"itemise", "itemize"},
    };
    for (size_t i = 0; i < COUNT(pairs); i++)
        is_american(pairs[i][1], pairs[i][0]);
}

static void
test_american_must_leave_other_words(void **state)
{
    (void)state;
    static const char *const words[] = {
        "a",          "color",      "colo",      "four",       "hour",
        "programmer", "programmed", "organize",  "raise",      "noise",
        "revised",    "advise",     "disguise",  "otherwise",  "appraise",
        "disable",    "missing",    "register",  "vision",     "this",
        "analysis",   "advertised", "apprises",  "chastise",   "circumcise",
        "comprises",  "compromise", "concise",   "despise",    "enterprise",
        "exercises",  "expertise",  "franchise", "improvise",  "merchandise",
        "mortise",    "paradise",   "practised", "precise",    "premises",
        "promising",  "reprise",    "sunrise",   "supervised", "surprising",
        "televised",  "treatise",
    };
    for (size_t i = 0; i < COUNT(words); i++)
        is_american(words[i], words[i]);
}

static void
test_american_must_take_the_longest_word(void **state)
{
    (void)state;
    char word[KB_WORD_MAX_BYTES];
    char wanted[KB_WORD_MAX_BYTES];
    char out[KB_WORD_MAX_BYTES];
    memset(word, 'e', sizeof(word));
    memcpy(word + sizeof(word) - 5, "lised", 5);
    memcpy(wanted, word, sizeof(word));
    wanted[sizeof(word) - 3] = 'z';
    struct kb_span got = kb_spelling_american(kb_span_at(word, sizeof(word)), out);
    assert_int_equal(got.n_bytes, sizeof(word));
    assert_memory_equal(got.data, wanted, sizeof(word));
    memcpy(word, "grey", 4);
    got = kb_spelling_american(kb_span_at(word, sizeof(word)), out);
    assert_int_equal(got.n_bytes, sizeof(word));
    assert_memory_equal(got.data, "gray", 4);
}

/* Whoever changes a table changes the index: the number here goes with it. */
static void
test_digest_must_change_with_the_tables(void **state)
{
    (void)state;
    assert_int_equal(kb_spelling_digest(0), UINT64_C(0xb7df02b987758e11));
    assert_true(kb_spelling_digest(0) != kb_spelling_digest(1));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_american_must_respell_what_is_british),
    cmocka_unit_test(test_american_must_leave_other_words),
    cmocka_unit_test(test_american_must_take_the_longest_word),
    cmocka_unit_test(test_digest_must_change_with_the_tables),
};

KB_TEST_MAIN(tests)
