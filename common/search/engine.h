/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An open engine, as the files of search/ share it. Not for programs, which see
 * search/search.h only. Called by search/; calls search/{look,lore,snippet,store},
 * text. */
#ifndef KB_SEARCH_ENGINE_H
#define KB_SEARCH_ENGINE_H

#include "search/look.h"
#include "search/lore.h"
#include "search/search.h"
#include "search/snippet.h"
#include "search/store.h"
#include "text/analyze.h"

struct kb_engine {
    struct kb_index index;
    char *path; /* owned; folder of the index, NULL: the build stays */
    struct kb_analyzer *analyzer;
    struct kb_snippeter *snippeter;
    struct kb_store store;
    struct kb_lore lore;
    bool has_searched;   /* it may be asked again: what is read is worth keeping */
    struct kb_look look; /* begun for the query of the search that runs */
};

#endif
