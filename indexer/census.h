/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts the words of articles as they are written, and makes of them the shard's list
 * of words (schema/lexemes). Called by indexer/document; calls text/lexicon, schema and
 * base. */
#ifndef KB_INDEXER_CENSUS_H
#define KB_INDEXER_CENSUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/span.h"
#include "text/lexicon.h"

struct kb_census;

/**
 * Nothing counted. Fails: KB_E_NOMEM.
 */
enum kb_status kb_census_new(struct kb_census **out, struct kb_error *err) KB_CHECKED;

void kb_census_free(struct kb_census *census);

/**
 * Count a word of the lexicon.
 *
 *   n    1, or -1 for a word of an article that goes
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_census_add(struct kb_census *census, const struct kb_word *word,
                             int n, struct kb_error *err) KB_CHECKED;

/**
 * Note a word of an article that may yet be refused. Fails: KB_E_NOMEM.
 */
enum kb_status kb_census_note(struct kb_census *census, const struct kb_word *word,
                              struct kb_error *err) KB_CHECKED;

/**
 * Count what was noted, or with `taken` false forget it. Fails: KB_E_NOMEM.
 */
enum kb_status kb_census_settle(struct kb_census *census, bool taken,
                                struct kb_error *err) KB_CHECKED;

/**
 * Count a word of a list that was made before: n may be any number. The text is copied.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_census_add_text(struct kb_census *census, struct kb_span text,
                                  int64_t n, struct kb_error *err) KB_CHECKED;

/**
 * Keep the counts of words that the lexicon is about to forget. Fails: KB_E_NOMEM.
 */
enum kb_status kb_census_flush(struct kb_census *census,
                               struct kb_error *err) KB_CHECKED;

/* Takes a chunk of the list: metadata key and value, borrowed. */
typedef enum kb_status (*kb_census_fn)(void *context, struct kb_span key,
                                       struct kb_span chunk, struct kb_error *err);

/**
 * Hand out the list, chunk by chunk, in the order of their keys. Words of which as many
 * went as came are left out. The census is then empty.
 *
 * Fails: KB_E_NOMEM; KB_E_LIMIT; what `put` returns.
 */
enum kb_status kb_census_write(struct kb_census *census, kb_census_fn put,
                               void *context, struct kb_error *err) KB_CHECKED;

#endif
