/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Leaves of a query's tree that are words: words, phrases, prefixes, words near each
 * other. Called by search/{build,leaf}; calls search/{expansion,need}, text, schema,
 * the shim.
 */
#ifndef KB_SEARCH_LEAF_WORDS_H
#define KB_SEARCH_LEAF_WORDS_H

#include "search/leaf.h"

/**
 * Articles with any of the words, or with the code that was asked for; a word that is
 * written of several, as "tcp/ip" or "back-up", must be there with all of them, in any
 * spelling that the analysis knows. Stop words count where there is nothing else.
 */
enum kb_status kb_leaf_words(const struct kb_leaf_in *in, struct kb_part *out,
                             struct kb_error *err) KB_CHECKED;

/**
 * The word under which an error code is indexed, however it is written: with or without
 * 0x and h, "8000-4005", as a decimal number. NULL if the text is no code.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_leaf_code(struct kb_analyzer *analyzer, struct kb_span text,
                            const struct kb_word **out,
                            struct kb_error *err) KB_CHECKED;

/**
 * Articles with these very words, one behind the other.
 */
enum kb_status kb_leaf_phrase(const struct kb_leaf_in *in, struct kb_part *out,
                              struct kb_error *err) KB_CHECKED;

/**
 * Articles with any word that begins so.
 */
enum kb_status kb_leaf_prefix(const struct kb_leaf_in *in, struct kb_part *out,
                              struct kb_error *err) KB_CHECKED;

/**
 * Articles with all of the node's children near each other.
 */
enum kb_status kb_leaf_near(const struct kb_leaf_in *in, struct kb_part *out,
                            struct kb_error *err) KB_CHECKED;

#endif
