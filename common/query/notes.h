/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was made of the parts of a query that could not be taken as they stand:
 * sentences for people, each with the bytes of the query it is about. No text is an
 * error. Filled by query/parse and search, shown by the programs; calls base. */
#ifndef KB_QUERY_NOTES_H
#define KB_QUERY_NOTES_H

#include <stdint.h>

#include "base/span.h"

enum {
    KB_NOTES_MAX = 8,        /* a query that gives more is wild in one way */
    KB_NOTE_TEXT_BYTES = 200 /* with its NUL; longer ones are cut between characters */
};

struct kb_note {
    uint32_t begin; /* bytes of the query it is about; begin = end: of none */
    uint32_t end;
    char text[KB_NOTE_TEXT_BYTES]; /* valid UTF-8 where the query is; lower case, no
                                      full stop */
};

/* Plain values: no memory to free. */
struct kb_notes {
    struct kb_note items[KB_NOTES_MAX];
    size_t n;
    size_t n_left_out; /* notes over KB_NOTES_MAX (count) */
};

/**
 * Add a note; one that is there already is not added again.
 *
 *   begin, end    bytes of the query
 *   format        as printf; long values are cut
 */
void kb_notes_add(struct kb_notes *notes, uint32_t begin, uint32_t end,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));

/**
 * The beginning of a text for use in a note, at most 40 bytes, whole characters.
 */
struct kb_span kb_notes_cut(struct kb_span text);

#endif
