/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a process keeps from one request to the next: the engine, the query log, and
 * where failures are told. Called by searcher/cgi; calls search and base. */
#ifndef KB_SEARCHER_CGI_SITE_H
#define KB_SEARCHER_CGI_SITE_H

#include <sys/types.h>

#include "cgi/cache.h"
#include "cgi/log.h"
#include "cgi/response.h"
#include "cgi/setup.h"
#include "search/search.h"

/* Takes a line for the administrator, without line end. */
typedef void (*kb_complain_fn)(void *context, const char *line);

struct kb_site {
    const struct kb_setup *setup; /* borrowed */
    struct kb_engine *engine;     /* owned; NULL = not open */
    struct kb_query_log log;
    struct kb_cache cache;
    bool has_cache; /* a process that answers once need not keep its answer */
    kb_complain_fn complain;
    void *complain_context;
    bool is_worn; /* could not do its work: the process had better begin anew */
    dev_t device; /* of the index folder that was opened */
    ino_t folder;
    uint64_t failed_s; /* when another build could not be opened; 0 = it could */
};

#define KB_SITE_INIT(the_setup, complain_fn, context)                                  \
    {                                                                                  \
        .setup = (the_setup), .log = KB_QUERY_LOG_INIT, .complain = (complain_fn),     \
        .complain_context = (context)                                                  \
    }

/**
 * Open the index, or go over to the build that is in service now.
 *
 *   tag    gets the etag and date of what is made from this build
 *
 * Fails: as kb_engine_open; the site is worn then, as the sandbox may keep it from an
 * index that came later. When another build cannot be opened the one that is open
 * stays, with a complaint, and it is tried again a second later; worn is the site only
 * where the folder of the index is another one.
 */
enum kb_status kb_site_refresh(struct kb_site *site, struct kb_response *tag,
                               struct kb_error *err) KB_CHECKED;

/**
 * The manifest of the build that is open, borrowed; NULL when none is.
 */
const struct kb_manifest *kb_site_manifest(const struct kb_site *site);

/**
 * Tell the administrator of a failure.
 *
 *   what    what was being done
 */
void kb_site_complain(struct kb_site *site, const char *what,
                      const struct kb_error *err);

void kb_site_clear(struct kb_site *site);

#endif
