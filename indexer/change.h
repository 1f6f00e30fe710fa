/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two tables of inputs -> what must be done to the index: which file each article is
 * taken from, and which articles are new, changed or gone. Reads no file. Called by
 * indexer/{run,worker}; calls index/inputs and base. */
#ifndef KB_INDEXER_CHANGE_H
#define KB_INDEXER_CHANGE_H

#include "index/inputs.h"
#include "report.h"

enum kb_change_kind {
    KB_CHANGE_ADD,
    KB_CHANGE_REPLACE,
    KB_CHANGE_REMOVE
};

struct kb_change {
    uint32_t id;
    enum kb_change_kind kind;
    uint32_t input; /* index into the table: what to read; not of KB_CHANGE_REMOVE */
};

struct kb_changes {
    struct kb_change *items; /* owned; by article number */
    size_t n;
    size_t capacity;
    uint32_t n_added;
    uint32_t n_replaced;
    uint32_t n_removed;
    uint32_t n_moved;    /* articles whose file has another path and the same bytes */
    uint32_t n_articles; /* of the table */
};

/**
 * Decide which of several files with the same number is taken; the others become
 * KB_INPUT_TWIN and say in `reason` which was.
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_change_choose(struct kb_inputs *inputs,
                                struct kb_error *err) KB_CHECKED;

/**
 * What is to be done with an index of the table `before` to make it one of `now`. With
 * an empty `before` all articles are added.
 *
 *   out    empty; kb_changes_clear
 *
 * Fails: KB_E_NOMEM.
 */
enum kb_status kb_change_list(const struct kb_inputs *before,
                              const struct kb_inputs *now, struct kb_changes *out,
                              struct kb_error *err) KB_CHECKED;

void kb_changes_clear(struct kb_changes *changes);

#endif
