/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an output for programs says of each result: one table of names behind JSON, TSV,
 * --fields, completion and the manual. Renders nothing.
 * Called by searcher/options and searcher/render; calls base. */
#ifndef KB_SEARCHER_RENDER_COLUMNS_H
#define KB_SEARCHER_RENDER_COLUMNS_H

#include "base/error.h"
#include "base/span.h"

#define KB_COLUMN_TABLE(X)                                                             \
    X(KB_COLUMN_RANK, "rank")                                                          \
    X(KB_COLUMN_ID, "id")                                                              \
    X(KB_COLUMN_TITLE, "title")                                                        \
    X(KB_COLUMN_PRODUCT, "product")                                                    \
    X(KB_COLUMN_MODIFIED, "modified")                                                  \
    X(KB_COLUMN_SCORE, "score")                                                        \
    X(KB_COLUMN_SECTION, "section")                                                    \
    X(KB_COLUMN_SNIPPET, "snippet")                                                    \
    X(KB_COLUMN_MATCHED, "matched")                                                    \
    X(KB_COLUMN_TWINS, "twins")

enum kb_column {
#define KB_COLUMN_ENUM(id, name) id,
    KB_COLUMN_TABLE(KB_COLUMN_ENUM)
#undef KB_COLUMN_ENUM
    KB_COLUMN_COUNT
};

/* Which columns, in this order. */
struct kb_columns {
    enum kb_column items[KB_COLUMN_COUNT];
    size_t n;
};

/**
 * The column's name; static.
 */
const char *kb_column_name(enum kb_column column);

/**
 * All columns, as JSON has them.
 */
struct kb_columns kb_columns_all(void);

/**
 * Read a list as users write it: "id,title"; each column once.
 *
 * Fails: KB_E_INVALID, with the names there are.
 */
enum kb_status kb_columns_read(struct kb_span text, struct kb_columns *out,
                               struct kb_error *err) KB_CHECKED;

#endif
