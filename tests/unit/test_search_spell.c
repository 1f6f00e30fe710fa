/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "search/spell.h"

static void
test_distance_must_count_letters(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        const char *b;
        unsigned max;
        unsigned wanted;
    } cases[] = {
        {"", "", 2, 0},
        {"backup", "backup", 2, 0},
        {"bakup", "backup", 2, 1},   /* left out */
        {"backkup", "backup", 2, 1}, /* put in */
        {"backap", "backup", 2, 1},  /* another */
        {"bakcup", "backup", 2, 1},  /* turned round */
        {"abkcup", "backup", 2, 2},  /* twice */
        {"printer", "painted", 2, 2},
        {"kitten", "sitting", 2, 3}, /* more than 2 */
        {"kitten", "sitting", 5, 3},
        {"a", "abcd", 2, 3}, /* lengths alone tell */
        {"abcd", "", 9, 4},
        {"ca", "abc", 3, 3}, /* a pair is turned round once, as it stands */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct kb_span a = kb_span_cstr(cases[i].a);
        struct kb_span b = kb_span_cstr(cases[i].b);
        unsigned there = kb_spell_distance(a, b, cases[i].max);
        unsigned back = kb_spell_distance(b, a, cases[i].max);
        if (there != cases[i].wanted || back != cases[i].wanted)
            fail_msg("'%s', '%s': %u, %u", cases[i].a, cases[i].b, there, back);
    }
    char letters[KB_WORD_MAX_BYTES + 1];
    memset(letters, 'a', sizeof(letters));
    assert_int_equal(kb_spell_distance(kb_span_at(letters, KB_WORD_MAX_BYTES),
                                       kb_span_at(letters, KB_WORD_MAX_BYTES), 2),
                     0);
    assert_int_equal(kb_spell_distance(kb_span_at(letters, sizeof(letters)),
                                       kb_span_at(letters, sizeof(letters)), 2),
                     3); /* no word is so long */
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_distance_must_count_letters),
};

KB_TEST_MAIN(tests)
