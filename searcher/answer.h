/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results -> the output that the options ask for: the one place that knows which
 * format is rendered by what. Called by searcher/cli and searcher/batch; calls
 * searcher/render. */
#ifndef KB_SEARCHER_ANSWER_H
#define KB_SEARCHER_ANSWER_H

#include "options.h"
#include "render/render.h"

/**
 * What the options ask of an engine, but for query, boosts and length of passages.
 *
 * Fails: KB_E_INVALID for a facet that there is none of.
 */
enum kb_status kb_answer_request(const struct kb_search_options *options,
                                 struct kb_request *out,
                                 struct kb_error *err) KB_CHECKED;

/**
 * Append results as the options ask.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_answer_render(const struct kb_search_options *options,
                                const struct kb_results *results,
                                const struct kb_render_options *look,
                                struct kb_buf *out, struct kb_error *err) KB_CHECKED;

#endif
