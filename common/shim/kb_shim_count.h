/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting over all matches of a query: which values they have, and how many have each.
 * No policy: slots and filters come from the caller. Called by search; calls
 * shim/kb_shim and base. */
#ifndef KB_SHIM_KB_SHIM_COUNT_H
#define KB_SHIM_KB_SHIM_COUNT_H

#include "shim/kb_shim.h"

/* How many documents have a value. */
struct kb_count {
    struct kb_span value; /* bytes of kb_counts */
    uint32_t n;
};

struct kb_value_slot {
    uint32_t slot;
    uint32_t n_bytes; /* at the begin of a value that count: 4 of a date are the year;
                         0 = all */
};

struct kb_slots {
    const struct kb_value_slot *items; /* borrowed */
    size_t n;
};

struct kb_counts {
    struct kb_count *items; /* owned; in the order the call names */
    size_t n;
    char *bytes;        /* owned */
    uint32_t n_matches; /* documents that match, with a value or without (count) */
};

#define KB_COUNTS_INIT                                                                 \
    {                                                                                  \
        NULL, 0, NULL, 0                                                               \
    }

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Count the values that the matches of a query have in some slots: looks at all
 * matches. The reader keeps what it read of frequent terms and values, at most 16 MB
 * and a few bytes a document, and counts quicker from then on.
 *
 *   query   borrowed for the call
 *   filter  of the matches, asked by their numbers in their shards; NULL = none
 *   out     as many structs as slots, each with its values, largest count first, then
 *           by value; overwritten on KB_OK, cleared by the caller
 *
 * Fails: KB_E_CORRUPT; KB_E_IO; KB_E_STALE; KB_E_NOMEM; what the filter returns.
 */
enum kb_status kb_reader_counts(struct kb_reader *reader, const struct kb_query *query,
                                const struct kb_match_filter *filter,
                                const struct kb_slots *slots, struct kb_counts *out,
                                struct kb_error *err) KB_CHECKED;

/**
 * Free the counts; the struct is then empty and can be used again.
 */
void kb_counts_clear(struct kb_counts *counts);

#ifdef __cplusplus
}
#endif
#endif
