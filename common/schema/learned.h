/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was learned from the corpus about its words, kept as one file with a build: how
 * much a word is worth in a query, which words of articles stand for it where it is
 * missing, and which names are short for others. The file:
 *   "kblearn2"    magic, 8 bytes
 *   uint64        XXH3 of all that follows, little endian as all numbers
 *   uint32        words
 *   uint32        names
 *   uint32 each   where the word's or name's entry begins, counted from their end
 *   words         by term, ascending: byte n, term; int8 worth x 16; byte relations;
 *                 each: byte n, word; uint16 code; byte strength x 255
 *   names         by key, ascending: byte n, key; byte 1 of a short one, 0 of a long
 *                 one; uint32 articles; byte n, words
 * tests/unit/test_schema_learned.c holds one as bytes. Written by indexer/learn, read
 * by search; calls base. */
#ifndef KB_SCHEMA_LEARNED_H
#define KB_SCHEMA_LEARNED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/span.h"

/* The file's name in the folder of a build. */
#define KB_LEARNED_FILE "learned"

enum {
    /* Raise it when the same articles teach something else than before (indexer/learn
     * and what it calls): then a build from nothing learns anew. */
    KB_LEARNED_RULES = 6,
    KB_LEARNED_RELATED_MAX = 16,             /* words that stand for one word (count) */
    KB_LEARNED_MAX_BYTES = 64 * 1024 * 1024, /* of the file (bytes) */
    KB_LEARNED_NAMES_MAX = 20000,            /* of a file (count) */
    KB_LEARNED_WORTH_UNIT = 16,              /* steps of 1.0 */
    KB_LEARNED_STRENGTH_UNIT = 255
};

/* A word that stands for another. */
struct kb_learned_link {
    struct kb_span word; /* as articles write it, folded: "responding" */
    uint16_t code;       /* kb_code_of_term of it */
    double strength;     /* above 0, at most 1: as good as the word itself */
};

struct kb_learned_word {
    double worth; /* is added to the word's idf, -8 to 7.9; 0 = nothing known */
    struct kb_learned_link related[KB_LEARNED_RELATED_MAX]; /* strongest first */
    size_t n;
};

/* What is called otherwise too. Its key is the word itself of a short name, "owa", and
 * the terms of the words of a long one, "Zoutlook Zweb Zaccess". */
struct kb_learned_name {
    struct kb_span other; /* words of the other name, a space between; no stop words */
    uint32_t n_docs; /* articles that say that one is short for the other (count) */
    bool is_brief;   /* the key is the short one */
};

/* ---- writing ---- */

struct kb_learned_writer {
    struct kb_buf offsets;
    struct kb_buf entries;
    uint32_t n_words;
    struct kb_buf name_offsets;
    struct kb_buf names;
    uint32_t n_names;
};

void kb_learned_writer_init(struct kb_learned_writer *writer);

void kb_learned_writer_clear(struct kb_learned_writer *writer);

/**
 * Add a word.
 *
 *   term    above the one before, 1 to 255 bytes, as all words
 *
 * Fails: KB_E_INVALID out of order; KB_E_LIMIT; KB_E_NOMEM.
 */
enum kb_status kb_learned_add(struct kb_learned_writer *writer, struct kb_span term,
                              const struct kb_learned_word *word,
                              struct kb_error *err) KB_CHECKED;

/**
 * Add a name.
 *
 *   key    above the one before
 *
 * Fails: as kb_learned_add.
 */
enum kb_status kb_learned_add_name(struct kb_learned_writer *writer, struct kb_span key,
                                   const struct kb_learned_name *name,
                                   struct kb_error *err) KB_CHECKED;

/**
 * Append the file's bytes to `out`. Fails: KB_E_LIMIT, KB_E_NOMEM.
 */
enum kb_status kb_learned_finish(const struct kb_learned_writer *writer,
                                 struct kb_buf *out, struct kb_error *err) KB_CHECKED;

/* ---- reading ---- */

/* A file's bytes that were found whole. Zeroed: nothing was learned. */
struct kb_learned {
    struct kb_span bytes; /* borrowed */
    uint32_t n_words;
    uint32_t n_names;
};

/**
 * Look at a file's bytes: whole, as its check sum says.
 *
 *   bytes    borrowed as long as `out`
 *
 * Fails: KB_E_CORRUPT.
 */
enum kb_status kb_learned_open(struct kb_span bytes, struct kb_learned *out,
                               struct kb_error *err) KB_CHECKED;

/**
 * What is known of a term; worth 0 and no relations when nothing is.
 *
 *   out     its words borrow from the file
 *
 * Fails: KB_E_CORRUPT for an entry that cannot be: no writer of this version made it.
 */
enum kb_status kb_learned_find(const struct kb_learned *learned, struct kb_span term,
                               struct kb_learned_word *out,
                               struct kb_error *err) KB_CHECKED;

/**
 * What a name is called beside.
 *
 *   key        of a name
 *   out        `other` is empty when nothing is known; else it borrows from the file
 *   goes_on    whether a longer key begins with these terms
 *
 * Fails: as kb_learned_find.
 */
enum kb_status kb_learned_find_name(const struct kb_learned *learned,
                                    struct kb_span key, struct kb_learned_name *out,
                                    bool *goes_on, struct kb_error *err) KB_CHECKED;

#endif
