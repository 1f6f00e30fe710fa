/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the searcher is told besides a query, from the strongest source to the weakest:
 * options, environment, configuration file, what was compiled in.
 * Called by the programs; calls searcher/options, schema/field and base. */
#ifndef KB_SEARCHER_SETTINGS_H
#define KB_SEARCHER_SETTINGS_H

#include "base/buf.h"
#include "base/limits.h"
#include "options.h"
#include "search/search.h"

struct kb_settings {
    struct kb_buf index; /* folder of the index */
    struct kb_buf link;  /* where the number of an article leads; empty = nowhere */
    struct kb_boosts boosts;
    struct kb_learned_weight learned;
};

#define KB_SETTINGS_INIT                                                               \
    {                                                                                  \
        .index = KB_BUF_INIT(KB_PATH_MAX_BYTES),                                       \
        .link = KB_BUF_INIT(KB_PATH_MAX_BYTES)                                         \
    }

/**
 * Gather the settings.
 *
 *   out    KB_SETTINGS_INIT; kb_settings_clear
 *
 * Fails: KB_E_NOT_FOUND when a configuration file that was named is not there;
 * KB_E_INVALID for an unknown section, key, field or boost, with file and line;
 * KB_E_LIMIT; KB_E_NOMEM.
 */
enum kb_status kb_settings_read(const struct kb_search_options *options,
                                struct kb_settings *out,
                                struct kb_error *err) KB_CHECKED;

void kb_settings_clear(struct kb_settings *settings);

/**
 * Read boosts as users write them: "title=8,querywords=5".
 *
 * Fails: KB_E_INVALID for a field that has none or a number outside of 0 to 100.
 */
enum kb_status kb_settings_boosts(struct kb_span text, struct kb_boosts *out,
                                  struct kb_error *err) KB_CHECKED;

#endif
