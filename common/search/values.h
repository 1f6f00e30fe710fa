/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of articles as people name them: "windows nt 3.51" finds the entry "Microsoft
 * Windows NT Server versions 3.5, 3.51". Looks at the values an index has, term by
 * term; knows no query. Called by search/build; calls schema, the shim and base. */
#ifndef KB_SEARCH_VALUES_H
#define KB_SEARCH_VALUES_H

#include <stdbool.h>

#include "base/span.h"
#include "schema/field.h"
#include "shim/kb_shim.h"

/**
 * Whether a value is meant by a text. Each word of the text must be a word of the value
 * or stand for one, in any order and any case:
 *   - its beginning, of three letters and more: "exch" for "exchange";
 *   - first letters of words that follow each other: "iis" for "internet information
 *     server", "vb" for "visual basic";
 *   - a number without its zeros and points: "4", "4.0" and "4.00" are one, "351" is
 *     "3.51"; where the value has an x, any digits: "3.5x" for "3.51";
 *   - letters and a number written together: "nt4", "win95", "vb6".
 *
 *   value    in lower case, as terms have it
 */
bool kb_value_is_meant(struct kb_span value, struct kb_span text);

/**
 * The documents that have a value of a field that a text means.
 *
 *   field    with whole values (KB_FIELD_WHOLE)
 *   text     as the user wrote it; a star at its end takes all values that begin so
 *   out      no document when no value is meant
 *   n_values values that are meant (count)
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_values_query(struct kb_reader *reader, enum kb_field_id field,
                               struct kb_span text, struct kb_query **out,
                               size_t *n_values, struct kb_error *err) KB_CHECKED;

#endif
