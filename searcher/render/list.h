/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists that are no results of a search: suggestions, related articles; as text, TSV
 * and JSON. Called by the programs; calls search/{related,suggest}, render. */
#ifndef KB_SEARCHER_RENDER_LIST_H
#define KB_SEARCHER_RENDER_LIST_H

#include "render/render.h"
#include "search/related.h"
#include "search/suggest.h"

/**
 * Append suggestions, one a line.
 *
 *   described    behind a tab what it is: the title of a number, "word" or "title"
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_render_suggestions(const struct kb_suggestions *suggestions,
                                     bool described, char end, struct kb_buf *out,
                                     struct kb_error *err) KB_CHECKED;

/**
 * Append suggestions as one line holding a JSON object; common/doc/json.md.
 *
 *   typed    what was completed, valid UTF-8
 */
enum kb_status kb_render_suggestions_json(struct kb_span typed,
                                          const struct kb_suggestions *suggestions,
                                          struct kb_buf *out,
                                          struct kb_error *err) KB_CHECKED;

/**
 * Append related articles under a heading for each relation.
 */
enum kb_status kb_render_related_text(const struct kb_related *related,
                                      const struct kb_render_options *options,
                                      struct kb_buf *out,
                                      struct kb_error *err) KB_CHECKED;

/**
 * Append related articles as lines "relation, number, title" with tabs between.
 */
enum kb_status kb_render_related_tsv(const struct kb_related *related, char end,
                                     struct kb_buf *out,
                                     struct kb_error *err) KB_CHECKED;

/**
 * Append related articles as one line holding a JSON object; common/doc/json.md.
 */
enum kb_status kb_render_related_json(const struct kb_related *related,
                                      struct kb_buf *out,
                                      struct kb_error *err) KB_CHECKED;

#endif
