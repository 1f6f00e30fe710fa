/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan.h"

#include <stdio.h>

#include "schema/learned.h"

static bool
is_more(uint64_t n, uint64_t percent, uint64_t of)
{
    return n * 100 > of * percent;
}

static bool
has_words(const struct kb_base *base)
{
    return base->manifest.learned.build[0] != '\0';
}

/* Whether the words of the build in service are out of date, and why. */
static bool
are_words_old(const struct kb_plan_facts *facts, char why[KB_ERROR_MAX_BYTES])
{
    const struct kb_manifest_learned *learned = &facts->base->manifest.learned;
    uint64_t n = (uint64_t)learned->n_changes + facts->changes->n;
    unsigned percent = facts->relearn == KB_RELEARN_ALWAYS ? 0 : KB_PLAN_LEARN_PERCENT;
    if (facts->relearn == KB_RELEARN_NEVER)
        return false;
    if (!has_words(facts->base))
        snprintf(why, KB_ERROR_MAX_BYTES, "words were not learned yet");
    else if (learned->rules != KB_LEARNED_RULES)
        snprintf(why, KB_ERROR_MAX_BYTES, "words are learned by other rules now");
    else if (is_more(n, percent, learned->n_articles))
        snprintf(why, KB_ERROR_MAX_BYTES,
                 "words are learned anew: of %u articles, %llu changed since",
                 learned->n_articles, (unsigned long long)n);
    else
        return false;
    return true;
}

/* Whether the build must be made from nothing, and why. */
static bool
is_full(const struct kb_plan_facts *facts, char why[KB_ERROR_MAX_BYTES])
{
    const struct kb_base *base = facts->base;
    if (facts->full)
        snprintf(why, KB_ERROR_MAX_BYTES, "asked for");
    else if (!base->is_usable)
        snprintf(why, KB_ERROR_MAX_BYTES, "%s", base->why_not);
    else if (is_more(facts->changes->n, KB_PLAN_UPDATE_PERCENT,
                     base->manifest.n_articles))
        snprintf(why, KB_ERROR_MAX_BYTES, "much has changed");
    else
        return are_words_old(facts, why);
    return true;
}

void
kb_plan_make(const struct kb_plan_facts *facts, struct kb_plan *out)
{
    const struct kb_base *base = facts->base;
    bool can_keep = base->is_usable && has_words(base);
    *out = (struct kb_plan){.nothing = false};
    out->full = is_full(facts, out->why);
    out->learn = out->full && (facts->relearn != KB_RELEARN_NEVER || !can_keep);
    out->nothing = !out->full && facts->is_as_before && facts->changes->n == 0;
}

void
kb_plan_anew(const char *why, struct kb_plan *out)
{
    *out = (struct kb_plan){.full = true, .learn = true};
    snprintf(out->why, sizeof(out->why), "%s", why);
}
