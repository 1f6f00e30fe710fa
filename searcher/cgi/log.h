/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query log: one line of JSON a search, nothing of who asked. Off unless a file is
 * named. Called by searcher/cgi; calls jansson and base. */
#ifndef KB_SEARCHER_CGI_LOG_H
#define KB_SEARCHER_CGI_LOG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/span.h"

enum {
    KB_LOG_IDS = 5 /* first articles that are noted (count) */
};

struct kb_log_entry {
    bool is_search;       /* false: nothing to note */
    struct kb_span query; /* with its filters; borrowed */
    bool by_date;
    bool is_exact; /* words taken as they are written */
    bool is_all;   /* near-identical articles not folded */
    uint32_t page;
    int status; /* of the answer: 200, 400, ... */
    uint32_t total;
    uint32_t ids[KB_LOG_IDS];
    size_t n_ids;
    uint64_t took_us;
    bool is_corrected;
};

struct kb_query_log {
    int fd;       /* -1 = not open */
    dev_t device; /* of the open file, to see when it was moved away */
    ino_t inode;
};

#define KB_QUERY_LOG_INIT                                                              \
    {                                                                                  \
        .fd = -1                                                                       \
    }

/**
 * Append a line. The file is opened when first needed, made when it is not there, and
 * opened again when its name leads to another file: so that it can be moved away.
 *
 * Fails: KB_E_IO, and nothing was written or less than a line; KB_E_NOMEM.
 */
enum kb_status kb_query_log_write(struct kb_query_log *log, const char *path,
                                  const struct kb_log_entry *entry,
                                  struct kb_error *err) KB_CHECKED;

void kb_query_log_clear(struct kb_query_log *log);

#endif
