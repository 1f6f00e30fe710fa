/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names people use: what a query calls by a short name is asked for by its long one
 * too, and the other way round, as it was learned from the articles. Called by
 * search/build; calls search/asked, schema/learned, the shim and base. */
#ifndef KB_SEARCH_NAMES_H
#define KB_SEARCH_NAMES_H

#include "search/asked.h"

/**
 * Add the other names of asked words. A long name is one whose words stand side by side
 * in the query. A query that is too long to be typed is left alone.
 *
 *   asked      read and mended, nothing learned yet
 *   learned    borrowed as long as `asked`
 *   weight     factor on their strength, 0 to 1
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM.
 */
enum kb_status kb_names_ask(struct kb_asked *asked, struct kb_analyzer *analyzer,
                            struct kb_reader *reader, const struct kb_learned *learned,
                            double weight, struct kb_error *err) KB_CHECKED;

#endif
