/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of an index that begin with a prefix. Called by search/{condition,build};
 * calls schema, the shim and base. */
#ifndef KB_SEARCH_EXPANSION_H
#define KB_SEARCH_EXPANSION_H

#include <stdbool.h>

#include "schema/field.h"
#include "shim/kb_shim.h"

struct kb_expansion {
    struct kb_term_entry *terms; /* owned array, most articles first */
    size_t n;
    struct kb_term_list lists[2]; /* owned; what the terms are borrowed from */
    bool is_whole; /* false: more words begin so, in fewer articles each */
};

#define KB_EXPANSION_INIT                                                              \
    {                                                                                  \
        NULL, 0, {KB_TERM_LIST_INIT, KB_TERM_LIST_INIT}, true                          \
    }

/**
 * The terms whose words begin with a prefix, at most KB_QUERY_MAX_EXPANSION: those that
 * most articles have. Words that are stemmed are told by their stems.
 *
 *   field    whose own terms; KB_FIELD_COUNT: those of all fields together
 *   prefix   folded, not empty
 *   out      KB_EXPANSION_INIT; kb_expansion_clear
 *
 * Fails: KB_E_LIMIT for a prefix over KB_TERM_MAX_BYTES; KB_E_CORRUPT; KB_E_IO;
 * KB_E_NOMEM.
 */
enum kb_status kb_expansion_read(struct kb_reader *reader, enum kb_field_id field,
                                 struct kb_span prefix, struct kb_expansion *out,
                                 struct kb_error *err) KB_CHECKED;

void kb_expansion_clear(struct kb_expansion *expansion);

#endif
