/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of search/ share of an open engine. Not for programs, which see
 * search/search.h only. Called by search/; calls search/store, text. */
#ifndef KB_SEARCH_ENGINE_H
#define KB_SEARCH_ENGINE_H

#include "search/rank.h"
#include "search/search.h"
#include "search/store.h"
#include "text/analyze.h"

/**
 * The analyzer of queries and passages, borrowed from the engine.
 */
struct kb_analyzer *kb_engine_analyzer_borrow(struct kb_engine *engine);

/**
 * What reads the open index, borrowed until the next kb_engine_refresh.
 */
struct kb_store *kb_engine_store_borrow(struct kb_engine *engine);

/**
 * What the second look finds in an article, for the query of the search that runs.
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_engine_features(struct kb_engine *engine, const struct kb_hit *hit,
                                  struct kb_features *out,
                                  struct kb_error *err) KB_CHECKED;

/**
 * What the last kb_engine_features saw.
 */
const struct kb_look *kb_engine_look_borrow(const struct kb_engine *engine);

#endif
