/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The learned words of an open build. A search works without them: what is wrong with
 * the file is kept as a sentence to show. Called by search/engine; calls
 * schema/learned, index and base. */
#ifndef KB_SEARCH_LORE_H
#define KB_SEARCH_LORE_H

#include "index/manifest.h"
#include "schema/learned.h"

struct kb_lore {
    struct kb_span bytes;      /* of the file; kb_file_unmap */
    struct kb_learned learned; /* borrows from them */
    struct kb_error why;       /* code KB_OK = they are there */
};

/**
 * Read the learned words of a build.
 *
 *   index       folder of the index
 *   manifest    of the build
 *   out         empty; kb_lore_clear
 */
void kb_lore_open(const char *index, const struct kb_manifest *manifest,
                  struct kb_lore *out);

void kb_lore_clear(struct kb_lore *lore);

#endif
