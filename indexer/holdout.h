/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The articles that test a build: their query words teach nothing (lesson), so what
 * they find tells how well words are found that nobody taught, whenever words were
 * learned. Always the same articles, whatever the corpus. Called by
 * indexer/{lesson,selftest}; calls nothing. */
#ifndef KB_INDEXER_HOLDOUT_H
#define KB_INDEXER_HOLDOUT_H

#include <stdbool.h>
#include <stdint.h>

enum {
    KB_HOLDOUT_EVERY = 20 /* one of so many articles tests */
};

/**
 * An article's place among all numbers there can be, as if drawn by lot; those that
 * test come first.
 */
uint64_t kb_holdout_place(uint32_t id);

/**
 * Whether an article tests.
 */
bool kb_holdout_has(uint32_t id);

#endif
