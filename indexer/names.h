/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which names are short for which, from what articles spell out: "owa" for "outlook web
 * access". Called by indexer/learn; calls indexer/lessons, text, schema/learned and
 * base. */
#ifndef KB_INDEXER_NAMES_H
#define KB_INDEXER_NAMES_H

#include "lessons.h"
#include "schema/learned.h"

/**
 * Add the names that are sure enough to what is learned: each short one with its long
 * one, and the other way round.
 *
 *   n_names    gets how many there are, optional (count)
 *
 * Fails: KB_E_NOMEM; KB_E_INTERNAL without the stemmer.
 */
enum kb_status kb_names_learn(const struct kb_lessons *lessons,
                              struct kb_learned_writer *writer, size_t *n_names,
                              struct kb_error *err) KB_CHECKED;

#endif
