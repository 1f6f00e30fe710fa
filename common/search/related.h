/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Articles that belong to one, each with the reason. Called by the programs; calls
 * search/{article,search,twins}. */
#ifndef KB_SEARCH_RELATED_H
#define KB_SEARCH_RELATED_H

#include "search/article.h"

/* In the order in which they are listed; an article comes once, for its first reason.
 */
#define KB_RELATION_TABLE(X)                                                           \
    X(KB_RELATION_TWIN, "near-identical")                                              \
    X(KB_RELATION_CITES, "cites")                                                      \
    X(KB_RELATION_CITED_BY, "cited by")                                                \
    X(KB_RELATION_WORDS, "same words")

enum kb_relation {
#define KB_RELATION_ENUM(id, name) id,
    KB_RELATION_TABLE(KB_RELATION_ENUM)
#undef KB_RELATION_ENUM
    KB_RELATION_COUNT
};

struct kb_related {
    struct kb_view view; /* of the article itself */
    struct kb_links lists[KB_RELATION_COUNT];
};

/**
 * The relation in words; static.
 */
const char *kb_relation_name(enum kb_relation relation);

/**
 * Find what belongs to an article.
 *
 *   max    articles that cite it, and articles with the same words, to list at most
 *   out    zeroed; kb_related_clear
 *
 * Fails: KB_E_NOT_FOUND when the archive does not have it: those that cite it are
 * listed all the same. KB_E_CORRUPT; KB_E_IO; KB_E_NOMEM; KB_E_INTERNAL.
 */
enum kb_status kb_related_find(struct kb_engine *engine, uint32_t id, size_t max,
                               struct kb_related *out, struct kb_error *err) KB_CHECKED;

void kb_related_clear(struct kb_related *related);

#endif
