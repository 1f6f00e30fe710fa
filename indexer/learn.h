/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the workers' lessons to the file of learned words of a build (schema/learned).
 * The same articles and thesaurus give the same file, however many workers there were.
 * Called by indexer/lore; calls indexer/{lessons,translate,neighbour,thesaurus,names},
 * schema and base. */
#ifndef KB_INDEXER_LEARN_H
#define KB_INDEXER_LEARN_H

#include "lessons.h"

struct kb_learn_result {
    size_t n_words; /* of which something is known (count) */
    size_t n_links; /* words that stand for them, together (count) */
    size_t n_names; /* short ones whose long one is known (count) */
};

/**
 * Learn and write the file. A corpus without query words teaches what is used alike;
 * one that is too small nothing: the file is then there and empty.
 *
 *   lessons      files of the workers, which stay
 *   thesaurus    file for kb_thesaurus_read; NULL = none
 *   path         the file to write
 *   out          optional
 *
 * Fails: KB_E_INVALID, KB_E_LIMIT, KB_E_NOT_FOUND of the thesaurus; KB_E_IO;
 * KB_E_CORRUPT for a damaged lesson; KB_E_NOMEM.
 */
enum kb_status kb_learn(const char *const *lessons, size_t n, const char *thesaurus,
                        const char *path, struct kb_learn_result *out,
                        struct kb_error *err) KB_CHECKED;

#endif
