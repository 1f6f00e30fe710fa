/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "schema/field.h"

/* The table once more, as the index has it on disk: a change here is a change of
 * KB_SCHEMA_VERSION. */
static const struct {
    enum kb_field_id id;
    const char *name;
    const char *prefix;
    unsigned boost;
    unsigned flags;
} wanted[] = {
    {KB_FIELD_TITLE, "title", "S", 5, KB_FIELD_RANKED | KB_FIELD_OWN},
    {KB_FIELD_QUERY_WORDS, "querywords", "XQ", 3, KB_FIELD_RANKED | KB_FIELD_OWN},
    {KB_FIELD_SYMPTOMS, "symptoms", "", 2, KB_FIELD_RANKED},
    {KB_FIELD_SUMMARY, "summary", "", 2, KB_FIELD_RANKED},
    {KB_FIELD_CAUSE, "cause", "", 1, KB_FIELD_RANKED},
    {KB_FIELD_RESOLUTION, "resolution", "", 1, KB_FIELD_RANKED},
    {KB_FIELD_BODY, "body", "", 1, KB_FIELD_RANKED},
    {KB_FIELD_APPLIES_TO, "applies", "XA", 1, KB_FIELD_RANKED | KB_FIELD_WHOLE},
    {KB_FIELD_PRODUCT, "product", "XP", 0, KB_FIELD_WHOLE},
    {KB_FIELD_KEYWORD, "keyword", "K", 0, KB_FIELD_WHOLE},
    {KB_FIELD_ID, "id", "Q", 0, KB_FIELD_WHOLE},
    {KB_FIELD_VERSION, "version", "XV", 0, KB_FIELD_WHOLE},
    {KB_FIELD_TYPE, "type", "XI", 0, KB_FIELD_WHOLE},
    {KB_FIELD_YEAR, "year", "Y", 0, KB_FIELD_WHOLE},
    {KB_FIELD_CITES, "cites", "XR", 0, KB_FIELD_WHOLE},
};

static void
test_field_must_be_this_table(void **state)
{
    (void)state;
    assert_int_equal(COUNT(wanted), KB_FIELD_COUNT);
    for (size_t i = 0; i < COUNT(wanted); i++) {
        assert_int_equal(wanted[i].id, i);
        const struct kb_field *field = kb_field(wanted[i].id);
        assert_string_equal(field->name, wanted[i].name);
        SPAN_IS(wanted[i].prefix, field->prefix);
        assert_int_equal(field->boost, wanted[i].boost);
        assert_int_equal(field->flags, wanted[i].flags);
    }
}

/* A field with terms of its own must not be taken for another one. */
static void
test_field_must_have_its_own_prefix_and_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < KB_FIELD_COUNT; i++) {
        const struct kb_field *a = kb_field((enum kb_field_id)i);
        bool has_terms = (a->flags & (KB_FIELD_OWN | KB_FIELD_WHOLE)) != 0;
        assert_int_equal(a->prefix.n_bytes > 0, has_terms);
        for (size_t k = 0; k < a->prefix.n_bytes; k++)
            assert_true(a->prefix.data[k] >= 'A' && a->prefix.data[k] < 'Z');
        /* Xapian's tools take the second letter for a part of the prefix after an X */
        assert_int_equal(has_terms && a->prefix.n_bytes > 1,
                         a->prefix.n_bytes > 0 && a->prefix.data[0] == 'X');
        for (size_t k = 0; k < i; k++) {
            const struct kb_field *b = kb_field((enum kb_field_id)k);
            assert_string_not_equal(a->name, b->name);
            assert_true(!has_terms || !kb_span_equal(a->prefix, b->prefix));
        }
    }
}

static void
test_find_must_know_every_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(wanted); i++) {
        enum kb_field_id id = KB_FIELD_COUNT;
        OK(kb_field_find(kb_span_cstr(wanted[i].name), &id, &err));
        assert_int_equal(id, wanted[i].id);
    }
    static const char *const unknown[] = {"",     "Title",  "titles",
                                          "titl", " title", "xyz"};
    for (size_t i = 0; i < COUNT(unknown); i++) {
        enum kb_field_id id = KB_FIELD_COUNT;
        FAILS(KB_E_INVALID, kb_field_find(kb_span_cstr(unknown[i]), &id, &err));
        assert_int_equal(id, KB_FIELD_COUNT);
        for (size_t k = 0; k < COUNT(wanted); k++) /* the message names them all */
            SAYS(wanted[k].name);
    }
    static char endless[5000];
    enum kb_field_id id;
    memset(endless, 'x', sizeof(endless));
    FAILS(KB_E_INVALID, kb_field_find(kb_span_at(endless, sizeof(endless)), &id, &err));
    SAYS("there are title");
}

static void
test_of_section_must_place_every_kind(void **state)
{
    (void)state;
    static const enum kb_field_id fields[KB_SECTION_COUNT] = {
        [KB_SECTION_BODY] = KB_FIELD_BODY,
        [KB_SECTION_SYMPTOMS] = KB_FIELD_SYMPTOMS,
        [KB_SECTION_CAUSE] = KB_FIELD_CAUSE,
        [KB_SECTION_RESOLUTION] = KB_FIELD_RESOLUTION,
        [KB_SECTION_WORKAROUND] = KB_FIELD_RESOLUTION,
        [KB_SECTION_STATUS] = KB_FIELD_BODY,
        [KB_SECTION_SUMMARY] = KB_FIELD_SUMMARY,
        [KB_SECTION_MORE_INFORMATION] = KB_FIELD_BODY,
        [KB_SECTION_REFERENCES] = KB_FIELD_BODY,
        [KB_SECTION_OTHER] = KB_FIELD_BODY,
        [KB_SECTION_APPLIES_TO] = KB_FIELD_APPLIES_TO,
        [KB_SECTION_QUERY_WORDS] = KB_FIELD_QUERY_WORDS,
        [KB_SECTION_TITLE] = KB_FIELD_TITLE,
        [KB_SECTION_PRODUCT] = KB_FIELD_APPLIES_TO,
    };
    for (int kind = 0; kind < KB_SECTION_COUNT; kind++)
        assert_int_equal(kb_field_of_section((enum kb_section_kind)kind), fields[kind]);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_field_must_be_this_table),
    cmocka_unit_test(test_field_must_have_its_own_prefix_and_name),
    cmocka_unit_test(test_find_must_know_every_name),
    cmocka_unit_test(test_of_section_must_place_every_kind),
};

KB_TEST_MAIN(tests)
