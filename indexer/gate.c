/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "gate.h"

#include "selftest.h"

static enum kb_status
test(const char *index, const char *build, struct kb_manifest_selftest *out,
     struct kb_error *err)
{
    struct kb_engine *engine = NULL;
    struct kb_known_items items = {NULL, 0, 0};
    struct kb_selftest figures = {0, 0, 0};
    enum kb_status st = kb_engine_open_build(index, build, &engine, err);
    if (st == KB_OK)
        st = kb_known_items_sample(engine, KB_SELFTEST_ITEMS, &items, err);
    if (st == KB_OK)
        st = kb_selftest_run(engine, &items, &figures, err);
    if (st == KB_OK)
        *out = (struct kb_manifest_selftest){(uint32_t)figures.n_items, figures.mrr,
                                             figures.recall};
    kb_known_items_clear(&items);
    kb_engine_free(engine);
    return st;
}

/* Of a build that cannot be tested nothing is known, so nothing is compared. */
static void
test_before(const struct kb_gate *gate, struct kb_manifest_selftest *before)
{
    *before = (struct kb_manifest_selftest){0, 0, 0};
    if (gate->base == NULL)
        return;
    *before = gate->base->manifest.selftest;
    if (before->n_items == 0)
        (void)!test(gate->index, gate->base->build, before, NULL);
}

enum kb_status
kb_gate_pass(const struct kb_gate *gate, struct kb_manifest *manifest,
             struct kb_manifest_selftest *before, struct kb_error *err)
{
    struct kb_manifest_selftest *now = &manifest->selftest;
    enum kb_status st = test(gate->index, manifest->build, now, err);
    if (st != KB_OK)
        return st;
    test_before(gate, before);
    double least = before->mrr * (1 - gate->loss_percent / 100.0);
    if (before->n_items == 0 || now->mrr >= least)
        return KB_OK;
    if (!gate->force)
        return kb_error_set(
            err, KB_E_INVALID,
            "the selftest finds known articles with MRR %.3f, the build "
            "in service with %.3f: more than %u %% less, nothing is "
            "published (--force would)",
            now->mrr, before->mrr, gate->loss_percent);
    kb_report_warn(gate->report,
                   "published by force: the selftest's MRR is %.3f, it was %.3f",
                   now->mrr, before->mrr);
    return KB_OK;
}
