/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A query as a tree. The nodes lie in one array and name each other by index, so a tree
 * of any depth is freed at once. Knows no index. Made by query/parse, shown by
 * query/dump, turned into a search by search/build; calls base. */
#ifndef KB_QUERY_EXPR_H
#define KB_QUERY_EXPR_H

#include <stdint.h>

#include "base/error.h"
#include "query/name.h"
#include "query/notes.h"

/* kind, name in a dump */
#define KB_EXPR_TABLE(X)                                                               \
    X(KB_EXPR_NOTHING, "nothing") /* an empty query; only ever the root */             \
    /* leaves */                                                                       \
    X(KB_EXPR_WORDS, "words")   /* words as they stand, analysed together; with a name \
                                   of   KB_NAME_FORM one word in that form */          \
    X(KB_EXPR_PHRASE, "phrase") /* these very words, one behind the other */           \
    X(KB_EXPR_PREFIX, "prefix") /* any word that begins so */                          \
    X(KB_EXPR_VALUE, "value")   /* a value of the article, by name */                  \
    X(KB_EXPR_DATE, "date")     /* last modified from day to day */                    \
    X(KB_EXPR_ID, "id")         /* one article */                                      \
    X(KB_EXPR_CITES, "cites")   /* articles that name this one */                      \
    X(KB_EXPR_CITED_BY, "citedby") /* articles that this one names */                  \
    /* inner nodes */                                                                  \
    X(KB_EXPR_NEAR, "near") /* words and phrases not far from each other */            \
    X(KB_EXPR_IN, "in")     /* its child within one part of the article */             \
    X(KB_EXPR_ANY, "any")   /* the more the better; KB_EXPR_MUST and _NOT among them   \
                               say which articles come into question */                \
    X(KB_EXPR_AND, "and")                                                              \
    X(KB_EXPR_OR, "or")                                                                \
    X(KB_EXPR_NOT, "not")                                                              \
    X(KB_EXPR_MUST, "must")

enum kb_expr_kind {
#define KB_EXPR_ENUM(kind, name) kind,
    KB_EXPR_TABLE(KB_EXPR_ENUM)
#undef KB_EXPR_ENUM
    KB_EXPR_KIND_COUNT
};

struct kb_expr {
    enum kb_expr_kind kind;
    enum kb_name_id name; /* KB_NAME_COUNT = none */
    uint32_t begin;       /* bytes of the query: words, text of a phrase, a value */
    uint32_t end;
    uint32_t
        number;    /* of an article; most words between two of KB_EXPR_NEAR, and one */
    uint32_t from; /* YYYYMMDD, of KB_EXPR_DATE */
    uint32_t to;
    uint32_t first; /* first child, 0 = none */
    uint32_t next;  /* next child of the same parent, 0 = none */
};

struct kb_expr_tree {
    struct kb_span query;  /* borrowed */
    struct kb_expr *nodes; /* owned array; 0 stands for no node */
    size_t n;
    size_t capacity;
    uint32_t root;
    uint32_t article; /* the whole query is this article's number; 0 = it is none */
    struct kb_notes notes;
};

/**
 * Free the nodes; the tree is then empty.
 */
void kb_expr_clear(struct kb_expr_tree *tree);

/**
 * A kind's name in a dump; static.
 */
const char *kb_expr_kind_name(enum kb_expr_kind kind);

static inline const struct kb_expr *
kb_expr_at(const struct kb_expr_tree *tree, uint32_t node)
{
    return &tree->nodes[node];
}

/* The bytes of the query that a leaf stands for. */
static inline struct kb_span
kb_expr_text(const struct kb_expr_tree *tree, const struct kb_expr *expr)
{
    return kb_span_at(tree->query.data + expr->begin, expr->end - expr->begin);
}

#endif
