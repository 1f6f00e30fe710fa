/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An article -> what the index keeps of it: terms by the field table, head, packed
 * body, words in order. Called by indexer/worker; calls text, schema, article, the shim
 * and base. */
#ifndef KB_INDEXER_DOCUMENT_H
#define KB_INDEXER_DOCUMENT_H

#include "article/article.h"
#include "base/error.h"
#include "census.h"
#include "shim/kb_shim.h"

struct kb_maker;
struct kb_lesson;

enum {
    /* Articles that a maker keeps, so that many are made, then as many put: either
     * works with more memory than the nearest caches hold beside the other's. The
     * archive: 8 % less CPU time by 64 than by 1, 5 % by 16, 6 % by 256. */
    KB_MADE_KEPT = 64
};

/* What an article becomes. */
struct kb_made {
    const struct kb_doc *doc;
    struct kb_span body;  /* for the shard's metadata, see schema/stored */
    struct kb_span words; /* likewise, see schema/words */
};

/**
 * A maker of documents; one per process.
 *
 *   dictionary    for the packed bodies, may be empty; borrowed for the call
 *
 * Fails: KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_maker_new(struct kb_span dictionary, struct kb_maker **out,
                            struct kb_error *err) KB_CHECKED;

void kb_maker_free(struct kb_maker *maker);

/**
 * Note down what each article from now on teaches; NULL stops it.
 *
 *   lesson    borrowed as long as the maker makes documents
 */
void kb_maker_teach(struct kb_maker *maker, struct kb_lesson *lesson);

/**
 * Make the document of one article.
 *
 *   out     borrowed from the maker until KB_MADE_KEPT more are made
 *
 * Fails: KB_E_LIMIT, KB_E_NOMEM, KB_E_INTERNAL; the maker can be used on.
 */
enum kb_status kb_maker_make(struct kb_maker *maker, const struct kb_article *article,
                             struct kb_made *out, struct kb_error *err) KB_CHECKED;

/**
 * Take the words of a text of an article off that was counted before. Fails as
 * kb_analyze.
 */
enum kb_status kb_maker_uncount(struct kb_maker *maker, struct kb_span text,
                                struct kb_error *err) KB_CHECKED;

/**
 * The words of all articles made so far, borrowed.
 */
struct kb_census *kb_maker_census_borrow(struct kb_maker *maker);

#endif
