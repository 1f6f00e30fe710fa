/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run does: nothing, change a copy of the build in service, or build from
 * nothing; and whether it learns words anew. Reads and writes nothing. Called by
 * indexer/run; calls indexer/{base,change}, schema and base. */
#ifndef KB_INDEXER_PLAN_H
#define KB_INDEXER_PLAN_H

#include "base.h"
#include "change.h"

enum {
    /* Share of the articles (per cent) up to which changing a copy is quicker than
     * building from nothing. */
    KB_PLAN_UPDATE_PERCENT = 20,
    /* Share of the articles (per cent) that may change until words are learned anew. */
    KB_PLAN_LEARN_PERCENT = 10
};

/* When words are learned anew, which needs a build from nothing. */
enum kb_relearn {
    KB_RELEARN_AUTO,   /* when more than KB_PLAN_LEARN_PERCENT changed since */
    KB_RELEARN_ALWAYS, /* when anything changed since */
    KB_RELEARN_NEVER   /* only where there are none */
};

/* What it hangs on. */
struct kb_plan_facts {
    bool full; /* asked for */
    enum kb_relearn relearn;
    const struct kb_base *base;       /* the build in service */
    const struct kb_changes *changes; /* against it */
    bool is_as_before;                /* no file differs from those it was made of */
};

struct kb_plan {
    bool nothing; /* the build in service is right as it is */
    bool full;    /* from nothing */
    bool learn;   /* words anew; else those of the build in service are kept */
    char why[KB_ERROR_MAX_BYTES]; /* full */
};

/**
 * Decide.
 *
 *   out    overwritten
 */
void kb_plan_make(const struct kb_plan_facts *facts, struct kb_plan *out);

/**
 * The build in service turns out to be damaged: do all without it.
 *
 *   why    what is wrong; copied
 */
void kb_plan_anew(const char *why, struct kb_plan *out);

#endif
