/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One made-up article as a page of the archive (form 1 of corpus/README.md), and
 * queries for it. The same index gives the same bytes, however many articles there are.
 * Called by corpus/synth/main.c; calls the other files of corpus/synth and base. */
#ifndef KB_SYNTH_ARTICLE_H
#define KB_SYNTH_ARTICLE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

struct kb_synth;

/**
 * A maker of articles.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_synth_new(uint64_t seed, struct kb_synth **out,
                            struct kb_error *err) KB_CHECKED;

/**
 * Free a maker; NULL is allowed.
 */
void kb_synth_free(struct kb_synth *synth);

/**
 * The number of an article: from 10,000 up, four of five numbers left out as in the
 * archive.
 */
uint32_t kb_synth_number(const struct kb_synth *synth, uint32_t index);

/**
 * Append the page of an article.
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT of `out`.
 */
enum kb_status kb_synth_page(struct kb_synth *synth, uint32_t index, struct kb_buf *out,
                             struct kb_error *err) KB_CHECKED;

/**
 * Append a query line: one to four words that a reader of some article of the first
 * `n_articles` might type, one in four queries with a word of every text.
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT of `out`.
 */
enum kb_status kb_synth_query(struct kb_synth *synth, uint32_t query,
                              uint32_t n_articles, struct kb_buf *out,
                              struct kb_error *err) KB_CHECKED;

#endif
