/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judged queries and the lists that answer them, as files: queries as lines of JSON,
 * lists as kbsearch --batch writes them or as a TREC run. Measures nothing (metrics).
 * Called by tests/relevance/judge; calls base and jansson. */
#ifndef KB_TESTS_LISTS_H
#define KB_TESTS_LISTS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

enum {
    KB_LIST_DEPTH = 100 /* ranks that are kept */
};

/* One judged query and what a system answered. */
struct kb_judged {
    char *qid;          /* owned */
    char *type;         /* owned; "" = none */
    char *query;        /* owned */
    uint32_t *relevant; /* owned array of article numbers */
    size_t n_relevant;
};

struct kb_topics {
    struct kb_judged *items; /* owned array, in the order of the file */
    size_t n;
    size_t capacity;
};

/* The answers to one query, best first. */
struct kb_list {
    uint32_t ids[KB_LIST_DEPTH];
    size_t n;
};

/**
 * Read queries: lines of {"qid","type","query","relevant":["Q1",...]}.
 *
 *   out    empty; kb_topics_clear
 *
 * Fails: KB_E_IO; KB_E_INVALID with the line for what is no such object, for a query
 * without a relevant article and for a file without queries; KB_E_NOMEM.
 */
enum kb_status kb_topics_read(const char *path, struct kb_topics *out,
                              struct kb_error *err) KB_CHECKED;

void kb_topics_clear(struct kb_topics *topics);

/**
 * Read the answers to all queries. A file that begins with { holds the output of
 * kbsearch --batch, an object a query in the order of the queries; any other one is a
 * TREC run: "qid Q0 article rank score tag" a line, by query, best first.
 *
 *   out    array of topics->n lists, overwritten
 *
 * Fails: KB_E_IO; KB_E_INVALID with the line for what is neither, for answers to
 * another query and for more or fewer of them; KB_E_NOMEM.
 */
enum kb_status kb_lists_read(const char *path, const struct kb_topics *topics,
                             struct kb_list *out, struct kb_error *err) KB_CHECKED;

/**
 * Write answers as a TREC run. Scores are made up of ranks, so that tools that sort by
 * score keep the order.
 *
 *   tag    name of the run, one word
 *
 * Fails: KB_E_IO.
 */
enum kb_status kb_lists_write(const char *path, const char *tag,
                              const struct kb_topics *topics,
                              const struct kb_list *lists,
                              struct kb_error *err) KB_CHECKED;

#endif
