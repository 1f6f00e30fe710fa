/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the word of a rank is spelled: stop words of English first, then made-up words
 * that can be spoken, numbers, file names and codes, each rank another stem. Called by
 * corpus/synth/article.c; calls corpus/synth/model.h (what a draw is) and base. */
#ifndef KB_SYNTH_WORDS_H
#define KB_SYNTH_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "model.h"

enum {
    KB_WORDS_MAX_BYTES = 64 /* bytes of one word in any form */
};

struct kb_words_table;

/**
 * The words of the ranks of the model's table, spelled once.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_words_table_new(struct kb_words_table **out,
                                  struct kb_error *err) KB_CHECKED;

/**
 * Free the table; NULL is allowed.
 */
void kb_words_table_free(struct kb_words_table *table);

/**
 * Write a word: its stem, with a suffix or a capital where its rank and form have one.
 *
 *   capital   begin with a capital
 *   out       room for KB_WORDS_MAX_BYTES
 *
 * Returns its length in bytes.
 */
size_t kb_words_write(const struct kb_words_table *table, struct kb_draw draw,
                      bool capital, char *out);

/**
 * Write the bare stem of a rank as a made-up word, whatever the rank stands for.
 *
 *   out   room for KB_WORDS_MAX_BYTES
 *
 * Returns its length in bytes.
 */
size_t kb_words_stem(uint64_t rank, char *out);

#endif
