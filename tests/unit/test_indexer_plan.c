/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/scratch.h"

#include "plan.h"
#include "schema/learned.h"

/* What is known before each case is changed: 1,000 articles, of 1,000 of which words
 * were learned, 60 changes since; 30 changes now. */
struct facts {
    struct kb_base base;
    struct kb_changes changes;
    struct kb_plan_facts facts;
};

static void
init_facts(struct facts *f)
{
    *f = (struct facts){.base = {.in_service = true, .is_usable = true},
                        .changes = {.n = 30, .n_articles = 1000}};
    snprintf(f->base.why_not, sizeof(f->base.why_not), "why not");
    f->base.manifest.n_articles = 1000;
    f->base.manifest.learned =
        (struct kb_manifest_learned){"20261122T031500Za", KB_LEARNED_RULES, 1000, 60};
    f->facts = (struct kb_plan_facts){.base = &f->base, .changes = &f->changes};
}

static void
wants(const struct facts *f, const char *plan, const char *why)
{
    struct kb_plan got;
    kb_plan_make(&f->facts, &got);
    const char *is = got.nothing ? "nothing"
                     : !got.full ? "update"
                     : got.learn ? "learn"
                                 : "full";
    assert_string_equal(is, plan);
    assert_string_equal(got.why, why);
    assert_false(!got.full && got.learn);
}

static void
test_make_must_change_a_copy_where_it_can(void **state)
{
    (void)state;
    struct facts f;
    init_facts(&f);
    wants(&f, "update", "");
    f.changes.n = 0; /* a file was moved, or one that is skipped has changed */
    wants(&f, "update", "");
    f.facts.is_as_before = true;
    wants(&f, "nothing", "");
    f.changes.n = 1; /* which of two files with one number is taken */
    wants(&f, "update", "");
}

static void
test_make_must_build_from_nothing_where_it_must(void **state)
{
    (void)state;
    struct facts f;
    init_facts(&f);
    f.facts.full = true;
    wants(&f, "learn", "asked for");
    f.base.is_usable = false;
    wants(&f, "learn", "asked for");
    f.facts.full = false;
    wants(&f, "learn", "why not");
    init_facts(&f);
    f.base.manifest.learned.n_articles = 100000;
    f.changes.n = 200;
    wants(&f, "update", "");
    f.changes.n = 201;
    wants(&f, "learn", "much has changed");
}

static void
test_make_must_learn_when_enough_changed(void **state)
{
    (void)state;
    struct facts f;
    init_facts(&f);
    f.changes.n = 40;
    wants(&f, "update", "");
    f.changes.n = 41;
    wants(&f, "learn", "words are learned anew: of 1000 articles, 101 changed since");
    f.base.manifest.learned.n_changes = UINT32_MAX; /* no sum runs over */
    wants(&f, "learn",
          "words are learned anew: of 1000 articles, 4294967336 changed since");
    init_facts(&f);
    f.base.manifest.learned.rules = KB_LEARNED_RULES + 1;
    wants(&f, "learn", "words are learned by other rules now");
    f.base.manifest.learned = (struct kb_manifest_learned){.build = ""};
    wants(&f, "learn", "words were not learned yet");
}

static void
test_make_must_learn_always(void **state)
{
    (void)state;
    struct facts f;
    init_facts(&f);
    f.facts.relearn = KB_RELEARN_ALWAYS;
    f.changes.n = 0;
    f.facts.is_as_before = true;
    wants(&f, "learn", "words are learned anew: of 1000 articles, 60 changed since");
    f.base.manifest.learned.n_changes = 0;
    wants(&f, "nothing", "");
    f.changes.n = 1;
    wants(&f, "learn", "words are learned anew: of 1000 articles, 1 changed since");
}

static void
test_make_must_learn_never(void **state)
{
    (void)state;
    struct facts f;
    init_facts(&f);
    f.facts.relearn = KB_RELEARN_NEVER;
    f.base.manifest.learned.n_changes = 5000;
    f.base.manifest.learned.rules = KB_LEARNED_RULES + 1;
    wants(&f, "update", "");
    f.facts.full = true;
    wants(&f, "full", "asked for");
    /* but where there are none to keep */
    f.base.manifest.learned.build[0] = '\0';
    wants(&f, "learn", "asked for");
    f.facts.full = false;
    wants(&f, "update", "");
    init_facts(&f);
    f.facts.relearn = KB_RELEARN_NEVER;
    f.base.is_usable = false;
    wants(&f, "learn", "why not");
}

static void
test_anew_must_need_no_build(void **state)
{
    (void)state;
    struct kb_plan plan = {.nothing = true};
    kb_plan_anew("a flipped bit", &plan);
    assert_true(plan.full && plan.learn && !plan.nothing);
    assert_string_equal(plan.why, "a flipped bit");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
    TEST(test_make_must_change_a_copy_where_it_can),
    TEST(test_make_must_build_from_nothing_where_it_must),
    TEST(test_make_must_learn_when_enough_changed),
    TEST(test_make_must_learn_always),
    TEST(test_make_must_learn_never),
    TEST(test_anew_must_need_no_build),
};

KB_TEST_MAIN(tests)
