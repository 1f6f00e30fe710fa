/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/kb_test.h"

#include "metrics.h"

#include <math.h>

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 1e-9)

static void
test_of_list_must_measure_ranks(void **state)
{
    (void)state;
    const bool first[] = {true, false, false};
    struct kb_metrics m = kb_metrics_of_list(first, 3, 1);
    NEAR(m.ndcg, 1);
    NEAR(m.mrr, 1);
    NEAR(m.success_1, 1);
    NEAR(m.success_10, 1);
    NEAR(m.recall_100, 1);
    const bool third[] = {false, false, true};
    m = kb_metrics_of_list(third, 3, 1);
    NEAR(m.ndcg, 0.5); /* 1 / log2(4) */
    NEAR(m.mrr, 1.0 / 3);
    NEAR(m.success_1, 0);
    NEAR(m.success_10, 1);
}

static void
test_of_list_must_know_the_best_order(void **state)
{
    (void)state;
    const bool two[] = {true, true};
    NEAR(kb_metrics_of_list(two, 2, 2).ndcg, 1);
    NEAR(kb_metrics_of_list(two, 1, 2).ndcg, 1 / (1 + 1 / log2(3)));
    /* Of twenty relevant ones only ten can stand in the first ten. */
    bool ten[10];
    for (size_t i = 0; i < 10; i++)
        ten[i] = true;
    struct kb_metrics m = kb_metrics_of_list(ten, 10, 20);
    NEAR(m.ndcg, 1);
    NEAR(m.recall_100, 0.5);
}

static void
test_of_list_must_stop_at_its_depth(void **state)
{
    (void)state;
    bool list[200] = {false};
    list[10] = true;
    list[150] = true;
    struct kb_metrics m = kb_metrics_of_list(list, 200, 2);
    NEAR(m.ndcg, 0);
    NEAR(m.mrr, 0);
    NEAR(m.success_10, 0);
    NEAR(m.recall_100, 0.5);
    m = kb_metrics_of_list(NULL, 0, 1);
    NEAR(m.ndcg, 0);
    NEAR(m.recall_100, 0);
}

static void
test_randomisation_must_tell_chance_from_skill(void **state)
{
    (void)state;
    double a[40];
    double b[40];
    for (size_t i = 0; i < 40; i++) {
        a[i] = 0.5;
        b[i] = 0.5;
    }
    NEAR(kb_metrics_randomisation(a, b, 40, 1000, 1), 1);
    for (size_t i = 0; i < 40; i++)
        a[i] = i % 2 == 0 ? 0.6 : 0.4;
    assert_true(kb_metrics_randomisation(a, b, 40, 1000, 1) > 0.5);
    for (size_t i = 0; i < 40; i++)
        a[i] = 0.6;
    NEAR(kb_metrics_randomisation(a, b, 40, 999, 1), 0.001);
    NEAR(kb_metrics_randomisation(b, a, 40, 999, 1), 0.001);
    /* Four better of four: 2 of the 16 ways to draw signs are as far apart. */
    double p = kb_metrics_randomisation(a, b, 4, 100000, 7);
    assert_true(p > 0.12 && p < 0.13);
    NEAR(p, kb_metrics_randomisation(a, b, 4, 100000, 7));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_of_list_must_measure_ranks),
    cmocka_unit_test(test_of_list_must_know_the_best_order),
    cmocka_unit_test(test_of_list_must_stop_at_its_depth),
    cmocka_unit_test(test_randomisation_must_tell_chance_from_skill),
};

KB_TEST_MAIN(tests)
