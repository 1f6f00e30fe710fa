/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last thing before a build is put in service: does it find known articles as well
 * as the build in service does? Called by indexer/run; calls indexer/{base,selftest,
 * report}, search and base. */
#ifndef KB_INDEXER_GATE_H
#define KB_INDEXER_GATE_H

#include "base.h"
#include "report.h"

struct kb_gate {
    const char *index;
    const struct kb_base *base; /* build in service; NULL = none */
    unsigned loss_percent;      /* by which the MRR may fall */
    bool force;                 /* let it pass all the same */
    struct kb_report *report;   /* is told what was forced */
};

/**
 * Test a sealed build.
 *
 *   manifest    of the build; gets the figures
 *   before      figures of the build in service; no items when there is none, or it
 *               cannot be tested
 *
 * Fails: KB_E_INVALID when the MRR fell by more than was allowed; KB_E_CORRUPT,
 * KB_E_IO, KB_E_NOMEM.
 */
enum kb_status kb_gate_pass(const struct kb_gate *gate, struct kb_manifest *manifest,
                            struct kb_manifest_selftest *before,
                            struct kb_error *err) KB_CHECKED;

#endif
