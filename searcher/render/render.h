/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interface of an output format: results -> bytes. Each format is one file here and
 * escapes for the place it writes to. Nothing is printed: the program does.
 * Called by the programs; calls search/results, render/escape and base. */
#ifndef KB_SEARCHER_RENDER_RENDER_H
#define KB_SEARCHER_RENDER_RENDER_H

#include "base/buf.h"
#include "base/error.h"
#include "render/columns.h"
#include "search/article.h"
#include "search/results.h"

struct kb_render_options {
    unsigned width;   /* cells of a line, for text */
    bool colour;      /* styles and links, for text */
    const char *link; /* where a number leads, "{id}" = the number; NULL = no links */
    const struct kb_columns *columns; /* of JSON and TSV; NULL = the usual ones */
    size_t line;                      /* of the batch, from 1; 0 = no batch */
    char end;                         /* behind each record of JSON lines and TSV */
};

#define KB_RENDER_OPTIONS_INIT                                                         \
    {                                                                                  \
        .width = 80, .end = '\n'                                                       \
    }

/**
 * Append results as text for people: per result its number and title, product and date,
 * passage with the name of its section; at the end how many there are.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_render_text(const struct kb_results *results,
                              const struct kb_render_options *options,
                              struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Append results as one line holding a JSON object; common/doc/json.md names its
 * members.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM.
 */
enum kb_status kb_render_json(const struct kb_results *results,
                              const struct kb_render_options *options,
                              struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Append results as JSON lines: an object each, with the members that a hit of
 * kb_render_json has; of a batch with its line.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM.
 */
enum kb_status kb_render_jsonl(const struct kb_results *results,
                               const struct kb_render_options *options,
                               struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Append results as lines of values with a tab between them; of a batch the first is
 * its line. Control characters of a value become spaces.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM.
 */
enum kb_status kb_render_tsv(const struct kb_results *results,
                             const struct kb_render_options *options,
                             struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Append a failure as one line holding a JSON object:
 * {"version":1,"line":3,"error":"..."}.
 *
 *   line    of the batch, from 1
 */
enum kb_status kb_render_json_failure(size_t line, const struct kb_error *failure,
                                      struct kb_buf *out,
                                      struct kb_error *err) KB_CHECKED;

/**
 * Append an article as a page for a terminal: headings, paragraphs filled to the width,
 * lists and listings line by line, the articles it cites and those that cite it. One
 * that the archive does not have is its number and who cites it.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM of `out`.
 */
enum kb_status kb_render_view_text(const struct kb_view *view,
                                   const struct kb_render_options *options,
                                   struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/**
 * Append an article as one line holding a JSON object; common/doc/json.md.
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM.
 */
enum kb_status kb_render_view_json(const struct kb_view *view, struct kb_buf *out,
                                   struct kb_error *err) KB_CHECKED;

#endif
