/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a search gives, as plain C: the one structure behind every output.
 * Text is unescaped; each output escapes for itself.
 * Made by search/search, shown by searcher/render; calls query/notes and base. */
#ifndef KB_SEARCH_RESULTS_H
#define KB_SEARCH_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "query/notes.h"

/* Bytes of a passage that match. */
struct kb_mark {
    uint32_t begin;
    uint32_t end;
};

/* The piece of an article that answers best. */
struct kb_passage {
    const char *section;   /* label: "SYMPTOMS", "" = outside of any; static */
    struct kb_buf text;    /* owned; one line, words whole */
    struct kb_mark *marks; /* owned array, in order, none overlapping */
    size_t n_marks;
    bool is_cut_before; /* text of its section stands before it */
    bool is_cut_after;
};

/* One part of a score, in words. */
struct kb_reason {
    struct kb_span what; /* bytes of the query, or a static name */
    struct kb_buf how;   /* owned; "exact", "as 'hang'", "code" */
    struct kb_buf where; /* owned; "title, SYMPTOMS 3 times"; empty = everywhere */
    double gain;
};

struct kb_result {
    uint32_t rank;      /* from 1 */
    uint32_t id;        /* 260695 for Q260695 */
    struct kb_buf head; /* owns the bytes of title and product */
    struct kb_span title;
    struct kb_span product;
    uint32_t modified; /* YYYYMMDD, 0 = not known */
    double score;
    struct kb_passage passage;
    struct kb_span *matched; /* owned array: what of the query the article has; bytes of
                                the query, borrowed from the caller of the search,
                                or of `corrected` */
    size_t n_matched;
    struct kb_reason *reasons; /* owned array, where it was asked for: gains add up to
                                  the score */
    size_t n_reasons;
    uint32_t n_twins; /* near-identical articles folded under it (count) */
};

/* How many of the matches have a value. */
struct kb_facet_value {
    struct kb_buf text; /* owned; "Microsoft Exchange", "1999", "prb" */
    uint32_t n;         /* matches (count) */
};

struct kb_facet {
    const char *name;             /* "product"; static */
    struct kb_facet_value *items; /* owned array; largest first */
    size_t n;
    uint32_t n_values; /* different values there are, of which the first n are here */
};

enum {
    KB_FACETS_MAX = 3 /* product, year, type */
};

struct kb_results {
    struct kb_span query;    /* as asked */
    struct kb_result *items; /* owned array */
    size_t n;
    uint32_t first;      /* ranks left out in front: of pages before this (count) */
    uint32_t total;      /* articles that match (count) */
    bool total_is_exact; /* false: estimated */
    uint64_t took_us;
    struct kb_notes notes; /* what was made of the query, for people */
    uint32_t absent; /* the query is the number of this article, which the index has
                        not; the results cite it; 0 = none */
    bool has_words;  /* false: there is nothing in the query to look for */
    struct kb_buf corrected; /* the query with its words corrected; empty = none is
                                better */
    bool is_corrected;       /* the results are those of the corrected query */
    bool is_both;            /* they are those of both, as it was typed and corrected */
    bool is_weak;            /* the best of them have little of what was asked for */
    struct kb_facet facets[KB_FACETS_MAX]; /* as asked for */
    size_t n_facets;
};

#define KB_RESULTS_INIT                                                                \
    {                                                                                  \
        .items = NULL                                                                  \
    }

/**
 * Free what the results own; they can be used again.
 */
void kb_results_clear(struct kb_results *results);

#endif
