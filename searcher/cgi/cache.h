/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers that a process has given, kept for those who ask the same: what many look for
 * costs one search a worker. Of one build of the index; bounded. Called by cgi/site and
 * the handlers; calls base. */
#ifndef KB_SEARCHER_CGI_CACHE_H
#define KB_SEARCHER_CGI_CACHE_H

#include "cgi/log.h"
#include "cgi/response.h"
#include "index/manifest.h"

enum {
    KB_CACHE_SETS = 64,   /* an address has its place in one of them (count) */
    KB_CACHE_WAYS = 8,    /* answers of a set (count) */
    KB_CACHE_SLOTS = 512, /* answers in all (count) */
    KB_CACHE_ANSWER_BYTES =
        64 * 1024,                /* longest that is kept: ten results have 15 KB */
    KB_CACHE_KEY_BYTES = 4 * 1024 /* longest address */
};

struct kb_cached {
    struct kb_buf key;
    struct kb_buf body;
    const char *type;        /* static */
    uint64_t used;           /* when it was last asked for, by count */
    struct kb_log_entry log; /* without its query, which is borrowed */
};

struct kb_cache {
    char build[KB_BUILD_ID_BYTES];
    uint64_t now;            /* questions so far (count) */
    struct kb_cached *slots; /* owned array, made when first needed */
};

/**
 * The answer to a key, borrowed until the next call; NULL when there is none of this
 * build.
 */
const struct kb_cached *kb_cache_find(struct kb_cache *cache, const char *build,
                                      struct kb_span key);

/**
 * Keep an answer. One that is too long, or finds no memory, is not kept.
 */
void kb_cache_keep(struct kb_cache *cache, const char *build, struct kb_span key,
                   const struct kb_response *response, const struct kb_log_entry *log);

void kb_cache_clear(struct kb_cache *cache);

#endif
